"""A house in which complaints can be handled: units, working days, keys."""

import pytest

from portal.kernel import secrets
from tests import factories


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
