"""The figures above the worklist: what the clock brings, and how this month has gone so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import PROPOSED
from forwarding.models import Complaint, Forwarding, Telling
from forwarding.queries.narrowing import ON_THE_CLOCK, TO_FORWARD, units_of
from forwarding.rules import in_time
from portal.accounts.queries import units
from portal.kernel.actor import Actor
from portal.kernel.arrangement import Arrangement, CalendarGap
from portal.kernel.clock import start_of

COUNTED_AT_MOST = 20_000
"""No figure counts further: what is more is shown as more."""

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Load:
    """What waits in a territory, by the tabs of the worklist; `due` is all that is on the clock."""

    due: int
    overdue: int
    due_today: int
    due_next: int
    to_forward: int
    returned: int
    to_review: int
    to_tell: int
    answered: int


@dataclass(frozen=True)
class Month:
    """How the month's forwardings went: share in time, overdue ones counted as not, and days.

    `in_time_pct` is cut, not rounded, so that 100 means every one; None when nothing was due.
    """

    in_time_pct: Decimal | None
    average_days: Decimal | None


def next_working_day(arrangement: Arrangement, today: date) -> date | None:
    """Return the working day after today, None beyond the calendar."""
    try:
        return arrangement.count_working(today, 1).due_on
    except CalendarGap:
        return None


def load_of(session: Session, actor: Actor, as_of: date, following: date | None) -> Load:
    """Count what waits in the actor's territory; `following` is the next working day."""
    scope = _scope(session, actor)
    waiting = (
        select(Complaint.state, Complaint.due_on)
        .where(ON_THE_CLOCK, *scope)
        .limit(COUNTED_AT_MOST)
        .subquery()
    )
    due, state = waiting.c.due_on, waiting.c.state
    counted = session.execute(
        select(
            func.count(),
            func.count().filter(due < as_of),
            func.count().filter(due == as_of),
            func.count().filter(due == following),
            func.count().filter(state.in_(TO_FORWARD)),
            func.count().filter(state == "returned"),
            func.count().filter(state.in_(PROPOSED)),
        ).select_from(waiting)
    ).one()
    to_tell = _cases_with(session, scope, Telling, Telling.state == "due")
    answered = _cases_with(session, scope, Forwarding, Forwarding.state == "reported")
    return Load(*counted, to_tell=to_tell, answered=answered)


def month_of(session: Session, actor: Actor, arrangement: Arrangement, as_of: date) -> Month:
    """Judge what was forwarded in the month so far, and what fell due without being forwarded."""
    first = as_of.replace(day=1)
    # An explicit list lets the index on (unit, instant) serve the whole country as well.
    codes = units_of(session, actor, None) or tuple(unit.code for unit in units(session))
    groups = _forwarded_since(session, codes, first, as_of)
    late = session.scalar(
        select(func.count()).where(
            ON_THE_CLOCK,
            Complaint.state.in_(TO_FORWARD),
            Complaint.due_on >= first,
            Complaint.due_on < as_of,
            *_scope(session, actor),
        )
    )
    total = sum(n for *_, n in groups) + (late or 0)
    kept = sum(n for _, day, due, n in groups if due is None or in_time(day, due))
    return Month(share(kept, total), _average(groups, arrangement))


def _scope(session: Session, actor: Actor) -> tuple[Any, ...]:
    codes = units_of(session, actor, None)
    return () if codes is None else (Complaint.unit_code.in_(codes),)


def _cases_with(session: Session, scope: tuple[Any, ...], table: Any, condition: Any) -> int:
    found = select(table.complaint_id).where(condition).distinct()
    if scope:
        found = found.join(Complaint, Complaint.id == table.complaint_id).where(*scope)
    some = found.limit(COUNTED_AT_MOST).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _forwarded_since(
    session: Session, codes: Sequence[str], first: date, as_of: date
) -> Sequence[Any]:
    """Return (clock from, forwarded on, due on, how many) of the month's forwardings."""
    day = cast(func.timezone("Asia/Shanghai", Complaint.forwarded_at), Date)
    began = func.coalesce(Complaint.reached_unit_on, Complaint.received_on)
    found = (
        select(began, day, Complaint.due_on, func.count())
        .where(
            Complaint.unit_code.in_(codes),
            Complaint.forwarded_at >= start_of(first),
            Complaint.forwarded_at < start_of(as_of + timedelta(days=1)),
        )
        .group_by(began, day, Complaint.due_on)
    )
    return session.execute(found).all()


def share(part: int, whole: int) -> Decimal | None:
    """Return a share in percent, cut to one decimal; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(_TENTH, ROUND_DOWN) if whole else None


def _average(groups: Sequence[Any], arrangement: Arrangement) -> Decimal | None:
    days = cases = 0
    for clock_from, forwarded_on, _due, n in groups:
        try:
            days += n * arrangement.working_days_between(clock_from, forwarded_on)
        except CalendarGap:
            continue
        cases += n
    return (Decimal(days) / cases).quantize(_TENTH, ROUND_HALF_UP) if cases else None
