"""Measures on orders, and whether the same breach was punished before (Art. 41)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.models import Finding, Measure, Rectification, RectificationItem
from inspections.rules import measures as rules
from inspections.rules.measures import Earlier

_NEVER = ("rejected", "dropped")


def measures_of(session: Session, rectification_id: int) -> Sequence[Measure]:
    """Return the measures on an order, the oldest first."""
    found = select(Measure).where(Measure.rectification_id == rectification_id)
    return session.scalars(found.order_by(Measure.id)).all()


def same_breach(session: Session, order: Rectification, kind: str) -> Measure | None:
    """Return the newest earlier measure for the breach of an order, or None."""
    found = (
        select(Measure, Rectification.articles)
        .join(Rectification, Rectification.id == Measure.rectification_id)
        .where(Measure.institution_id == order.institution_id, Measure.state.not_in(_NEVER))
    )
    rows = session.execute(found).all()
    problems = _problems(session, {order.id, *(row.Measure.rectification_id for row in rows)})
    earlier = [
        Earlier(
            row.Measure.id,
            row.Measure.kind,
            row.Measure.rectification_id,
            frozenset(row.articles),
            problems.get(row.Measure.rectification_id, frozenset()),
        )
        for row in rows
    ]
    own = problems.get(order.id, frozenset())
    one = rules.same_breach(kind, order.id, order.articles, own, earlier)
    return session.get_one(Measure, one.id) if one else None


def _problems(session: Session, rectification_ids: set[int]) -> dict[int, frozenset[str]]:
    found = (
        select(RectificationItem.rectification_id, Finding.problem)
        .join(Finding, Finding.id == RectificationItem.finding_id)
        .where(RectificationItem.rectification_id.in_(rectification_ids))
    )
    grouped: dict[int, set[str]] = {}
    for rectification_id, problem in session.execute(found):
        grouped.setdefault(rectification_id, set()).add(problem)
    return {key: frozenset(values) for key, values in grouped.items()}
