"""How quickly the regulator forwarded and institutions answered, in groups (Arts. 18 and 33).

History keeps no account of days and counts nowhere here.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, and_, cast, func, or_, select, true
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES, PROPOSED
from forwarding.models import Complaint, Forwarding, Report
from forwarding.queries.narrowing import ON_THE_CLOCK, TO_FORWARD
from portal.kernel.clock import start_of

Codes = Collection[str] | None
_BEGAN = func.coalesce(Complaint.reached_unit_on, Complaint.received_on)


class Sent(NamedTuple):
    """So many complaints whose clock ran from one day to another, and was to end by a third."""

    began: date
    forwarded_on: date
    due_on: date
    number: int


class Handled(NamedTuple):
    """How one legal entity kept its terms that ended in a period, and what it decided."""

    legal_entity_id: int
    ended: int
    kept: int
    returned: int
    decided: int
    upheld: int


def sent(session: Session, first: date, last: date, codes: Codes = None) -> list[Sent]:
    """Return what units forwarded from one day to another, grouped by days."""
    day = cast(func.timezone("Asia/Shanghai", Complaint.forwarded_at), Date)
    found = (
        select(_BEGAN, day, Complaint.due_on, func.count())
        .where(
            Complaint.forwarded_at >= start_of(first),
            Complaint.forwarded_at < start_of(last + timedelta(days=1)),
            Complaint.due_on.is_not(None),
            Complaint.history.is_(False),
            _within(codes),
        )
        .group_by(_BEGAN, day, Complaint.due_on)
    )
    return [Sent(*row) for row in session.execute(found)]


def overdue(session: Session, first: date, last: date, codes: Codes = None) -> int:
    """Return how many fell due from one day to another and are not forwarded yet."""
    found = select(func.count()).where(
        ON_THE_CLOCK,
        Complaint.state.in_((*TO_FORWARD, *PROPOSED)),
        Complaint.due_on >= first,
        Complaint.due_on <= last,
        Complaint.history.is_(False),
        _within(codes),
    )
    return session.scalar(found) or 0


def oldest_waiting(session: Session, codes: Codes = None) -> date | None:
    """Return the day from which the oldest clock runs of all that are not forwarded yet."""
    found = select(func.min(_BEGAN)).where(
        ON_THE_CLOCK,
        Complaint.state.in_((*TO_FORWARD, *PROPOSED)),
        Complaint.history.is_(False),
        _within(codes),
    )
    return session.scalar(found)


def not_accepted(
    session: Session, first: date, last: date, codes: Codes = None
) -> Sequence[tuple[str, int]]:
    """Return how many complaints were not accepted, by the code of the reason (Art. 2)."""
    found = (
        select(Complaint.declined_code, func.count())
        .where(
            Complaint.state == "not_accepted",
            Complaint.clock_stopped_at >= start_of(first),
            Complaint.clock_stopped_at < start_of(last + timedelta(days=1)),
            _within(codes),
        )
        .group_by(Complaint.declined_code)
    )
    rows = [(str(code or ""), int(n)) for code, n in session.execute(found)]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def handled(
    session: Session, first: date, last: date, as_of: date, codes: Codes = None
) -> list[Handled]:
    """Return how legal entities kept the terms of Art. 18 that ended in a period.

    A term that ended before `as_of` without an answer was not kept; a term that stands still
    (Art. 18) and a forwarding given back have none.
    """
    upheld = ("upheld", "partly_upheld")
    reported_on = cast(func.timezone("Asia/Shanghai", Forwarding.reported_at), Date)
    answered = Forwarding.reported_at.is_not(None)
    late = and_(Forwarding.state.in_(OPEN_FORWARDING_STATES), Forwarding.due_on < as_of)
    ended = and_(Forwarding.state != "returned", or_(answered, late))
    result = _last_result()
    decided = and_(ended, result.c.result.is_not(None))
    found = (
        select(
            Forwarding.legal_entity_id,
            func.count().filter(ended),
            func.count().filter(and_(ended, answered, reported_on <= Forwarding.due_on)),
            func.count().filter(Forwarding.state == "returned"),
            func.count().filter(decided),
            func.count().filter(and_(decided, result.c.result.in_(upheld))),
        )
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .outerjoin(result, true())
        .where(
            Forwarding.due_on >= first,
            Forwarding.due_on <= last,
            Forwarding.history.is_(False),
            Forwarding.paused_on.is_(None),
            _within(codes),
        )
        .group_by(Forwarding.legal_entity_id)
    )
    return [Handled(*row) for row in session.execute(found)]


def _last_result() -> Any:
    return (
        select(Report.result)
        .where(Report.forwarding_id == Forwarding.id)
        .order_by(Report.ordinal.desc())
        .limit(1)
        .lateral()
    )


def _within(codes: Codes) -> Any:
    return true() if codes is None else Complaint.unit_code == func.any(sorted(codes))
