"""The effect of what was issued to an institution: its complaints before and after."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from sqlalchemy.orm import Session

from forwarding.queries.spans import Asked, forwarded_in
from inspections.models import Rectification
from inspections.queries.access import HEAD_OFFICE, rectifications_visible_to
from inspections.queries.counting import DENOMINATORS
from inspections.rules.effect import SHORTEST, Effect, Spans, spans
from inspections.rules.indicators import rate
from portal.accounts.queries import units_below
from portal.filings.queries.supervision import denominators
from portal.institutions.queries import Card, branches_of, cards
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_TOLD = ("issued", "reported", "failed", "closed")
_NEWEST = Order((Rectification.id,), descending=True)
_PAGE, _LATEST = 20, 5


@dataclass(frozen=True)
class Shown:
    """What was issued, to whom, and its effect; None while too few days have passed."""

    row: Rectification
    institution: Card
    effect: Effect | None


class Issued(Protocol):
    """Something issued to an institution on a day by a unit."""

    id: int
    institution_id: int
    unit_code: str
    issued_on: date | None


def effects(session: Session, rows: Iterable[Issued], today: date) -> dict[int, Effect]:
    """Return the effect of each row that was issued long enough ago, by its id.

    What was forwarded to the institution and its branches counts (Art. 4), of the complaints of
    the unit that issued it and the units below. Two statements for each unit, however many rows.
    """
    about = {row.id: (row, found) for row in rows if row.issued_on
             and (found := spans(row.issued_on, today))}  # fmt: skip
    known = cards(session, {row.institution_id for row, _ in about.values()})
    by_unit: dict[str, list[tuple[Issued, Spans]]] = defaultdict(list)
    for row, found in about.values():
        by_unit[row.unit_code].append((row, found))
    told = {}
    for unit, own in by_unit.items():
        counts = _counts(session, unit, own)
        for row, found in own:
            before, after = counts[row.id]
            owner = known[row.institution_id]
            rates = _rates(session, owner, found, (before, after)) if owner.level == "head" else ()
            told[row.id] = Effect(found, before, after, *rates)
    return told


def issued_page(
    session: Session, actor: Actor, position: Position | None, today: date
) -> Page[Shown]:
    """Return a page of what was issued long enough ago to be compared, the newest first."""
    found = rectifications_visible_to(actor).where(
        Rectification.issued_on <= today - timedelta(days=SHORTEST),
        Rectification.state.in_(_TOLD),
    )
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    return Page(_shown(session, part.items, today), part.next, part.previous)


def effects_on(session: Session, actor: Actor, institution_id: int, today: date) -> list[Shown]:
    """Return the latest issued to an institution with their effects, _LATEST at most."""
    found = rectifications_visible_to(actor).where(
        Rectification.institution_id == institution_id,
        Rectification.issued_on.is_not(None),
        Rectification.state.in_(_TOLD),
    )
    rows = session.scalars(found.order_by(Rectification.id.desc()).limit(_LATEST)).all()
    return _shown(session, rows, today)


def _shown(session: Session, rows: Sequence[Rectification], today: date) -> list[Shown]:
    known, told = (
        cards(session, {row.institution_id for row in rows}),
        effects(session, rows, today),
    )
    return [Shown(row, known[row.institution_id], told.get(row.id)) for row in rows]


def _counts(
    session: Session, unit: str, rows: Collection[tuple[Issued, Spans]]
) -> dict[int, tuple[int, int]]:
    units = None if unit == HEAD_OFFICE else units_below(session, unit)
    below = branches_of(session, {row.institution_id for row, _ in rows})
    asked = [
        Asked(place, below[row.institution_id], *part)
        for place, (row, found) in enumerate(rows)
        for part in ((*found.before, False), (*found.after, True))
    ]
    counted = forwarded_in(session, asked, units)
    return {
        row.id: (counted[place, False], counted[place, True])
        for place, (row, _found) in enumerate(rows)
    }


def _rates(
    session: Session, owner: Card, found: Spans, counts: tuple[int, int]
) -> tuple[Decimal | None, Decimal | None]:
    """Return complaints for ten thousand of the type's denominator, of each span's own year."""
    metric = DENOMINATORS.get(owner.type, "outlets")
    values = (
        denominators(session, metric, last.year, [owner.id]).get(owner.id)
        for last in (found.before[1], found.after[1])
    )
    before, after = (rate(count, value) for count, value in zip(counts, values, strict=True))
    return before, after
