"""Forwardings for an institution's own system: the oldest first, so that a poller goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding.models import Complaint, Forwarding
from forwarding.queries.access import forwardings_visible_to
from portal.institutions.queries import Card, cards
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_OLDEST = Order((Forwarding.forwarded_at, Forwarding.id))
_OWN = (
    *("id", "letter_no", "state", "forwarded_at", "reached_on", "due_on", "tier"),
    *("paused_on", "report_by"),
    *("acknowledged_at", "returned_at", "reported_at", "settled_at"),
)


@dataclass(frozen=True)
class Item:
    """One forwarding; nothing in it names a person."""

    id: int
    number: str
    letter_no: str | None
    institution_code: str
    institution_name: str
    unit_code: str
    business: str | None
    cause: str | None
    state: str
    forwarded_at: datetime
    reached_on: date
    due_on: date
    tier: str
    paused_on: date | None
    report_by: date
    acknowledged_at: datetime | None
    returned_at: datetime | None
    reported_at: datetime | None
    settled_at: datetime | None
    withdrawn_on: date | None


def page(
    session: Session,
    actor: Actor,
    position: Position | None,
    limit: int,
    *,
    state: str | None = None,
    since: datetime | None = None,
) -> Page[Item]:
    """Return one page of the forwardings in sight, those forwarded at or after `since`."""
    found = (
        select(Forwarding)
        .where(forwardings_visible_to(actor))
        .options(joinedload(Forwarding.complaint))
    )
    if state is not None:
        found = found.where(Forwarding.state == state)
    if since is not None:
        found = found.where(Forwarding.forwarded_at >= since)
    rows = session.scalars(_OLDEST.apply(found, position, limit)).all()
    slice_ = keyset.page(rows, position, limit, lambda row: (row.forwarded_at, row.id))
    named = cards(session, {row.institution_id for row in slice_.items})
    shown = [item(row, row.complaint, named[row.institution_id]) for row in slice_.items]
    return Page(shown, slice_.next, slice_.previous)


def items(session: Session, complaint: Complaint, rows: Sequence[Forwarding]) -> list[Item]:
    """Return forwardings of one complaint as a list shows them."""
    named = cards(session, {row.institution_id for row in rows})
    return [item(row, complaint, named[row.institution_id]) for row in rows]


def item(row: Forwarding, complaint: Complaint, institution: Card) -> Item:
    """Return a forwarding as a list shows it."""
    return Item(
        number=complaint.number,
        unit_code=complaint.unit_code,
        business=complaint.business,
        cause=complaint.cause,
        institution_code=institution.code,
        institution_name=institution.name,
        withdrawn_on=complaint.withdrawn_on if row.state == "withdrawn" else None,
        **{name: getattr(row, name) for name in _OWN},
    )
