"""Who may enter where: every route × every role, as a list in the repository and over HTTP.

After a change that is meant: UPDATE_SNAPSHOTS=1 python -m pytest tests/guards -k access_matrix
"""

import os
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.kernel.actor import INSTITUTION_ROLES, PUBLIC, ROLES, STAFF_ROLES, Actor
from portal.web import access, nav
from tests import factories

SNAPSHOT = Path(__file__).parent / "access_matrix.txt"
VISITORS = ("anonymous", *ROLES)
EVERY_DAY = {"HEAD", "OPTIONS"}
# One set of pages at two addresses, in which each administrator sees their own accounts.
SHARED = {"accounts.administer"}
SAMPLES = {"IntegerConverter": 1, "AnyConverter": None, "UUIDConverter": "0" * 32}


def as_actor(visitor: str) -> Actor:
    """Return an actor of a role that has reached nothing in particular."""
    if visitor == "anonymous":
        return PUBLIC
    return Actor(kind="account", role=visitor, account_id=1, name=visitor)


def entries(app: Flask) -> list[str]:
    """Return one line per route: methods, address, permission and who holds it."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        permission = access.access_of(app, rule.endpoint) or "?"
        holders = [each for each in VISITORS if access.may(as_actor(each), permission)]
        who = "everybody" if len(holders) == len(VISITORS) else " ".join(holders) or "nobody"
        methods = ",".join(sorted((rule.methods or set()) - EVERY_DAY))
        found.append(f"{methods} {rule.rule} [{permission}] {who}")
    return found


def test_the_access_matrix_is_the_one_in_the_repository(app):
    found = "\n".join(entries(app)) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert found == SNAPSHOT.read_text(encoding="utf-8")


def test_every_route_declares_its_access(app):
    undeclared = [e for e in app.view_functions if access.access_of(app, e) is None]
    assert undeclared == []


def test_no_permission_is_held_by_everybody_or_by_nobody(app):
    for permission in access.permissions():
        holders = [each for each in VISITORS if access.may(as_actor(each), permission)]
        assert holders, permission
        assert "anonymous" not in holders, permission


def test_the_staff_area_is_closed_to_institutions_and_the_desk_to_staff(app):
    for line in entries(app):
        at, permission = line.split()[1], line.split("[")[1].split("]")[0]
        who = set(line.split("] ")[1].split())
        if at.startswith("/staff") and permission not in SHARED:
            assert who <= set(STAFF_ROLES), line
        if at.startswith("/desk") and permission not in SHARED:
            assert who <= set(INSTITUTION_ROLES), line


def test_every_menu_entry_leads_somewhere(app):
    assert nav.lost(app) == set()


def address(app: Flask, rule: Rule) -> str:
    """Return an address of the route with made-up parts."""
    parts = {}
    for name, converter in rule._converters.items():
        sample = SAMPLES.get(type(converter).__name__, "x-1")
        parts[name] = next(iter(converter.items)) if sample is None else sample
    return app.url_map.bind("localhost").build(rule.endpoint, parts)


@pytest.fixture
def visitors(app, session):
    """A browser for every role, and one that nobody signed in to."""
    bank = factories.make_institution(session)
    browsers = {"anonymous": app.test_client()}
    for role in ROLES:
        own = {"institution_id": bank.id} if role in INSTITUTION_ROLES else {}
        account = factories.make_account(session, role, **own)
        session.commit()
        browsers[role] = app.test_client()
        with browsers[role].session_transaction() as stored:
            stored["_user_id"] = str(account.id)
    return browsers


def turned_away(answer) -> bool:
    """Whether an answer says: not you."""
    to_sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in")
    return answer.status_code in {401, 403} or to_sign_in


def test_every_route_keeps_out_every_role_that_may_not_enter(app, visitors):
    wrong = []
    for rule in app.url_map.iter_rules():
        permission, at = access.access_of(app, rule.endpoint), address(app, rule)
        for role, browser in visitors.items():
            for method in sorted((rule.methods or set()) - EVERY_DAY):
                if not access.may(as_actor(role), permission):
                    answer = browser.open(at, method=method)
                    if not turned_away(answer):
                        wrong.append(f"{method} {at} as {role}: {answer.status_code}")
    assert wrong == []


def test_every_page_answers_those_who_may_enter_without_an_error(app, visitors):
    wrong = []
    for rule in app.url_map.iter_rules():
        permission, at = access.access_of(app, rule.endpoint), address(app, rule)
        for role, browser in visitors.items():
            if "GET" in (rule.methods or set()) and access.may(as_actor(role), permission):
                answer = browser.get(at)
                if answer.status_code >= 500 or answer.status_code == 403:
                    wrong.append(f"GET {at} as {role}: {answer.status_code}")
    assert wrong == []
