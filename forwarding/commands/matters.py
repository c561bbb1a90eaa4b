"""What is done with a matter on another track: passed on to whoever handles it, finished (Art. 32).

The audit lines stand on the matter alone: who may see the case need not learn of a 廉政 matter.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands.tell import announce
from forwarding.lifecycle import MATTER
from forwarding.models import Complaint, Matter
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def pass_on(session: Session, matter: Matter, *, to: str, by: Actor, at: datetime) -> None:
    """Pass a matter on to a department or body, and let the filer be told to which."""
    if not to.strip():
        raise Breach("passed_to_missing", "32")
    matter.passed_to, matter.passed_at = to.strip(), at
    _move(session, matter, "pass_on", by=by, at=at, passed_to=matter.passed_to)
    complaint = session.get_one(Complaint, matter.complaint_id)
    announce(session, complaint, "passed_on", article="32", at=at, about=matter.id)


def finish(session: Session, matter: Matter, *, outcome: str, by: Actor, at: datetime) -> None:
    """Note what became of a matter; it leaves the list of open ones."""
    if not outcome.strip():
        raise Breach("outcome_missing", "32")
    matter.outcome, matter.finished_at = outcome.strip(), at
    _move(session, matter, "finish", by=by, at=at)


def _move(
    session: Session, matter: Matter, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    MATTER.move(matter, act)
    audit.record(
        session,
        by=by,
        act=f"matter.{act}",
        subject=("matter", matter.id),
        at=at,
        article=MATTER.moves[act].article,
        unit_code=matter.unit_code,
        facts={"number": matter.number, **facts},
    )
