"""Who files and who judges in these tests."""

import pytest

from tests import factories as make


@pytest.fixture
def house(session):
    """A database with units, a calendar and one bank in Hangzhou."""
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def bank(house):
    return make.make_institution(house, territory="330106")


@pytest.fixture
def head(house):
    """The supervisor of the bureau, who requires."""
    return make.make_officer(house, "supervisor")
