"""Deny by default."""

import pytest
from flask import Flask

from portal.kernel.actor import PUBLIC, Actor
from portal.web import access
from portal.web.access import UndeclaredRoute
from tests.web.tokens import token


def sign_in(client, account: int) -> None:
    client.post("/sample/sign-in", data={"csrf_token": token(client), "account": account})


def test_a_route_without_a_declaration_stops_the_start():
    app = Flask("t", static_folder=None)
    app.add_url_rule("/open", view_func=lambda: "", endpoint="open")
    with pytest.raises(UndeclaredRoute, match="open"):
        access.check(app)


def test_a_permission_that_no_policy_grants_stops_the_start():
    app = Flask("t", static_folder=None)
    app.add_url_rule("/x", view_func=access.requires("no.such")(lambda: ""), endpoint="x")
    with pytest.raises(UndeclaredRoute, match=r"no\.such"):
        access.check(app)


def test_a_stranger_is_led_to_the_sign_in_and_back(client):
    answer = client.get("/sample/staff?page=2")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/sample/staff?page%3D2"


def test_the_wrong_role_is_told_so(client):
    sign_in(client, account=2)
    assert client.get("/sample/staff").status_code == 403


def test_the_right_role_enters_and_its_pages_are_not_kept(client):
    sign_in(client, account=1)
    answer = client.get("/sample/staff")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_menu_shows_only_what_one_may_use(client):
    sign_in(client, account=1)
    assert 'href="/sample/staff" aria-current="page"' in client.get("/sample/staff").text
    assert not access.may(PUBLIC, "sample.staff")


def test_a_policy_is_any_of_lists_of_all_of_predicates(client):
    access.register_policy(
        {"sample.either": [[access.role("clerk"), access.signed_in], [access.role("admin")]]}
    )
    clerk = Actor(kind="account", role="clerk", account_id=None)
    admin = Actor(kind="account", role="admin", account_id=None)
    assert not access.may(clerk, "sample.either")
    assert access.may(admin, "sample.either")


def test_the_api_takes_no_cookie(client, app):
    sign_in(client, account=1)
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
