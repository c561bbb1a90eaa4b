"""Measures on orders, and whether the same breach was punished before (Art. 41)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.models import Finding, Measure, Rectification, RectificationItem
from inspections.queries.access import measures_visible_to
from inspections.rules import measures as rules
from inspections.rules.measures import Earlier
from portal.accounts.queries import account_names
from portal.institutions.queries import Card, cards
from portal.kernel import audit, keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_NEWEST = Order((Measure.id,), descending=True)
_PAGE = 50
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


@dataclass(frozen=True)
class MeasureLine:
    """A measure as a list shows it."""

    row: Measure
    institution: Card
    order_title: str


def page(session: Session, actor: Actor, position: Position | None) -> Page[MeasureLine]:
    """Return a page of the measures in sight, the newest first."""
    rows = session.scalars(_NEWEST.apply(measures_visible_to(actor), position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    known = cards(session, {row.institution_id for row in part.items})
    found = select(Rectification.id, Rectification.title).where(
        Rectification.id.in_({row.rectification_id for row in part.items})
    )
    titles = {row.id: row.title for row in session.execute(found)}
    lines = [
        MeasureLine(row, known[row.institution_id], titles[row.rectification_id])
        for row in part.items
    ]
    return Page(lines, part.next, part.previous)


def names_of(session: Session, row: Measure) -> dict[int, str]:
    """Return the names of who proposed, decided on, carried out and lifted a measure."""
    people = {row.proposed_by, row.approved_by, row.carried_out_by, row.lifted_by}
    return account_names(session, {who for who in people if who})


def history_of(session: Session, row: Measure) -> Sequence[audit.AuditEntry]:
    """Return what was done about a measure, the oldest first."""
    return audit.history(session, "measure", row.id)
