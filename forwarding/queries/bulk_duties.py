"""What chosen complaints owe or owed: tellings of their complainants, reports of institutions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding, Reminder, Telling
from forwarding.queries.access import complaints_visible_to
from portal.institutions.queries import cards
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class Duty:
    """A telling or forwarding of a chosen complaint; `about` is its occasion or institution.

    `open` says that it is a person's to do: nothing else was done, lapsed, or leaves by itself.
    """

    id: int
    version: int
    complaint_id: int
    number: str
    state: str
    about: str
    means: str | None
    due_on: date | None
    open: bool
    reminded_at: datetime | None = None


def complaints_chosen(
    session: Session, actor: Actor, numbers: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """Return (id, version) by number of the chosen complaints in sight."""
    found = select(Complaint.number, Complaint.id, Complaint.version).where(
        Complaint.number == func.any(list(numbers)), complaints_visible_to(actor)
    )
    return {number: (id_, version) for number, id_, version in session.execute(found)}


def tellings_chosen(
    session: Session,
    actor: Actor,
    numbers: Sequence[str] | None = None,
    ids: Sequence[int] | None = None,
) -> list[Duty]:
    """Return all that the complainants of chosen complaints must be, or were, told."""
    found = select(Telling, Complaint.number).join(Complaint, Complaint.id == Telling.complaint_id)
    rows = session.execute(_chosen(found, actor, Telling, numbers, ids))
    return [
        Duty(
            t.id,
            t.version,
            t.complaint_id,
            number,
            t.state,
            t.occasion,
            t.means,
            t.due_on,
            open=t.state == "due" and not t.automatic,
        )
        for t, number in rows
    ]


def forwardings_chosen(
    session: Session,
    actor: Actor,
    numbers: Sequence[str] | None = None,
    ids: Sequence[int] | None = None,
) -> list[Duty]:
    """Return the forwardings of chosen complaints, open while a report is owed."""
    last = select(func.max(Reminder.at)).where(Reminder.forwarding_id == Forwarding.id)
    found = select(Forwarding, Complaint.number, last.scalar_subquery()).join(
        Complaint, Complaint.id == Forwarding.complaint_id
    )
    rows = session.execute(_chosen(found, actor, Forwarding, numbers, ids)).all()
    named = cards(session, {row[0].institution_id for row in rows})
    return [
        Duty(
            f.id,
            f.version,
            f.complaint_id,
            number,
            f.state,
            named[f.institution_id].label,
            None,
            f.due_on,
            open=f.state in OPEN_FORWARDING_STATES,
            reminded_at=reminded_at,
        )
        for f, number, reminded_at in rows
    ]


def _chosen(
    found: Select,
    actor: Actor,
    table: type[Telling] | type[Forwarding],
    numbers: Sequence[str] | None,
    ids: Sequence[int] | None,
) -> Select:
    found = found.where(complaints_visible_to(actor))
    if numbers is not None:
        found = found.where(Complaint.number == func.any(list(numbers)))
    if ids is not None:
        found = found.where(table.id == func.any(list(ids)))
    return found.order_by(Complaint.sort_due, Complaint.id, table.id)
