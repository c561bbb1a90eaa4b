"""Slots of the timetable: a row per duty and time, so that two timetables do nothing twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import aware
from portal.kernel.db import Base

KEEP = timedelta(days=40)


class TimetableSlot(Base):
    """A duty done for the slot that began at `begins_at`."""

    __tablename__ = "timetable_slot"

    duty: Mapped[str] = mapped_column(primary_key=True)
    begins_at: Mapped[datetime] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]


def take(session: Session, duty: str, begins_at: datetime, at: datetime) -> bool:
    """Take a slot in the caller's transaction; False when it is done already.

    A second timetable waits here until the first has committed or failed; a duty that fails
    gives its slot back with the rollback.
    """
    row = {"duty": duty, "begins_at": aware(begins_at), "taken_at": aware(at)}
    taken = insert(TimetableSlot).values(row).on_conflict_do_nothing().returning(TimetableSlot.duty)
    return session.scalar(taken) is not None


def forget(session: Session, at: datetime) -> None:
    """Drop slots so old that no timetable can come to them again."""
    session.execute(delete(TimetableSlot).where(TimetableSlot.begins_at < aware(at) - KEEP))
