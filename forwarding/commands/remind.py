"""To remind (催办): institutions of each forwarding and review, officers of what is theirs.

All post to the outbox under keys made of case, due date and distance, so that a sweep repeated
on the same day says nothing twice. When to remind is a setting; the Measures are silent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding, Review
from forwarding.models.complaint import ON_THE_CLOCK
from portal.kernel import outbox
from portal.kernel.clock import business_date


def remind(session: Session, *, at: datetime, before: Iterable[int], after: Iterable[int]) -> int:
    """Post today's reminders; `before` and `after` are natural days from the due date.

    Returns how many messages were posted, those posted earlier today included.
    """
    today = business_date(at)
    distances = {*(-days for days in after), *before}
    due_days = {today + timedelta(days=distance) for distance in distances}
    messages = [
        *_of_institutions(session, today, distances, at),
        *_of_reviews(session, today, due_days, at),
        *_of_officers(session, today, due_days, at),
        *_of_units(session, today, at),
    ]
    outbox.post_all(session, messages)
    return len(messages)


def _of_institutions(
    session: Session, today: date, distances: set[int], at: datetime
) -> list[dict[str, object]]:
    due_days = [today + timedelta(days=distance) for distance in distances]
    open_ones = select(Forwarding.id, Forwarding.due_on).where(
        Forwarding.state.in_(OPEN_FORWARDING_STATES),
        Forwarding.due_on.in_(due_days),
        Forwarding.paused_on.is_(None),
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


def _of_reviews(
    session: Session, today: date, due_days: set[date], at: datetime
) -> list[dict[str, object]]:
    """Remind the superior institution of each review that it has not decided (Art. 20)."""
    open_ones = select(Review.id, Review.due_on).where(
        Review.state == "applied", Review.due_on.in_(due_days)
    )
    return [
        outbox.message(
            "reminder.review",
            f"reminder.review:{review_id}:{due_on}:{(due_on - today).days}",
            {"review_id": review_id, "days_left": (due_on - today).days},
            at,
        )
        for review_id, due_on in session.execute(open_ones)
    ]


def _of_officers(
    session: Session, today: date, due_days: set[date], at: datetime
) -> list[dict[str, object]]:
    """Remind each officer of their own complaints, in one message a day however many (Art. 33)."""
    theirs = select(Complaint.assigned_to).where(_assigned_and_due(due_days)).distinct()
    return [
        outbox.message(
            "reminder.officer",
            f"reminder.officer:{account_id}:{today}",
            {
                "account_id": account_id,
                "day": today.isoformat(),
                "due_days": [day.isoformat() for day in sorted(due_days)],
            },
            at,
        )
        for account_id in session.scalars(theirs)
    ]


def _assigned_and_due(due_days: Iterable[date]) -> Any:
    return and_(
        text(ON_THE_CLOCK),
        Complaint.assigned_to.is_not(None),
        Complaint.due_on.in_(list(due_days)),
    )


def due_of(session: Session, account_id: int, due_days: Iterable[date]) -> list[Complaint]:
    """Return an officer's complaints on the clock that fall due on one of these days."""
    theirs = select(Complaint).where(
        _assigned_and_due(due_days), Complaint.assigned_to == account_id
    )
    return list(session.scalars(theirs.order_by(Complaint.sort_due, Complaint.id)))


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
