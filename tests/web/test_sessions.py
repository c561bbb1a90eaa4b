"""Server-side sessions: lazy, renewed at sign-in, limited in time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text

from portal.web.sessions import WebSession, sweep
from tests.web.tokens import token


def rows(session) -> list[WebSession]:
    session.rollback()
    return list(session.scalars(select(WebSession)))


def keep(client, kept: str = "yes") -> None:
    answer = client.post("/sample/keep", data={"csrf_token": token(client), "kept": kept})
    assert answer.status_code == 200


def sign_in(client, account: int = 1) -> None:
    client.post("/sample/sign-in", data={"csrf_token": token(client), "account": account})


def test_a_reader_gets_no_cookie_and_no_row(client, session):
    answer = client.get("/")
    assert "Set-Cookie" not in answer.headers
    assert rows(session) == []


def test_a_form_sets_a_cookie_but_stores_nothing(client, session):
    answer = client.get("/sample/form")
    assert "zhuanban=a" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert rows(session) == []


def test_what_is_kept_is_there_again_and_only_under_a_hash(client, session):
    keep(client, "tea")
    assert client.get("/sample/kept").get_data(as_text=True) == "tea"
    (row,) = rows(session)
    assert client.get_cookie("zhuanban").value[1:44].encode() not in row.key
    assert len(row.key) == 32


def test_signing_in_changes_the_identity_and_ends_the_old_one(client, session, app):
    keep(client)
    before = client.get_cookie("zhuanban").value
    sign_in(client)
    assert client.get_cookie("zhuanban").value != before
    assert [row.account_id for row in rows(session)] == [1]
    thief = app.test_client()
    thief.set_cookie("zhuanban", before)
    assert thief.get("/sample/kept").get_data(as_text=True) == "-"


def test_an_invented_cookie_is_not_used_as_an_identity(client, session):
    for forged in ("s" + "x" * 43 + "." + "0" * 32, "s.x", "", "a" * 3000, "s\x7f.é"):
        client.set_cookie("zhuanban", forged)
        assert client.get("/sample/kept").get_data(as_text=True) == "-"
    assert rows(session) == []


def test_an_idle_session_ends(client, frozen, settings):
    frozen("2026-03-02T09:00+08:00")
    keep(client)
    frozen(datetime(2026, 3, 2, 1, tzinfo=UTC) + timedelta(minutes=settings.session_idle_minutes))
    assert client.get("/sample/kept").get_data(as_text=True) == "yes"
    frozen("2026-03-02T10:01+08:00")
    assert client.get("/sample/kept").get_data(as_text=True) == "-"


def test_a_busy_session_ends_at_its_absolute_limit(client, frozen, settings):
    start = datetime(2026, 3, 2, 1, tzinfo=UTC)
    frozen(start)
    keep(client)
    for minutes in range(20, settings.session_hours * 60 + 1, 20):
        frozen(start + timedelta(minutes=minutes))
        assert client.get("/sample/kept").get_data(as_text=True) == "yes"
    frozen(start + timedelta(hours=settings.session_hours, minutes=1))
    assert client.get("/sample/kept").get_data(as_text=True) == "-"


def test_a_session_ended_elsewhere_stays_ended(client, session):
    sign_in(client)
    session.execute(text("DELETE FROM web_session"))
    session.commit()
    assert client.get("/sample/staff").status_code in {303, 401}
    assert rows(session) == []


def test_the_sweep_removes_what_a_limit_has_ended(client, session, frozen):
    frozen("2026-03-02T09:00+08:00")
    keep(client)
    at = datetime(2026, 3, 3, tzinfo=UTC)
    assert sweep(session, at, timedelta(minutes=30), timedelta(hours=12)) == 1
    assert sweep(session, at, timedelta(minutes=30), timedelta(hours=12)) == 0


def test_a_secure_installation_uses_a_host_cookie(settings):
    from dataclasses import replace

    from portal.app import create_app

    app = create_app(replace(settings, secure_cookies=True))
    answer = app.test_client().get("/readyz")
    assert app.session_interface.cookie_name == "__Host-zhuanban"
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    app.extensions["engine"].dispose()
