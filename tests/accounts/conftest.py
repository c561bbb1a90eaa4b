"""Accounts in a database with the seeded units and a small register of institutions."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from portal.accounts import commands, queries
from portal.institutions import commands as institutions
from portal.institutions.entry import Particulars
from portal.kernel.actor import SYSTEM

AT = datetime(2026, 2, 10, 1, 0, tzinfo=UTC)
PASSWORD = "correct-horse-42"


@pytest.fixture
def house(session):
    """The session, with units in the database."""
    commands.seed_units(session)
    session.commit()
    return session


@pytest.fixture
def add(house):
    """Adds an account: `add("triage", unit="330000", login="zhang")` → NewAccount."""

    def add_account(role, *, unit=None, institution=None, login=None, password=PASSWORD):
        login = login or f"{role}.{unit or institution}"
        new = commands.add_account(
            house,
            login=login,
            name=login,
            role=role,
            unit_code=unit,
            institution_id=institution,
            by=SYSTEM,
            at=AT,
            password=password,
        )
        house.commit()
        return new

    return add_account


@pytest.fixture
def boss(house, add):
    """The actor of the head office's administrator."""
    return queries.actor_for(house, add("admin", unit="000000", login="boss").id)


@pytest.fixture
def bank(house):
    """Institution ids by code: a bank with two branches, and another bank."""
    return {code: _register(house, code, parent) for code, parent in REGISTER}


REGISTER = (("ICBC", ""), ("ICBC-ZJ", "ICBC"), ("ICBC-HZ", "ICBC-ZJ"), ("CCB", ""))


def _register(session, code, parent):
    stated = Particulars(
        name=f"{code}有限公司",
        type="banking",
        category="国有大型商业银行",
        level="branch" if parent else "head",
        parent_code=parent,
        territory="330000" if parent else "000000",
    )
    row = institutions.add(session, code, stated, by=SYSTEM, at=AT)
    session.commit()
    return row.id


class Visitor:
    """A browser at the portal: follows no redirect, carries the CSRF token of the page it saw."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, path):
        """Fetch a page."""
        return self.client.get(path)

    def cookie(self):
        """Return the session's cookie."""
        return self.client.get_cookie("zhuanban").value

    def post(self, path, _page=None, **data):
        """Send a form with the token of the page it stands on."""
        html = self.client.get(_page or path).get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', html)
        token = found.group(1) if found else ""
        return self.client.post(path, data={"csrf_token": token} | data)

    def sign_in(self, login, password=PASSWORD, after=None):
        """Give name and password."""
        path = "/sign-in" + (f"?next={quote(after, safe='')}" if after is not None else "")
        return self.post(path, login=login, password=password)

    def is_inside(self):
        """Return whether one's own account can be opened."""
        return self.get("/account").status_code == 200


@pytest.fixture
def visitor(app):
    """A browser."""
    return Visitor(app)


@pytest.fixture
def easy(settings, app):
    """Switches the demand for a second factor off, as in the demonstration."""
    app.config["SETTINGS"] = replace(settings, require_totp=False)


@pytest.fixture
def inside(app, easy):
    """Signs a new browser in: `inside("boss")` → Visitor."""

    def enter(login):
        visitor = Visitor(app)
        assert visitor.sign_in(login).status_code == 303
        return visitor

    return enter
