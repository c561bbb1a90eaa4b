"""A database in which complaints can be handled, and the processes that handle them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.kernel.actor import Actor
from tests import factories as make
from tests.faults.installation import Installation

Install = Callable[..., Installation]


@pytest.fixture
def install(files: Path) -> Iterator[Install]:
    """Makes an installation on given addresses; all its processes are ended with the test."""
    made: list[Installation] = []

    def begin(database_url: str, redis_url: str, **changes: str) -> Installation:
        made.append(Installation(files, database_url, redis_url, **changes))
        return made[-1]

    yield begin
    for each in made:
        each.end()


@pytest.fixture
def house(session: Session) -> Session:
    """The session, with units and the working days in the database."""
    make.make_units(session)
    make.make_calendar(session)
    session.commit()
    return session


@pytest.fixture
def officer(house: Session) -> Actor:
    """A triage officer of 浙江."""
    return make.make_officer(house)
