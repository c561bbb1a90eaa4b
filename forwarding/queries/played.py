"""Reads for the demonstration, which plays a month with the real commands."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding.models import Complaint, Forwarding, Telling
from forwarding.queries.access import complaint_by_number
from portal.kernel.actor import SYSTEM

__all__ = [
    "Complaint",
    "Forwarding",
    "Telling",
    "any_complaint",
    "due_tellings",
    "newest_received",
    "played",
    "running_forwardings",
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
    found = select(Complaint).where(Complaint.state == "received")
    return list(session.scalars(found.order_by(Complaint.id.desc()).limit(count)))


def running_forwardings(session: Session, day: date, count: int) -> list[Forwarding]:
    """Return forwardings that institutions work on and that are not overdue, the newest first."""
    found = select(Forwarding).where(
        Forwarding.state == "acknowledged", Forwarding.due_on >= day, Forwarding.history.is_(False)
    )
    newest = found.order_by(Forwarding.id.desc()).limit(count)
    return list(session.scalars(newest.options(joinedload(Forwarding.complaint))))
