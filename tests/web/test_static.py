"""Static files, headers and health."""

import re

import pytest


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
