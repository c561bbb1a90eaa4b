"""Errors in words, in both languages, and as problems for the API."""

import pytest
from sqlalchemy import text

from portal.kernel import audit, clock
from portal.kernel.actor import Actor
from tests.web.tokens import token


def post(client, path: str, **data):
    return client.post(path, data={"csrf_token": token(client), **data})


def test_a_breach_is_a_conflict_that_cites_its_article(client):
    answer = post(client, "/sample/breaches/illegal_act")
    assert answer.status_code == 409
    assert "第18条第（2）项" in answer.text


def test_an_unworded_breach_still_reads_as_a_sentence(client):
    answer = post(client, "/sample/breaches/never_worded")
    assert answer.status_code == 409
    assert "never_worded" in answer.text


def test_a_form_shows_a_breach_as_an_error_of_its_own(client):
    answer = post(client, "/sample/form", name="违法", kind="a", place="b", agree="y")
    assert answer.status_code == 422
    assert "第33条" in answer.text


def test_the_second_of_two_officers_learns_who_was_first(client, session):
    first = Actor(kind="account", role="triage", account_id=3, name="王第一")
    audit.record(session, by=first, act="forward", subject=("complaint", 7), at=clock.now())
    session.commit()
    answer = post(client, "/sample/breaches/stale")
    assert answer.status_code == 409
    assert "王第一" in answer.text


def test_data_that_the_database_refuses_is_bad_input(client):
    assert post(client, "/sample/breaches/data").status_code == 400


@pytest.mark.parametrize("path", ["/%00", "/%ff", "/sample/%E0%A4%A", "/" + "x" * 4000, "/.."])
def test_a_strange_address_is_not_found(client, path):
    assert client.get(path).status_code in {404, 308}


def test_too_much_is_too_much(client, app):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = client.post("/sample/form", data={"name": "x" * 5000})
    assert answer.status_code == 413
    assert "太大" in answer.text


def test_a_wrong_method_says_so(client):
    answer = client.get("/language")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_database_that_is_gone_is_a_503_that_says_when_to_come_back(client, app):
    app.extensions["engine"].dispose()
    from portal.kernel.db import connect

    app.extensions["engine"] = connect("postgresql://nobody@127.0.0.1:1/none")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["database"]["ok"] is False
    assert client.get("/").status_code == 200
    assert post(client, "/sample/breaches/data").status_code == 503


def test_the_log_names_routes_and_never_what_was_typed(client, capsys):
    client.get("/sample/kept?name=秘密")
    client.get("/sample/file?name=秘密")
    said = capsys.readouterr().out
    assert "/sample/kept" in said
    assert "秘密" not in said


def test_a_host_that_is_not_ours_is_refused(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert client.get("/", headers={"Host": "localhost:8000"}).status_code == 200


def test_the_database_is_well_after_an_error(client, session):
    post(client, "/sample/breaches/data")
    assert session.scalar(text("SELECT 1")) == 1
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/sample/form?a=1", 'value="/sample/form?a=1"'),
        ("https://evil.example/x", 'name="next" value="/"'),
        ("http://[", 'name="next" value="/"'),
        ("", 'name="next" value="/"'),
    ],
)
def test_the_language_switch_of_a_page_that_was_posted_leads_where_one_came_from(
    client, referrer, back
):
    data = {"csrf_token": token(client)}
    answer = client.post("/sample/breaches/x", data=data, headers={"Referer": referrer})
    assert answer.status_code == 409
    assert back in answer.text


MULTIPART = "multipart/form-data; boundary=x"
STRANGE = [
    {"data": b"--x\r\nnonsense", "content_type": MULTIPART},
    {"data": b"", "content_type": "multipart/form-data"},
    {"data": b"{", "content_type": "application/json"},
    {"data": b"a=%FF%00&b", "content_type": "application/x-www-form-urlencoded; charset=nonsense"},
    {"data": "&".join(f"a{n}=1" for n in range(6000))},
    {"data": b"x", "content_type": "\x7f/;;;"},
    {"headers": {"Cookie": "zhuanban=\x01\xff; language=\xe9; =; ;;"}},
    {"headers": {"Referer": "http://[::1", "Origin": "http://[", "Sec-Fetch-Site": "same-origin"}},
    {"headers": {"Accept-Language": "q=" + "z" * 5000, "X-Request-ID": "a\tb"}},
    {"headers": {"Content-Length": "-1"}},
    {"headers": {"Authorization": "Bearer \xff\x00", "Range": "bytes=9-1"}},
]


@pytest.mark.parametrize("request_made", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("path", ["/sample/form", "/language", "/sign-in", "/api/v1/complaints"])
def test_no_strange_request_is_an_error_of_ours(client, path, request_made):
    assert client.post(path, **request_made).status_code < 500
    assert client.get(path, **request_made).status_code < 500
