"""Reminders of duties to report: by the timetable, before and after the last day, never twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.filings.models import FilingReminder, Obligation, Requirement
from portal.kernel import outbox
from portal.kernel.clock import business_date

_FURTHEST = 366


def remind(session: Session, *, at: datetime) -> int:
    """Remind of what is unmet on the days that each requirement names; return how many are sent.

    A day that nobody swept is made up for: of the stages passed meanwhile the last alone is sent.
    """
    today, sent = business_date(at), 0
    for duty, requirement in _unmet(session, today):
        last = duty.again_by or duty.due_on
        stage = _stage((last - today).days, requirement) if last else None
        if stage is None:
            continue
        noted = (
            insert(FilingReminder)
            .values(obligation_id=duty.id, days_left=stage, at=at)
            .on_conflict_do_nothing()
            .returning(FilingReminder.id)
        )
        if session.scalar(noted) is not None:
            key, about = f"filing.remind:{duty.id}:{stage}", {"obligation_id": duty.id}
            outbox.post(session, "filing.remind", key, {**about, "days_left": stage}, at)
            sent += 1
    return sent


def _unmet(session: Session, today: date) -> Iterator[tuple[Obligation, Requirement]]:
    last = func.coalesce(Obligation.again_by, Obligation.due_on)
    reach = timedelta(days=_FURTHEST)
    found = (
        select(Obligation, Requirement)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .where(
            Obligation.filed_on.is_(None),
            Obligation.exempt.is_(False),
            Obligation.opens_on <= today,
            last.between(today - reach, today + reach),
            or_(Requirement.remind_before != [], Requirement.remind_after != []),
        )
        .order_by(Obligation.id)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(found):
        yield row.Obligation, row.Requirement


def _stage(days_left: int, requirement: Requirement) -> int | None:
    """Return the stage reached: days left before the last day, negative after it; None for none."""
    stages = [*requirement.remind_before, *(-days for days in requirement.remind_after)]
    return min((stage for stage in stages if stage >= days_left), default=None)
