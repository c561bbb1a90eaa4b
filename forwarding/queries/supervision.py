"""Cases that speak against an institution: what the inspectors' floor proposes supervision from.

Every function answers by institution and unit, with the numbers of the cases behind each count;
history and what was returned or withdrawn never counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, distinct, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT, OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding, IncidentReport, Mediation, Report
from forwarding.queries.access import complaints_visible_to
from forwarding.queries.clusters import in_confirmed_cluster
from portal.kernel.actor import Actor
from portal.kernel.clock import start_of

KEPT = 500
"""No more numbers than these stand behind one count."""

_NONE = literal("")


@dataclass(frozen=True)
class Cases:
    """Cases of one institution and unit; `detail` tells groups apart, `before` counts earlier."""

    institution_id: int
    unit_code: str
    detail: str
    numbers: tuple[str, ...]
    before: int = 0


@dataclass(frozen=True)
class CaseLine:
    """One case as evidence shows it."""

    number: str
    state: str
    received_on: date
    business: str | None
    cause: str | None


def late_handlings(session: Session, since: date, as_of: date) -> list[Cases]:
    """Return cases whose term of Art. 18 ended since a day and was not kept."""
    reported_on = cast(func.timezone("Asia/Shanghai", Forwarding.reported_at), Date)
    is_open = Forwarding.state.in_(OPEN_FORWARDING_STATES)
    late = or_(and_(is_open, Forwarding.paused_on.is_(None)), reported_on > Forwarding.due_on)
    within = and_(Forwarding.due_on >= since, Forwarding.due_on < as_of)
    return _cases(session, within, late)


def sent_back_reports(session: Session, since: date) -> list[Cases]:
    """Return cases with a report sent back since a day for what Art. 19 asks and it lacked."""
    back = exists().where(
        Report.forwarding_id == Forwarding.id,
        Report.verdict == "sent_back",
        Report.verdict_at >= start_of(since),
    )
    return _cases(session, back)


def refused_mediations(session: Session, since: date) -> list[Cases]:
    """Return cases whose mediation an institution refused without just cause (Art. 40(3))."""
    return _cases(session, _mediation(Mediation.result == "refused", Mediation.ended_on >= since))


def unperformed_mediations(session: Session, ended_by: date) -> list[Cases]:
    """Return cases whose mediated agreement of a day or before was not performed (Art. 40(3))."""
    return _cases(
        session,
        _mediation(
            Mediation.result == "agreed",
            Mediation.performed_on.is_(None),
            Mediation.ended_on <= ended_by,
        ),
    )


def unreported_incidents(session: Session, designated_by: date) -> list[Cases]:
    """Return major complaints designated by a day, on which no incident report came (Art. 29)."""
    reported = exists().where(IncidentReport.forwarding_id == Forwarding.id)
    return _cases(
        session,
        Complaint.major_kind.is_not(None),
        Complaint.major_at < start_of(designated_by + timedelta(days=1)),
        ~reported,
    )


def by_business(session: Session, since: date) -> list[Cases]:
    """Return what was forwarded since a day by product; clusters of one hand are left out."""
    return _cases(
        session,
        Forwarding.forwarded_at >= start_of(since),
        Complaint.business.is_not(None),
        ~in_confirmed_cluster(Complaint.id),
        detail=Complaint.business,
    )


def by_cause(session: Session, before: date, since: date) -> list[Cases]:
    """Return the same by product and cause, and how many there were from `before` to `since`."""
    now = Forwarding.forwarded_at >= start_of(since)
    return _cases(
        session,
        Forwarding.forwarded_at >= start_of(before),
        Complaint.business.is_not(None),
        Complaint.cause.is_not(None),
        ~in_confirmed_cluster(Complaint.id),
        detail=Complaint.business + "/" + Complaint.cause,
        now=now,
    )


def lines(session: Session, actor: Actor, numbers: Collection[str]) -> list[CaseLine]:
    """Return the cases of these numbers that are in the actor's sight, the oldest first."""
    of = Complaint
    found = (
        select(of.number, of.state, of.received_on, of.business, of.cause)
        .where(of.number.in_(sorted(numbers)), complaints_visible_to(actor))
        .order_by(of.received_on, of.id)
    )
    return [CaseLine(*row) for row in session.execute(found)]


