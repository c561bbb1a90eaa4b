"""The figures that published rates divide by: what stood on a day, and what came before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.filings.models import Metric, Obligation, Requirement
from portal.filings.queries.access import in_sight
from portal.filings.rules.periods import period
from portal.institutions.queries import Card, all_cards
from portal.kernel.actor import Actor


def metrics_for(
    session: Session, institution_ids: Iterable[int], period: str, as_of: datetime
) -> dict[int, dict[str, Metric]]:
    """Return the figures of a period by institution and metric, as they stood at a moment.

    What was approved later, or superseded by then, is left out: an edition that was published
    divides by the same figures ever after.
    """
    found = select(Metric).where(
        Metric.institution_id == func.any(list(institution_ids)),
        Metric.period == period,
        Metric.approved_at <= as_of,
        or_(Metric.superseded_at.is_(None), Metric.superseded_at > as_of),
    )
    by_institution: dict[int, dict[str, Metric]] = defaultdict(dict)
    for row in session.scalars(found.order_by(Metric.id)):
        by_institution[row.institution_id][row.metric] = row
    return dict(by_institution)


def asked(session: Session, institution_ids: Iterable[int], period: str) -> set[int]:
    """Return which institutions have to file their figures of a period."""
    found = (
        select(Obligation.institution_id)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .where(
            Obligation.institution_id == func.any(list(institution_ids)),
            Obligation.period == period,
            Obligation.exempt.is_(False),
            Requirement.kind == "metrics",
        )
    )
    return set(session.scalars(found))


def history(session: Session, actor: Actor, institution_id: int) -> list[Metric]:
    """Return every figure of an institution in sight, the newest period first, then the newest."""
    found = select(Metric).where(
        in_sight(actor, Metric.institution_id), Metric.institution_id == institution_id
    )
    rows = session.scalars(found.order_by(Metric.metric, Metric.id.desc()))
    return sorted(rows, key=lambda row: _last_day(row.period), reverse=True)


def standing(session: Session, actor: Actor, period: str) -> Iterator[tuple[Card, Metric]]:
    """Yield what stands of the institutions in sight, of one period or of all."""
    found = select(Metric).where(
        in_sight(actor, Metric.institution_id), Metric.superseded_at.is_(None)
    )
    if period:
        found = found.where(Metric.period == period)
    known = {card.id: card for card in all_cards(session)}
    ordered = found.order_by(Metric.period.desc(), Metric.institution_id, Metric.metric)
    for row in session.scalars(ordered.execution_options(yield_per=2000)):
        yield known[row.institution_id], row


def periods(session: Session) -> list[str]:
    """Return the periods with figures, or for which figures are due, the newest first."""
    entered = session.scalars(select(Metric.period).distinct())
    owed = session.scalars(
        select(Obligation.period)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .where(Requirement.kind == "metrics")
        .distinct()
    )
    known = {text for text in (*entered, *owed) if period(text) is not None}
    return sorted(known, key=lambda text: (_last_day(text), text), reverse=True)


def _last_day(text: str) -> str:
    found = period(text)
    return found.last.isoformat() if found else text
