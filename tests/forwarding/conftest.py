"""A house in which complaints can be handled: units, working days, keys."""

import pytest

from portal.kernel import secrets
from tests import factories
from tests.forwarding.officers import officer


@pytest.fixture(autouse=True)
def keys():
    """Keys for tests only."""
    secrets.install(secrets.FieldCipher(secrets.KeyRing.generate()))


@pytest.fixture
def house(session):
    """The session, with units and the working days of 2025 and 2026 in the database."""
    factories.make_units(session)
    factories.make_calendar(session)
    session.commit()
    return session


@pytest.fixture
def desk(app, house, frozen):
    """Gives officers of a role and unit, at ten on the day after the complaints came in."""
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    return lambda role="triage", unit="330000": officer(app, house, role, unit)
