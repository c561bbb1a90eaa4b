"""Public answers kept in memory: for whom, how long, and never what is somebody's own."""

import pytest
from flask import Flask, Response, request, session

from portal.web import headers, remembered
from portal.web.headers import publicly_cacheable


@pytest.fixture
def made(monkeypatch):
    """An application that counts how often its views are asked; and its clock."""
    app = Flask("remembered")
    app.secret_key, asked, now = "for tests only", [], [100.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: now[0])

    @app.get("/<name>")
    def view(name):
        asked.append(name)
        if name != "private":
            publicly_cacheable(300)
        if name == "missing":
            return "no", 404
        if name == "signed":
            session["a"] = 1
        return Response(f"{name} {len(asked)} {request.cookies.get('language', '')}")

    remembered.install(app, 20)
    headers.install(app, secure=False)
    return app, asked, now


def test_the_same_page_is_made_once_while_it_is_remembered(made):
    app, asked, now = made
    client = app.test_client(use_cookies=False)
    first, again = client.get("/page"), client.get("/page")
    assert first.data == again.data and asked == ["page"]
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert again.headers["Content-Length"] == str(len(first.data))
    now[0] += 21
    assert client.get("/page").data != first.data and len(asked) == 2


def test_another_address_language_or_host_is_another_page(made):
    app, asked, _now = made
    client = app.test_client(use_cookies=False)
    for path, told in (
        ("/page", {}),
        ("/page?a=1", {}),
        ("/page", {"Host": "other.example"}),
        ("/page", {"Cookie": "language=en"}),
        ("/page", {"Accept-Language": "en"}),
    ):
        client.get(path, headers=told)
    assert len(asked) == 5


def test_what_is_private_missing_or_of_a_session_is_never_remembered(made):
    app, asked, _now = made
    for path, told in (
        ("/private", {}),
        ("/missing", {}),
        ("/signed", {}),
        ("/page", {"Cookie": "session=x"}),
        ("/page", {"Authorization": "Bearer x"}),
    ):
        for _ in range(2):
            app.test_client(use_cookies=False).get(path, headers=told)
    assert len(asked) == 10


def test_who_has_the_page_is_told_so(made):
    app, asked, _now = made
    client = app.test_client(use_cookies=False)
    tag = client.get("/page").headers["ETag"]
    known = client.get("/page", headers={"If-None-Match": tag})
    assert (known.status_code, known.data, len(asked)) == (304, b"", 1)
    assert client.get("/page", headers={"If-None-Match": '"other"'}).status_code == 200


def test_memory_is_bounded(made, monkeypatch):
    app, asked, _now = made
    monkeypatch.setattr(remembered, "_MOST", 30)
    client = app.test_client(use_cookies=False)
    for number in range(9):
        client.get(f"/page?{number}")
    client.get("/page?8")
    client.get("/page?0")
    assert len(asked) == 10
