"""What every act on the register shares: the queue of writers, versions and reach."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from portal.institutions.models import Institution, RegisterRevision
from portal.institutions.rules import in_reach
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def take_turn(session: Session) -> None:
    """Raise the revision; until the commit no other act on the register proceeds.

    Checks that look at several entries (unique codes, cycles, open branches) hold because of it.
    """
    first = insert(RegisterRevision).values(id=1, revision=1)
    raised = {"revision": RegisterRevision.revision + 1}
    session.execute(first.on_conflict_do_update(index_elements=["id"], set_=raised))


def load(session: Session, institution_id: int, version: int | None = None) -> Institution:
    """Return the institution as it is now; StaleDataError when another acted since `version`."""
    found = select(Institution).where(Institution.id == institution_id).with_for_update()
    row = session.scalars(found.execution_options(populate_existing=True)).one()
    if version is not None and row.version != version:
        raise StaleDataError(f"institution {row.code} is at version {row.version}, not {version}")
    return row


def check_reach(by: Actor, *territories: str) -> None:
    """Raise a Breach unless the actor's units reach these territories (Art. 6)."""
    if by.kind == "system":
        return
    for territory in territories:
        if not in_reach(territory, by.unit_codes):
            raise Breach("institution_outside_reach", "6", territory=territory)


def touch(row: Institution, at: datetime) -> None:
    """Mark a row as changed, so that its version grows even when only its aliases did."""
    row.changed_at = at
    flag_modified(row, "changed_at")
