"""Static files, headers and health."""

import re
from datetime import timedelta

import pytest

from portal.kernel import clock, outbox


def test_static_files_are_kept_for_good_under_a_name_of_their_state(client):
    href = re.search(r'href="(/static/[0-9a-f]{12}/zhuanban\.css)"', client.get("/").text).group(1)
    answer = client.get(href)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_icons_of_the_vendored_sheet_are_where_it_asks_for_them(client):
    assert client.get("/assets/images/icon-tag-remove-cross.svg").status_code == 200


def test_no_file_outside_static_is_served(client):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/assets/images/../../app.py"):
        assert client.get(path).status_code == 404


def test_every_answer_carries_the_headers(client):
    for path in ("/", "/nope", "/healthz", "/api/v1/nope"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_a_download_is_an_attachment_whatever_its_name(client):
    answer = client.get("/sample/file", query_string={"name": 'a"\r\nX: y/../投诉.html'})
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "\r" not in said
    assert "%E6%8A%95" in said
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("机构名录.csv", "file.csv"),
        ("告知书-ZJ-2026.pdf", "ZJ-2026.pdf"),
        ("账单.tar", "file.tar"),
        ("账单", "file"),
        ("bill.pdf", "bill.pdf"),
    ],
)
def test_who_reads_ascii_only_gets_a_name_with_an_ending(client, name, plain):
    answer = client.get("/sample/file", query_string={"name": name})
    assert f'filename="{plain}"; ' in answer.headers["Content-Disposition"]


def test_readiness_names_each_part(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json["checks"]) == {"database", "redis", "outbox", "calendar"}
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_message_of_a_played_past_is_late_only_once_it_has_waited(client, session, frozen):
    frozen("2026-03-04T10:00+08:00")
    posted = clock.now() - timedelta(days=32)
    outbox.post(session, "test.past", "past:1", {}, posted)
    session.commit()
    found = client.get("/readyz").json
    assert found["checks"]["outbox"]["pending"] == 1
    assert (found["checks"]["outbox"]["ok"], found["checks"]["outbox"]["late_seconds"]) == (True, 0)
    frozen("2026-03-04T10:06+08:00")
    outbox_now = client.get("/readyz").json["checks"]["outbox"]
    assert (outbox_now["ok"], outbox_now["late_seconds"]) == (False, 360)
