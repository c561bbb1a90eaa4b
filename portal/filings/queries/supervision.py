"""What an institution owes in its filings: the inspectors' floor proposes supervision from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.filings.models import (
    ChannelCheck,
    Filing,
    Metric,
    Obligation,
    Requirement,
    ResponsiblePerson,
)
from portal.filings.queries.access import filings_visible_to, in_sight, obligations_visible_to
from portal.kernel.actor import Actor

LAPSES = 30
_NEEDED = {
    "senior_officer": ("senior_officer",),
    "department_head": ("department_head",),
    "contact": ("contact_a", "contact_b"),
}


@dataclass(frozen=True)
class DutyLine:
    """One duty to report as evidence shows it."""

    id: int
    requirement_id: int
    title: str
    period: str
    due_on: date | None
    filed_on: date | None
    late: bool


@dataclass(frozen=True)
class CheckLine:
    """One look at an institution's channels as evidence shows it."""

    id: int
    point: str
    met: bool
    looked_at_on: date
    evidence: str


@dataclass(frozen=True)
class FilingLine:
    """One filing as evidence shows it."""

    id: int
    kind: str
    title: str
    period: str
    state: str


@dataclass(frozen=True)
class Reporting:
    """How an institution met its duties of a span: due ones, late, unmet, and sent back."""

    due: int
    late: int
    unmet: int
    sent_back: int


def evidence_against(
    session: Session,
    actor: Actor,
    kind: str,
    institution_ids: Collection[int],
    ids: Collection[int],
) -> frozenset[int]:
    """Return those of some filings, duties or channel checks that are in sight and of these.

    `kind` is "filing", "duty" or "channel_check".
    """
    seen: dict[str, tuple[Any, Select[Any]]] = {
        "filing": (Filing, filings_visible_to(actor)),
        "duty": (Obligation, obligations_visible_to(actor)),
        "channel_check": (
            ChannelCheck,
            select(ChannelCheck).where(in_sight(actor, ChannelCheck.institution_id)),
        ),
    }
    of, visible = seen[kind]
    found = visible.where(of.id.in_(sorted(ids)), of.institution_id.in_(sorted(institution_ids)))
    return frozenset(session.scalars(found.with_only_columns(of.id)))


def overdue(session: Session, passed_by: date) -> dict[int, list[int]]:
    """Return the unmet duties whose last day was this day or before, by institution."""
    last = func.coalesce(Obligation.again_by, Obligation.due_on)
    found = (
        select(Obligation.institution_id, Obligation.id)
        .where(
            Obligation.exempt.is_(False),
            Obligation.filed_on.is_(None),
            last <= passed_by,
        )
        .order_by(Obligation.id)
    )
    return _grouped(session.execute(found).all())


def unmanned(session: Session, on: date) -> dict[int, list[str]]:
    """Return which charge nobody holds on a day, of institutions that ever filed a list."""
    of = ResponsiblePerson
    in_office = of.began_on <= on, or_(of.ended_on.is_(None), of.ended_on >= on)
    found = select(of.institution_id, of.office, *in_office).where(of.struck_at.is_(None))
    held: dict[int, set[str]] = defaultdict(set)
    for owner, office, began, not_ended in session.execute(found):
        held[owner] |= {office} if began and not_ended else set()
    lacking = {
        owner: [duty for duty, offices in _NEEDED.items() if not offices_held.intersection(offices)]
        for owner, offices_held in held.items()
    }
    return {owner: duties for owner, duties in lacking.items() if duties}


def duty_lines(session: Session, duty_ids: Collection[int]) -> list[DutyLine]:
    """Return duties with their requirements, the longest due first."""
    of = Obligation
    columns = (of.id, of.requirement_id, Requirement.title, of.period, of.due_on)
    found = (
        select(*columns, of.filed_on, of.late)
        .join(Requirement, Requirement.id == of.requirement_id)
        .where(of.id.in_(sorted(duty_ids)))
        .order_by(of.due_on, of.id)
    )
    return [DutyLine(*row) for row in session.execute(found)]


def check_lines(session: Session, check_ids: Collection[int]) -> list[CheckLine]:
    """Return looks at channels, the newest first."""
    of = ChannelCheck
    columns = (of.id, of.point, of.met, of.looked_at_on, of.evidence)
    found = select(*columns).where(of.id.in_(sorted(check_ids))).order_by(of.id.desc())
    return [CheckLine(*row) for row in session.execute(found)]


def filing_lines(session: Session, filing_ids: Collection[int]) -> list[FilingLine]:
    """Return filings, the newest first."""
    of = Filing
    found = select(of.id, of.kind, of.title, of.period, of.state)
    kept = found.where(of.id.in_(sorted(filing_ids))).order_by(of.id.desc())
    return [FilingLine(*row) for row in session.execute(kept)]


def lapses(session: Session, institution_ids: Collection[int], as_of: date) -> dict[str, list[int]]:
    """Return what may prove a breach of these, newest first: duties late or unmet, filings sent
    back, points of channels not met; each by its kind of evidence, LAPSES at most."""
    own = sorted(institution_ids)
    last = func.coalesce(Obligation.again_by, Obligation.due_on)
    unmet = (Obligation.filed_on.is_(None)) & (last < as_of)
    conditions: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "duty": (Obligation, ~Obligation.exempt & (Obligation.late | unmet)),
        "filing": (Filing, Filing.state == "returned"),
        "channel_check": (ChannelCheck, ~ChannelCheck.met),
    }
    return {
        kind: list(
            session.scalars(
                select(of.id)
                .where(of.institution_id.in_(own), condition)
                .order_by(of.id.desc())
                .limit(LAPSES)
            )
        )
        for kind, (of, condition) in conditions.items()
    }


def reporting_of(
    session: Session,
    institution_ids: Collection[int] | None,
    since: date,
    until: date,
    as_of: date,
) -> dict[int, Reporting]:
    """Count the duties that fell due in a span, both days included; None is every institution."""
    of = Obligation
    back = select(Filing.obligation_id).where(
        Filing.state == "returned", Filing.obligation_id.is_not(None)
    )
    last = func.coalesce(of.again_by, of.due_on)
    found = (
        select(
            of.institution_id,
            func.count(),
            func.count().filter(of.late),
            func.count().filter(of.filed_on.is_(None), last < as_of),
            func.count().filter(of.id.in_(back)),
        )
        .where(
            *(() if institution_ids is None else (of.institution_id.in_(institution_ids),)),
            of.exempt.is_(False),
            of.due_on.between(since, until),
        )
        .group_by(of.institution_id)
    )
    return {row[0]: Reporting(*row[1:]) for row in session.execute(found)}


def denominators(
    session: Session, metric: str, year: int, institution_ids: Collection[int]
) -> dict[int, Decimal]:
    """Return a metric's newest value of a year by institution; those without one are left out."""
    found = (
        select(Metric.institution_id, Metric.value)
        .where(
            Metric.metric == metric,
            Metric.period.startswith(str(year)),
            Metric.superseded_at.is_(None),
            Metric.institution_id.in_(sorted(institution_ids)),
        )
        .order_by(Metric.as_of, Metric.id)
    )
    return {row[0]: row[1] for row in session.execute(found)}


def _grouped(rows: Iterable[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for owner, each in rows:
        found[owner].append(each)
    return dict(found)
