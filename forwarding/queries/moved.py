"""The due dates that moved, read off the audit trail, the newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from forwarding.models import Complaint
from forwarding.queries.access import complaints_visible_to
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.audit import AuditEntry
from portal.kernel.keyset import Order, Page, Position

RECOUNTED = "complaint.recount"
PAGE = 50
_NEWEST = Order((AuditEntry.id,), descending=True)


@dataclass(frozen=True)
class Move:
    """One due date that moved: from what to what, why, and in which counting."""

    id: int
    number: str
    before: date | None
    after: date | None
    why: str
    days: tuple[date, ...]
    at: datetime
    by: str


def page(session: Session, actor: Actor, position: Position | None) -> Page[Move]:
    """Return a page of the moves of complaints in the actor's sight."""
    found = (
        select(AuditEntry, Complaint.number)
        .join(Complaint, Complaint.id == cast(AuditEntry.subject_id, Integer))
        .where(AuditEntry.act == RECOUNTED, complaints_visible_to(actor))
    )
    rows = [_move(*row) for row in session.execute(_NEWEST.apply(found, position, PAGE))]
    return keyset.page(rows, position, PAGE, lambda move: (move.id,))


def moves_at(session: Session, at: datetime, complaint_ids: Collection[int]) -> list[Move]:
    """Return how the due dates of some complaints moved in one counting, the earliest due first."""
    found = (
        select(AuditEntry, Complaint.number)
        .join(Complaint, Complaint.id == cast(AuditEntry.subject_id, Integer))
        .where(
            AuditEntry.act == RECOUNTED,
            AuditEntry.at == at,
            Complaint.id == func.any(sorted(complaint_ids)),
        )
    )
    moves = [_move(*row) for row in session.execute(found)]
    return sorted(moves, key=lambda move: (move.after or date.max, move.number))


def _move(line: AuditEntry, number: str) -> Move:
    facts = line.facts
    return Move(
        id=line.id,
        number=number,
        before=_day(facts.get("before")),
        after=_day(facts.get("after")),
        why=facts.get("why", ""),
        days=tuple(date.fromisoformat(day) for day in facts.get("days", ())),
        at=line.at,
        by=line.actor_name,
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
