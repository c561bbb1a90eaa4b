"""A gate that makes two requests meet: both run as far as a locked row, then both go on."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, text

from tests.portal.running import eventually

Answer = TypeVar("Answer")
_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def _locked(engine: Engine, statement: str, **values: object) -> Iterator[None]:
    with engine.connect() as holder:
        assert holder.execute(text(statement), values).first() is not None
        yield
        holder.rollback()


def waiting(engine: Engine) -> int:
    """Return how many of a database's visitors wait for a lock."""
    with engine.connect() as connection:
        return connection.scalar(_WAITING)


def meet(
    engine: Engine, acts: list[Callable[[], Answer]], statement: str, **values: object
) -> list[Answer]:
    """Do all acts at once while `statement` locks a row they need; let go when all wait for it.

    Acts that need no lock at all would never wait: then the test fails instead of proving nothing.
    """
    with ThreadPoolExecutor(len(acts)) as pool:
        with _locked(engine, statement, **values):
            done = [pool.submit(act) for act in acts]
            eventually(lambda: waiting(engine) == len(acts), 30)
        return [each.result() for each in done]


def at_once(acts: list[Callable[[], Answer]]) -> list[Answer]:
    """Do all acts at the same moment, as far as a machine can."""
    start = threading.Barrier(len(acts))

    def together(act: Callable[[], Answer]) -> Answer:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(together, acts))
