"""Reads for the demonstration, which plays a month with the real commands."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import BulkItem, Complaint, FollowUp, Forwarding, Telling
from forwarding.queries.access import complaint_by_number, forwardings_visible_to
from portal.kernel.actor import SYSTEM, Actor

__all__ = [
    "Complaint",
    "Forwarding",
    "Telling",
    "any_complaint",
    "batch_items",
    "due_tellings",
    "newest_in",
    "newest_received",
    "open_follow_ups",
    "played",
    "running_forwardings",
    "taken_by",
]


def any_complaint(session: Session) -> bool:
    """Return whether the register holds a complaint."""
    return session.scalar(select(Complaint.id).limit(1)) is not None


def played(session: Session, number: str) -> Complaint:
    """Return a complaint just received."""
    found = complaint_by_number(session, SYSTEM, number)
    assert found is not None
    return found


def due_tellings(session: Session, complaint: Complaint) -> list[Telling]:
    """Return what the complainant must still be told."""
    found = select(Telling).where(Telling.complaint_id == complaint.id, Telling.state == "due")
    return list(session.scalars(found.options(joinedload(Telling.complaint))))


def newest_received(session: Session, count: int) -> list[Complaint]:
    """Return the newest complaints that nobody has looked at."""
    return newest_in(session, "received", count)


def newest_in(session: Session, state: str, count: int) -> list[Complaint]:
    """Return the newest complaints of a state."""
    found = select(Complaint).where(Complaint.state == state)
    return list(session.scalars(found.order_by(Complaint.id.desc()).limit(count)))


def running_forwardings(session: Session, day: date, count: int) -> list[Forwarding]:
    """Return forwardings that institutions work on and that are not overdue, the newest first."""
    found = select(Forwarding).where(
        Forwarding.state == "acknowledged", Forwarding.due_on >= day, Forwarding.history.is_(False)
    )
    newest = found.order_by(Forwarding.id.desc()).limit(count)
    return list(session.scalars(newest.options(joinedload(Forwarding.complaint))))


def open_follow_ups(session: Session, unit_code: str | None, count: int) -> list[FollowUp]:
    """Return a unit's follow-ups that wait for an answer, the oldest first."""
    found = select(FollowUp).where(FollowUp.state == "open", FollowUp.unit_code == unit_code)
    return list(session.scalars(found.order_by(FollowUp.id).limit(count)))


def batch_items(session: Session, task_id: int) -> list[int]:
    """Return the ids of a batch's items, in order."""
    return list(
        session.scalars(
            select(BulkItem.id).where(BulkItem.task_id == task_id).order_by(BulkItem.id)
        )
    )


def taken_by(session: Session, actor: Actor, count: int) -> list[int]:
    """Return the ids of forwardings that an institution's user works on, what is due first."""
    found = select(Forwarding.id).where(
        Forwarding.state.in_(OPEN_FORWARDING_STATES), forwardings_visible_to(actor)
    )
    return list(session.scalars(found.order_by(Forwarding.due_on, Forwarding.id).limit(count)))
