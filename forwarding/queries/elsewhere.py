"""Matters on other tracks and cases handed over, each scoped to who asks (Arts. 6, 32, 33)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import Session

from forwarding.models import Attachment, Complaint, HandOver, Matter
from forwarding.queries.access import HEAD_OFFICE, complaints_visible_to
from portal.accounts.queries import unit_names
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

PAGE = 50
OFFICERS = ("triage", "supervisor")
RESERVED = "integrity"
"""The track that only supervisors see: it concerns the regulator's own staff."""

_OLDEST = Order((Matter.received_on, Matter.id))
_NEWEST = Order((HandOver.handed_at, HandOver.id), descending=True)


@dataclass(frozen=True)
class MatterRow:
    """A matter as a list shows it; `complaint` is None where the linked case is out of sight."""

    id: int
    number: str
    track: str
    state: str
    whole: bool
    unit_code: str
    received_on: date
    passed_to: str | None
    complaint: str | None


@dataclass(frozen=True)
class Handed:
    """A case handed over as a list shows it; `in_sight` says whether its reader may open it."""

    number: str
    handed_at: datetime
    from_unit: str
    to_unit: str
    clock_from: date
    due_on: date | None
    reason: str
    in_sight: bool


def matters_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Matter that keeps an officer to the own territory and tracks."""
    if actor.kind == "system":
        return true()
    if actor.role not in OFFICERS:
        return false()
    own = true() if actor.unit_code == HEAD_OFFICE else Matter.unit_code.in_(actor.unit_codes)
    return and_(own, true() if actor.role == "supervisor" else Matter.track != RESERVED)


def matters_page(
    session: Session,
    actor: Actor,
    position: Position | None,
    *,
    track: str | None = None,
    state: str | None = None,
    unit: str | None = None,
    limit: int = PAGE,
) -> Page[MatterRow]:
    """Return one page of the register of other tracks, the oldest receipt first.

    Without a state it lists what is not finished.
    """
    wanted = [matters_visible_to(actor)]
    wanted.append(Matter.state == state if state else Matter.state != "finished")
    wanted += [Matter.track == track] if track else []
    wanted += [Matter.unit_code == unit] if unit else []
    found = select(Matter).where(*wanted)
    rows = session.scalars(_OLDEST.apply(found, position, limit)).all()
    slice_ = keyset.page(rows, position, limit, lambda row: (row.received_on, row.id))
    seen = _numbers_in_sight(session, actor, [row.complaint_id for row in slice_.items])
    shown = [matter_row(row, seen.get(row.complaint_id)) for row in slice_.items]
    return Page(shown, slice_.next, slice_.previous)


def matter_row(row: Matter, complaint: str | None) -> MatterRow:
    """Return a matter as a list shows it."""
    names = ("id", "number", "track", "state", "whole", "unit_code", "received_on", "passed_to")
    return MatterRow(**{name: getattr(row, name) for name in names}, complaint=complaint)


def matter_by_number(session: Session, actor: Actor, number: str) -> Matter | None:
    """Return a matter in sight of an officer, or None."""
    return session.scalar(select(Matter).where(Matter.number == number, matters_visible_to(actor)))


def complaint_number_in_sight(session: Session, actor: Actor, complaint_id: int) -> str | None:
    """Return the number of a case where its reader may open it; None elsewhere."""
    return _numbers_in_sight(session, actor, [complaint_id]).get(complaint_id)


def matters_of(session: Session, actor: Actor, complaint_id: int) -> list[MatterRow]:
    """Return what was split off a case in sight, or diverted whole, by number."""
    found = select(Matter).where(Matter.complaint_id == complaint_id)
    if actor.role != "supervisor":
        found = found.where(Matter.track != RESERVED)
    return [matter_row(row, None) for row in session.scalars(found.order_by(Matter.id))]


def _numbers_in_sight(session: Session, actor: Actor, ids: list[int]) -> dict[int, str]:
    found = select(Complaint.id, Complaint.number).where(
        Complaint.id.in_(ids), complaints_visible_to(actor)
    )
    return {row.id: row.number for row in session.execute(found)}


def handed_over_page(
    session: Session, actor: Actor, position: Position | None, limit: int = PAGE
) -> Page[Handed]:
    """Return one page of the cases that the actor's units handed to others, the newest first.

    Whoever handed a case over sees no more of it than this.
    """
    found = select(HandOver, Complaint.number).join(
        Complaint, Complaint.id == HandOver.complaint_id
    )
    if actor.unit_code != HEAD_OFFICE:
        found = found.where(HandOver.from_unit.in_(actor.unit_codes))
    rows = session.execute(_NEWEST.apply(found, position, limit)).all()
    slice_ = keyset.page(rows, position, limit, lambda row: (row[0].handed_at, row[0].id))
    seen = _numbers_in_sight(session, actor, [row[0].complaint_id for row in slice_.items])
    names = unit_names(session)
    shown = [_handed(row, number, names, row.complaint_id in seen) for row, number in slice_.items]
    return Page(shown, slice_.next, slice_.previous)


def hand_overs_of(session: Session, complaint_id: int) -> list[Handed]:
    """Return how a case in sight was handed from unit to unit, the first one first."""
    found = (
        select(HandOver, Complaint.number)
        .join(Complaint, Complaint.id == HandOver.complaint_id)
        .where(HandOver.complaint_id == complaint_id)
    )
    names = unit_names(session)
    rows = session.execute(found.order_by(HandOver.id))
    return [_handed(row, number, names, True) for row, number in rows]


def _handed(row: HandOver, number: str, names: dict[str, str], in_sight: bool) -> Handed:
    return Handed(
        number=number,
        handed_at=row.handed_at,
        from_unit=names.get(row.from_unit, row.from_unit),
        to_unit=names.get(row.to_unit, row.to_unit),
        clock_from=row.clock_from,
        due_on=row.due_on,
        reason=row.reason,
        in_sight=in_sight,
    )


def files_of(session: Session, complaint_id: int) -> list[Attachment]:
    """Return the files handed in with a case or added for every institution."""
    found = select(Attachment).where(
        Attachment.complaint_id == complaint_id, Attachment.forwarding_id.is_(None)
    )
    return list(session.scalars(found.order_by(Attachment.id)))
