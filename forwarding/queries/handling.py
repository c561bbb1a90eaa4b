"""How institutions handled what was forwarded to them: counts for the watch list and its kin."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT, OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding, Report, Review
from portal.kernel.clock import start_of

CONFIRMED = "upheld"
"""The outcome of a review that leaves the decision as it was."""


@dataclass(frozen=True)
class Handling:
    """Counts of one institution's forwardings from one unit since a day.

    `late` are those reported after their due date and those open past it; `overdue` the latter
    alone; `sent_back` those of which a report came back with remarks; `changed` the reviews that
    did not leave the decision as it was, of `reviewed` decided ones. What was returned as
    another's or withdrawn is not counted, nor is history.
    """

    institution_id: int
    unit_code: str
    forwarded: int
    reported: int
    late: int
    overdue: int
    sent_back: int
    reviewed: int
    changed: int


def handling(
    session: Session,
    units: Collection[str] | None,
    *,
    since: date,
    as_of: date,
    institution_ids: Collection[int] | None = None,
    until: date | None = None,
) -> list[Handling]:
    """Count what was forwarded since a day, by institution and unit; None is every unit.

    With `until` nothing that was forwarded after that day counts.
    """
    overdue = and_(
        Forwarding.state.in_(OPEN_FORWARDING_STATES),
        Forwarding.due_on < as_of,
        Forwarding.paused_on.is_(None),
    )
    reported_on = cast(func.timezone("Asia/Shanghai", Forwarding.reported_at), Date)
    open_ones = Forwarding.state.in_(OPEN_FORWARDING_STATES)
    late = or_(overdue, and_(~open_ones, reported_on > Forwarding.due_on))
    back = exists().where(Report.forwarding_id == Forwarding.id, Report.verdict == "sent_back")
    counts = (
        func.count(),
        func.count().filter(Forwarding.reported_at.is_not(None)),
        func.count().filter(late),
        func.count().filter(overdue),
        func.count().filter(back),
        func.count().filter(_reviewed()),
        func.count().filter(_reviewed(Review.outcome != CONFIRMED)),
    )
    columns = (Forwarding.institution_id, Complaint.unit_code)
    found = (
        select(*columns, *counts)
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            Forwarding.forwarded_at >= start_of(since),
            Forwarding.state.not_in(LIVE_NOT),
            Forwarding.history.is_(False),
            *_within(units, institution_ids, until),
        )
        .group_by(*columns)
    )
    return [Handling(*row) for row in session.execute(found)]


def _reviewed(*conditions: Any) -> Any:
    return exists().where(
        Review.forwarding_id == Forwarding.id, Review.state == "decided", *conditions
    )


def _within(
    units: Collection[str] | None, institution_ids: Collection[int] | None, until: date | None
) -> list[Any]:
    wanted: list[Any] = []
    if until is not None:
        wanted.append(Forwarding.forwarded_at < start_of(until + timedelta(days=1)))
    if units is not None:
        wanted.append(Complaint.unit_code.in_(sorted(units)))
    if institution_ids is not None:
        wanted.append(Forwarding.institution_id.in_(sorted(institution_ids)))
    return wanted
