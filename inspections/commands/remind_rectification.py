"""Reminders of what is to be put right, and the telling of what has run over, by the timetable."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from inspections.commands.rectification_acts import log, standing_of
from inspections.models import Rectification, RectificationReminder
from inspections.rules.rectifying import days_left, overdue
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import business_date


def remind(session: Session, *, at: datetime, before: Sequence[int], after: Sequence[int]) -> int:
    """Remind on days before and after the last day, and tell both sides once that it passed.

    A day that nobody swept is made up for: of the stages passed meanwhile the last alone is sent.
    """
    today, sent = business_date(at), 0
    stages = [*before, *(-days for days in after)]
    soonest = today - timedelta(days=max(after, default=0))
    found = select(Rectification).where(
        Rectification.state.in_(("issued", "reported", "failed")),
        Rectification.due_on <= today + timedelta(days=max(before, default=0)),
        or_(Rectification.due_on >= soonest, Rectification.overdue_told_at.is_(None)),
    )
    for row in session.scalars(found.order_by(Rectification.id)).all():
        assert row.due_on is not None
        if overdue(standing_of(row), today) and row.overdue_told_at is None:
            _tell_overdue(session, row, at)
            _note(session, row, _stage(row, stages, today), at)  # that says it already
            sent += 1
        elif row.state == "issued":
            sent += int(_remind(session, row, _stage(row, stages, today), at))
    return sent


def _tell_overdue(session: Session, row: Rectification, at: datetime) -> None:
    row.overdue_told_at = at
    log(session, row, "rectification.overdue", by=SYSTEM, at=at, due_on=str(row.due_on))
    key = f"rectification.overdue:{row.id}:{row.due_on}"
    outbox.post(session, "rectification.overdue", key, {"rectification_id": row.id}, at)


def _stage(row: Rectification, stages: Sequence[int], today: date) -> int | None:
    """Return the stage reached: days left before the last day, negative after; None for none."""
    assert row.due_on is not None
    left = days_left(row.due_on, today)
    return min((each for each in stages if each >= left), default=None)


def _note(session: Session, row: Rectification, stage: int | None, at: datetime) -> bool:
    if stage is None:
        return False
    noted = (
        insert(RectificationReminder)
        .values(rectification_id=row.id, due_on=row.due_on, days_left=stage, at=at)
        .on_conflict_do_nothing()
        .returning(RectificationReminder.id)
    )
    return session.scalar(noted) is not None


def _remind(session: Session, row: Rectification, stage: int | None, at: datetime) -> bool:
    if not _note(session, row, stage, at):
        return False
    key = f"rectification.remind:{row.id}:{row.due_on}:{stage}"
    outbox.post(session, "rectification.remind", key, {"rectification_id": row.id}, at)
    return True
