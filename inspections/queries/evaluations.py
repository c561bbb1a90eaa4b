"""Sheets of the yearly evaluation: who sees which, and how one stands inside its category."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from inspections.models import Evaluation, WeightSet
from inspections.queries.counting import FEWEST as FEWEST
from inspections.rules.evaluating import Judged, judge, median, rank
from portal.accounts.queries import account_names, unit_names
from portal.institutions.queries import Card, cards
from portal.kernel import audit, keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

HEAD_OFFICE = "000000"
_NEWEST = Order((Evaluation.id,), descending=True)
_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; an empty value narrows nothing."""

    year: int | None = None
    state: str = ""
    category: str = ""
    grade: str = ""
    institution_id: int | None = None


@dataclass(frozen=True)
class Place:
    """How a settled sheet stands among those of its year, unit and category."""

    rank: int
    of: int
    median: Decimal
    tied: bool


@dataclass(frozen=True)
class SheetView:
    """A sheet as judged, with its institution and unit."""

    row: Evaluation
    institution: Card
    unit_name: str
    judged: Judged
    place: Place | None


@dataclass(frozen=True)
class SheetFile:
    """A sheet with who did what, and the sheets it corrects or is corrected by."""

    view: SheetView
    names: dict[int, str]
    history: Sequence[audit.AuditEntry]
    others: Sequence[Evaluation]


def visible_to(actor: Actor) -> Select[Evaluation]:
    """Return the sheets in sight: staff, of the unit and below; institutions, their settled own."""
    found = select(Evaluation)
    if actor.is_institution:
        own = Evaluation.institution_id.in_(sorted(actor.institution_ids))
        return found.where(own, Evaluation.state == "settled")
    if actor.kind == "system" or (actor.is_staff and actor.unit_code == HEAD_OFFICE):
        return found
    codes = sorted(actor.unit_codes) if actor.is_staff else []
    return found.where(Evaluation.unit_code.in_(codes))


def evaluation(session: Session, actor: Actor, evaluation_id: int) -> Evaluation | None:
    """Return a sheet in sight, or None."""
    return session.scalar(visible_to(actor).where(Evaluation.id == evaluation_id))


def sheet(session: Session, actor: Actor, row: Evaluation) -> SheetFile:
    """Return a sheet with all that its page shows."""
    people = {row.submitted_by, row.reviewed_by, row.settled_by, row.made_by}
    people |= {each.get("by") for each in row.manual.values()}
    others = visible_to(actor).where(
        Evaluation.institution_id == row.institution_id,
        Evaluation.unit_code == row.unit_code,
        Evaluation.year == row.year,
        Evaluation.id != row.id,
    )
    return SheetFile(
        view=_shown(session, [row])[0],
        names=account_names(session, {who for who in people if who}),
        history=audit.history(session, "evaluation", row.id),
        others=session.scalars(others.order_by(Evaluation.id.desc())).all(),
    )


def page(
    session: Session, actor: Actor, wanted: Wanted, position: Position | None
) -> Page[SheetView]:
    """Return a page of the sheets in sight, the newest first."""
    found = _narrowed(visible_to(actor), wanted)
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    return Page(_shown(session, part.items), part.next, part.previous)


def counts(session: Session, actor: Actor, year: int | None) -> dict[str, int]:
    """Return how many sheets in sight stand where."""
    among = _narrowed(visible_to(actor), Wanted(year=year)).subquery()
    found = select(among.c.state, func.count()).group_by(among.c.state)
    return {row[0]: row[1] for row in session.execute(found)}


def years(session: Session, actor: Actor) -> list[int]:
    """Return the years that have sheets in sight, the newest first."""
    among = visible_to(actor).subquery()
    return list(session.scalars(select(among.c.year).distinct().order_by(among.c.year.desc())))


def categories(session: Session, actor: Actor) -> list[str]:
    """Return the categories that have sheets in sight."""
    among = visible_to(actor).subquery()
    return list(session.scalars(select(among.c.category).distinct().order_by(among.c.category)))


def weight_sets(session: Session) -> Sequence[WeightSet]:
    """Return every set of weights, the newest first."""
    return session.scalars(select(WeightSet).order_by(WeightSet.id.desc())).all()


def weight_set(session: Session, weights_id: int) -> WeightSet | None:
    """Return one set of weights."""
    return session.get(WeightSet, weights_id)


def _narrowed(found: Select[Evaluation], wanted: Wanted) -> Select[Evaluation]:
    if wanted.year is not None:
        found = found.where(Evaluation.year == wanted.year)
    if wanted.state:
        found = found.where(Evaluation.state == wanted.state)
    if wanted.category:
        found = found.where(Evaluation.category == wanted.category)
    if wanted.grade:
        found = found.where(Evaluation.grade == wanted.grade)
    if wanted.institution_id is not None:
        found = found.where(Evaluation.institution_id == wanted.institution_id)
    return found


def _shown(session: Session, rows: Collection[Evaluation]) -> list[SheetView]:
    known = cards(session, {row.institution_id for row in rows})
    called, peers = unit_names(session), _peers(session, rows)
    return [
        SheetView(
            row=row,
            institution=known[row.institution_id],
            unit_name=called.get(row.unit_code, row.unit_code),
            judged=judge(row.weights, row.inputs, row.manual),
            place=_place(row, peers.get((row.year, row.unit_code, row.category), [])),
        )
        for row in rows
    ]


def _peers(
    session: Session, rows: Collection[Evaluation]
) -> dict[tuple[int, str, str], list[Decimal]]:
    """Return the settled scores of every year, unit and category that some sheets are of."""
    of = Evaluation
    found = select(of.year, of.unit_code, of.category, of.score).where(
        of.state == "settled",
        of.year.in_({row.year for row in rows}),
        of.unit_code.in_({row.unit_code for row in rows}),
    )
    scores: dict[tuple[int, str, str], list[Decimal]] = {}
    for year, unit, category, score in session.execute(found):
        scores.setdefault((year, unit, category), []).append(Decimal(score))
    return scores


def _place(row: Evaluation, scores: list[Decimal]) -> Place | None:
    middle = median(scores)
    if row.state != "settled" or row.score is None or middle is None:
        return None
    own = Decimal(row.score)
    return Place(rank(own, scores), len(scores), middle, scores.count(own) > 1)
