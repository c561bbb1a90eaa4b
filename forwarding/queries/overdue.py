"""What is overdue in a territory and by whom: officers, institutions, superior institutions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding, Review
from forwarding.queries.narrowing import ON_THE_CLOCK, units_of
from portal.accounts.queries import account_names, unit_names
from portal.institutions.queries import Card, cards
from portal.kernel.actor import Actor
from portal.kernel.audit import AuditEntry

SHOWN = 100


@dataclass(frozen=True)
class ByOfficer:
    """How much of the own clock's work is overdue with one officer; no name is nobody's."""

    unit_name: str
    name: str
    count: int
    oldest: date


@dataclass(frozen=True)
class ByInstitution:
    """How many forwardings are overdue with one institution."""

    institution: Card
    count: int
    oldest: date


@dataclass(frozen=True)
class Case:
    """One overdue item: whose it is, since when, and when it was last spoken of."""

    number: str
    whose: str
    due_on: date
    reminded_at: datetime | None
    escalated_at: datetime | None


@dataclass(frozen=True)
class Overdue:
    """What is overdue: own duties of Art. 33, institutions' of Art. 18, reviews of Art. 20."""

    officers: tuple[ByOfficer, ...]
    cases: tuple[Case, ...]
    institutions: tuple[ByInstitution, ...]
    reviews: tuple[Case, ...]


def overdue(session: Session, actor: Actor, day: date) -> Overdue:
    """Return what is overdue on a day in the actor's territory, the oldest first."""
    units = units_of(session, actor, None)
    scope = [] if units is None else [Complaint.unit_code.in_(units)]
    own = (ON_THE_CLOCK, Complaint.due_on < day, Complaint.sort_due < day, *scope)
    return Overdue(
        officers=_by_officer(session, own),
        cases=_cases(session, own),
        institutions=_by_institution(session, scope, day),
        reviews=_reviews(session, scope, day),
    )


def _by_officer(session: Session, own: Sequence[Any]) -> tuple[ByOfficer, ...]:
    oldest = func.min(Complaint.due_on)
    rows = session.execute(
        select(Complaint.unit_code, Complaint.assigned_to, func.count(), oldest)
        .where(*own)
        .group_by(Complaint.unit_code, Complaint.assigned_to)
        .order_by(func.count().desc(), oldest)
        .limit(SHOWN)
    ).all()
    names = account_names(session, {row.assigned_to for row in rows if row.assigned_to})
    called = unit_names(session)
    return tuple(
        ByOfficer(called.get(code, code), names.get(who or 0, ""), count, since)
        for code, who, count, since in rows
    )


def _cases(session: Session, own: Sequence[Any]) -> tuple[Case, ...]:
    rows = session.execute(
        select(Complaint.id, Complaint.number, Complaint.assigned_to, Complaint.due_on)
        .where(*own)
        .order_by(Complaint.sort_due, Complaint.id)
        .limit(SHOWN)
    ).all()
    names = account_names(session, {row.assigned_to for row in rows if row.assigned_to})
    told = _told(session, [row.id for row in rows], "complaint")
    return tuple(
        Case(row.number, names.get(row.assigned_to or 0, ""), row.due_on, *told(row.id))
        for row in rows
    )


def _by_institution(session: Session, scope: list[Any], day: date) -> tuple[ByInstitution, ...]:
    late = and_(
        Forwarding.state.in_(OPEN_FORWARDING_STATES),
        Forwarding.history.is_(False),
        Forwarding.paused_on.is_(None),
        Forwarding.due_on < day,
    )
    found = select(Forwarding.institution_id, func.count(), func.min(Forwarding.due_on)).where(late)
    if scope:
        found = found.join(Complaint, Complaint.id == Forwarding.complaint_id).where(*scope)
    rows = session.execute(
        found.group_by(Forwarding.institution_id)
        .order_by(func.count().desc(), Forwarding.institution_id)
        .limit(SHOWN)
    ).all()
    known = cards(session, [row.institution_id for row in rows])
    return tuple(ByInstitution(known[key], count, since) for key, count, since in rows)


def _reviews(session: Session, scope: list[Any], day: date) -> tuple[Case, ...]:
    rows = session.execute(
        select(Complaint.id, Complaint.number, Review.superior_id, Review.due_on)
        .join(Forwarding, Forwarding.id == Review.forwarding_id)
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(Review.state == "applied", Review.due_on < day, *scope)
        .order_by(Review.due_on, Review.id)
        .limit(SHOWN)
    ).all()
    known = cards(session, [row.superior_id for row in rows])
    told = _told(session, [row.id for row in rows], "review")
    return tuple(
        Case(row.number, known[row.superior_id].label, row.due_on, *told(row.id)) for row in rows
    )


def _told(session: Session, complaint_ids: list[int], kind: str) -> Any:
    """Return a function from a complaint's id to when it was last reminded of and escalated."""
    line = AuditEntry
    rows = session.execute(
        select(line.subject_id, line.act, func.max(line.at))
        .where(
            line.subject_kind == "complaint",
            line.subject_id == func.any([str(i) for i in complaint_ids]),
            line.act.in_((f"{kind}.remind", f"{kind}.escalate")),
        )
        .group_by(line.subject_id, line.act)
    ).all()
    last = {(int(subject), act.partition(".")[2]): at for subject, act, at in rows}
    return lambda key: (last.get((key, "remind")), last.get((key, "escalate")))
