"""Accounts in a database with the seeded units and a small register of institutions."""

from datetime import UTC, datetime

import pytest

from portal.accounts import commands, queries
from portal.institutions import commands as institutions
from portal.institutions.entry import Particulars
from portal.kernel import secrets
from portal.kernel.actor import SYSTEM

AT = datetime(2026, 2, 10, 1, 0, tzinfo=UTC)
PASSWORD = "correct-horse-42"


@pytest.fixture(autouse=True)
def keys():
    """Keys for tests only."""
    secrets.install(secrets.FieldCipher(secrets.KeyRing.generate()))


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
