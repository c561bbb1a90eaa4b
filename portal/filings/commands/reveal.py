"""To show an officer the people of a list in the clear, and to hand out lists (Art. 22)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.institutions.queries import Card
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause

_SHORTEST = 4


@clause("22")
def note_reveal(
    session: Session, about: Card, *, reason: str, by: Actor, at: datetime, **facts: Any
) -> None:
    """Note that an officer is shown the responsible persons of an institution, and why."""
    _note(session, "persons.reveal", ("institution", about.id), reason, by, at, facts)


@clause("22")
def note_export(
    session: Session, *, reason: str, clear: bool, rows: int, by: Actor, at: datetime
) -> None:
    """Note that a list of responsible persons is handed out, in the clear or masked, and why."""
    facts = {"clear": clear, "rows": rows}
    _note(session, "persons.export", ("register", "persons"), reason, by, at, facts)


def _note(
    session: Session,
    act: str,
    subject: tuple[str, Any],
    reason: str,
    by: Actor,
    at: datetime,
    facts: dict[str, Any],
) -> None:
    if len(reason.strip()) < _SHORTEST:
        raise Breach("reveal_reason_missing", "22")
    told = {"reason": reason.strip(), "facts": facts, "article": "22"}
    audit.record(session, by=by, act=act, subject=subject, at=at, **told)
