"""To remind (催办): institutions of each forwarding, a unit's officers of what its clock brings.

Both post to the outbox under keys made of case, due date and distance, so that a sweep repeated
on the same day says nothing twice. When to remind is a setting; the Measures are silent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding
from forwarding.models.complaint import ON_THE_CLOCK
from portal.kernel import outbox
from portal.kernel.clock import business_date


def remind(session: Session, *, at: datetime, before: Iterable[int], after: Iterable[int]) -> int:
    """Post today's reminders; `before` and `after` are natural days from the due date.

    Returns how many messages were posted, those posted earlier today included.
    """
    today = business_date(at)
    distances = {*(-days for days in after), *before}
    messages = [*_of_institutions(session, today, distances, at), *_of_units(session, today, at)]
    outbox.post_all(session, messages)
    return len(messages)


def _of_institutions(
    session: Session, today: date, distances: set[int], at: datetime
) -> list[dict[str, object]]:
    due_days = [today + timedelta(days=distance) for distance in distances]
    open_ones = select(Forwarding.id, Forwarding.due_on).where(
        Forwarding.state.in_(OPEN_FORWARDING_STATES), Forwarding.due_on.in_(due_days)
    )
    return [
        outbox.message(
            "reminder.institution",
            f"reminder.institution:{forwarding_id}:{due_on}:{(due_on - today).days}",
            {"forwarding_id": forwarding_id, "days_left": (due_on - today).days},
            at,
        )
        for forwarding_id, due_on in session.execute(open_ones)
    ]


def _of_units(session: Session, today: date, at: datetime) -> list[dict[str, object]]:
    with_work = (
        select(Complaint.unit_code)
        .where(text(ON_THE_CLOCK), Complaint.sort_due <= today + timedelta(days=_LOOK_AHEAD))
        .distinct()
    )
    return [
        outbox.message(
            "reminder.unit",
            f"reminder.unit:{unit_code}:{today}",
            {"unit_code": unit_code, "day": today.isoformat()},
            at,
        )
        for unit_code in session.scalars(with_work)
    ]


# A digest leaves on days on which something is overdue or falls due within these days.
_LOOK_AHEAD = 2


@dataclass(frozen=True)
class Outlook:
    """What a unit's clock brings: complaints overdue, due on a day, and due within two days."""

    overdue: int
    today: int
    soon: int


def outlook(session: Session, unit_code: str, day: date) -> Outlook:
    """Count a unit's complaints on the clock by nearness of their due date."""
    due = Complaint.sort_due
    # What waits for its year's working days is not late by the earliest day it could be due.
    late, today = Complaint.due_on < day, Complaint.due_on == day
    near = due <= day + timedelta(days=_LOOK_AHEAD)
    counts = session.execute(
        select(
            func.count().filter(late),
            func.count().filter(today),
            func.count().filter(near, or_(Complaint.due_on > day, Complaint.due_on.is_(None))),
        ).where(
            text(ON_THE_CLOCK),
            Complaint.unit_code == unit_code,
            near,
        )
    ).one()
    return Outlook(*counts)