def numbers_against(
    session: Session, actor: Actor, institution_ids: Collection[int], numbers: Collection[str]
) -> frozenset[str]:
    """Return those of some numbers that are in sight and were forwarded to one of these."""
    against = exists().where(
        Forwarding.complaint_id == Complaint.id,
        Forwarding.institution_id.in_(sorted(institution_ids)),
        Forwarding.state.not_in(LIVE_NOT),
    )
    found = select(Complaint.number).where(
        Complaint.number.in_(sorted(numbers)), complaints_visible_to(actor), against
    )
    return frozenset(session.scalars(found))


def forwarded_between(
    session: Session, institution_ids: Collection[int], since: date, until: date
) -> int:
    """Count the complaints forwarded to any of these institutions, both days included."""
    found = select(func.count(distinct(Forwarding.complaint_id))).where(
        Forwarding.institution_id.in_(sorted(institution_ids)),
        Forwarding.state.not_in(LIVE_NOT),
        Forwarding.forwarded_at >= start_of(since),
        Forwarding.forwarded_at < _end_of(until),
    )
    return session.scalar(found) or 0


def counted_by_institution(
    session: Session,
    units: Collection[str] | None,
    since: date,
    until: date,
    causes: Collection[str] | None = None,
) -> dict[int, int]:
    """Count forwardings of a span by institution, both days included; of some causes or of all."""
    found = (
        select(Forwarding.institution_id, func.count())
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            Forwarding.state.not_in(LIVE_NOT),
            Forwarding.history.is_(False),
            Forwarding.forwarded_at >= start_of(since),
            Forwarding.forwarded_at < _end_of(until),
            *(() if units is None else (Complaint.unit_code.in_(sorted(units)),)),
            *(() if causes is None else (Complaint.cause.in_(sorted(causes)),)),
        )
        .group_by(Forwarding.institution_id)
    )
    return {row[0]: row[1] for row in session.execute(found)}


def top_cause(
    session: Session,
    units: Collection[str] | None,
    institution_ids: Collection[int],
    since: date,
    until: date,
) -> tuple[str, int]:
    """Return the commonest cause of what was forwarded to these in a span, and its count."""
    found = (
        select(Complaint.cause, func.count())
        .join(Forwarding, Forwarding.complaint_id == Complaint.id)
        .where(
            Forwarding.institution_id.in_(sorted(institution_ids)),
            Forwarding.state.not_in(LIVE_NOT),
            Forwarding.forwarded_at >= start_of(since),
            Forwarding.forwarded_at < _end_of(until),
            Complaint.cause.is_not(None),
            *(() if units is None else (Complaint.unit_code.in_(sorted(units)),)),
        )
        .group_by(Complaint.cause)
        .order_by(func.count().desc(), Complaint.cause)
        .limit(1)
    )
    row = session.execute(found).first()
    return (row[0], row[1]) if row else ("", 0)


def refusals_by_institution(
    session: Session, units: Collection[str] | None, since: date, until: date
) -> dict[int, int]:
    """Count mediations refused without just cause in a span, by institution (Art. 40(3))."""
    found = (
        select(Forwarding.institution_id, func.count())
        .join(Mediation, Mediation.forwarding_id == Forwarding.id)
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            Mediation.result == "refused",
            Mediation.ended_on.between(since, until),
            *(() if units is None else (Complaint.unit_code.in_(sorted(units)),)),
        )
        .group_by(Forwarding.institution_id)
    )
    return {row[0]: row[1] for row in session.execute(found)}


def _mediation(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Mediation.forwarding_id == Forwarding.id, *conditions)


def _cases(
    session: Session,
    *conditions: ColumnElement[bool],
    detail: Any = _NONE,
    now: ColumnElement[bool] | None = None,
) -> list[Cases]:
    numbers = func.array_agg(aggregate_order_by(distinct(Complaint.number), Complaint.number))
    columns = (Forwarding.institution_id, Complaint.unit_code, detail.label("detail"))
    earlier = func.count() if now is None else func.count().filter(~now)
    found = (
        select(*columns, numbers if now is None else numbers.filter(now), earlier)
        .select_from(Forwarding)
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(Forwarding.state.not_in(LIVE_NOT), Forwarding.history.is_(False), *conditions)
        .group_by(*columns)
    )
    return [
        Cases(owner, unit, of, tuple((listed or ())[:KEPT]), 0 if now is None else before)
        for owner, unit, of, listed, before in session.execute(found)
    ]


def _end_of(day: date) -> datetime:
    return start_of(day + timedelta(days=1))
