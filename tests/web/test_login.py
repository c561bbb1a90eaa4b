"""Flask-Login over our sessions: it says who is signed in, and remembers nobody."""

import flask_login
import pytest
from flask import g
from flask_login.utils import encode_cookie
from sqlalchemy import event

from portal.kernel.actor import PUBLIC, Actor
from portal.web import access, login
from portal.web.sessions import WebSession
from tests.web.tokens import token

REMEMBERED = "remember_token"


def sign_in(client, account: int = 1):
    sent = {"csrf_token": token(client), "account": account}
    return client.post("/sample/sign-in", data=sent)


@pytest.fixture
def statements(app):
    """The statements that the application sends."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_the_actor_is_the_user_of_flask_login(client):
    sign_in(client)
    with client:
        client.get("/sample/staff")
        assert flask_login.current_user.is_authenticated
        assert flask_login.current_user.get_id() == "1"
        assert flask_login.current_user.actor is access.current_actor()


def test_a_visitor_is_nobody_and_acts_for_the_public(client):
    with client:
        client.get("/sample/form")
        assert flask_login.current_user.is_anonymous
        assert access.current_actor() is PUBLIC


def test_flask_logins_listeners_hear_of_signing_in_and_out_and_of_strangers(client, app):
    heard: list[str] = []
    names = ("user_logged_in", "user_unauthorized", "user_logged_out")
    listeners = {name: lambda _app, name=name, **_about: heard.append(name) for name in names}
    for name, listener in listeners.items():
        getattr(flask_login, name).connect(listener, app)
    client.get("/sample/staff")
    sign_in(client)
    with app.test_request_context():
        login.sign_out()
    assert heard == ["user_unauthorized", "user_logged_in", "user_logged_out"]


def test_the_session_keeps_the_account_and_nothing_of_the_browser(client, session):
    sign_in(client, account=7)
    row = session.query(WebSession).one()
    assert (row.account_id, row.data) == (7, {"_user_id": "7"})


def test_nobody_is_remembered_after_the_session(client):
    answer = sign_in(client)
    assert [name.partition("=")[0] for name in answer.headers.getlist("Set-Cookie")] == ["zhuanban"]
    assert client.get_cookie(REMEMBERED) is None


def test_a_well_signed_cookie_of_flask_login_opens_nothing(client, app):
    with app.app_context():
        client.set_cookie(REMEMBERED, encode_cookie("1"))
    assert client.get("/sample/staff").status_code == 303


@pytest.mark.parametrize("value", ["1|é", "|", "1|" + "0" * 128, "x"])
def test_a_strange_cookie_of_flask_login_does_no_harm(client, value):
    sign_in(client)
    strange = {"Cookie": f"zhuanban={client.get_cookie('zhuanban').value}; {REMEMBERED}={value}"}
    assert client.get("/sample/staff", headers=strange).status_code == 200


def test_a_page_that_asks_for_nobody_reads_no_session(client, statements):
    sign_in(client)
    del statements[:]
    client.get("/sample/file")
    assert not [sent for sent in statements if "web_session" in sent]


def test_the_api_reads_no_session_and_knows_bearers_alone(client, app, statements):
    officer = Actor(kind="account", role="triage", account_id=5)
    login.set_token_loader(lambda: officer)
    sign_in(client)
    del statements[:]
    with client:
        client.get("/api/v1/nothing")
        assert flask_login.current_user.actor is officer
        assert not [sent for sent in statements if "web_session" in sent]
        client.get("/sample/staff")
        assert access.current_actor().account_id == 1


def test_a_bearer_token_opens_no_page(client):
    login.set_token_loader(lambda: Actor(kind="account", role="triage", account_id=5))
    assert client.get("/sample/staff").status_code == 303


def test_a_change_of_address_or_browser_ends_no_session(client):
    sign_in(client)
    elsewhere = {"User-Agent": "another", "X-Forwarded-For": "203.0.113.9"}
    assert client.get("/sample/staff", headers=elsewhere).status_code == 200
    with client:
        client.get("/sample/file")
        assert "_login_user" not in g
