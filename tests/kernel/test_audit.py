"""The trail: nothing in it can be changed unseen, whoever tries."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.db import connect, make_session, transaction
from tests import factories as make
from tests.guards.sources import ROOT

AT = datetime(2026, 2, 12, 1, 0, tzinfo=UTC)
DECISION = ROOT / "portal" / "decisions" / "audit.md"
ROLE = "zhuanban_app"


def note(session: Session, act: str = "look", count: int = 1) -> None:
    row = {"by": SYSTEM, "act": act, "subject": ("case", 1), "at": AT}
    with transaction(session):
        audit.record_all(session, [audit.entry(**row) for _ in range(count)])


def seal(session: Session) -> int:
    with transaction(session):
        return audit.seal(session)


def forge(session: Session, table: str, statement: str) -> None:
    """Change the trail as only who owns the database can: with its triggers switched off."""
    with transaction(session):
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text(statement))
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {}"])
def test_not_even_the_owner_changes_the_trail(session, table, change):
    note(session)
    seal(session)
    column = "act = act" if table == "audit_entry" else "hash = hash"
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change.format(table, column)))


def test_an_untouched_chain_holds_and_says_what_is_not_sealed_yet(session):
    note(session, count=3)
    assert seal(session) == 3
    note(session)
    assert audit.verify(session) == audit.Verdict(sealed=3, unsealed=1, fault=None)


@pytest.mark.parametrize(
    ("table", "forgery", "named"),
    [
        ("audit_entry", "UPDATE audit_entry SET act = 'other' WHERE id = 2", "link 2: entry 2"),
        ("audit_entry", "UPDATE audit_entry SET account_id = 9 WHERE id = 3", "link 3: entry 3"),
        ("audit_link", "DELETE FROM audit_link WHERE position = 2", "link 2 is missing"),
        ("audit_pending", "DELETE FROM audit_pending", "entry 4 is neither sealed nor pending"),
    ],
)
def test_a_forgery_is_named(session, table, forgery, named):
    note(session, count=3)
    seal(session)
    note(session)
    forge(session, table, forgery)
    assert named in (audit.verify(session).fault or "")


@pytest.fixture
def as_application(ground, database, database_url) -> Iterator[Engine]:
    """An engine whose role has the rights that the decision on the trail lists, and no other."""
    grants = re.search(r"```sql\n(.*?)```", DECISION.read_text(encoding="utf-8"), re.DOTALL)[1]
    there = suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation)
    with there, psycopg.connect(ground.admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {ROLE} LOGIN")
    with database.begin() as owner:
        owner.execute(text(grants))
    engine = connect(database_url.replace("//zhuanban@", f"//{ROLE}@"))
    yield engine
    engine.dispose()


def test_with_the_listed_rights_the_application_works(as_application, database):
    with make_session(database) as session:
        make.make_units(session)
        make.make_calendar(session)
        session.commit()
    with make_session(as_application) as session:
        with transaction(session):
            make.forwarded(session)
        note(session, count=100)
        assert seal(session) > 100
        assert audit.verify(session).sound


@pytest.mark.parametrize("table", ["audit_entry", "audit_link"])
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE {0} SET {1} = {1}",
        "DELETE FROM {0}",
        "TRUNCATE {0}",
        "ALTER TABLE {0} DISABLE TRIGGER USER",
        "DROP TABLE {0} CASCADE",
    ],
)
def test_with_the_listed_rights_the_trail_is_out_of_reach(as_application, table, attempt):
    column = "act" if table == "audit_entry" else "hash"
    refused = pytest.raises(ProgrammingError, match="permission denied|must be owner")
    with make_session(as_application) as session, refused:
        session.execute(text(attempt.format(table, column)))
