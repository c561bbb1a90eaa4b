"""The regulator's units: their tree, and which of them is competent for a territory (Art. 6)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Unit
from portal.accounts.rules import units_to_try


@dataclass(frozen=True)
class UnitView:
    """A unit as other packages see it."""

    code: str
    name: str
    level: str
    parent_code: str | None
    department: str
    prefix: str


_AMONG = select(
    Unit.code, Unit.name, Unit.level, Unit.parent_code, Unit.department, Unit.prefix
).where(Unit.code == func.any(bindparam("wanted")))


@dataclass(frozen=True)
class UnitNode:
    """A unit with the units directly below it."""

    unit: UnitView
    children: tuple["UnitNode", ...]


_PARENTS = select(Unit.code, Unit.parent_code)


def _view(row: Unit) -> UnitView:
    return UnitView(row.code, row.name, row.level, row.parent_code, row.department, row.prefix)


def unit(session: Session, code: str | None) -> UnitView | None:
    """Return one unit."""
    row = session.get(Unit, code) if code else None
    return _view(row) if row else None


def units(session: Session) -> list[UnitView]:
    """Return every unit in the order of its code."""
    return [_view(row) for row in session.scalars(select(Unit).order_by(Unit.code))]


def unit_names(session: Session) -> dict[str, str]:
    """Return the name of every unit by its code."""
    found = session.execute(select(Unit.code, Unit.name))
    return {row.code: row.name for row in found}


def unit_tree(session: Session, root: str | None = None) -> tuple[UnitNode, ...]:
    """Return the units as a tree, from the head office or from `root` down."""
    below: dict[str | None, list[UnitView]] = {}
    for view in units(session):
        below.setdefault(view.parent_code, []).append(view)

    def grow(view: UnitView) -> UnitNode:
        return UnitNode(view, tuple(grow(child) for child in below.get(view.code, [])))

    top = unit(session, root)
    return (grow(top),) if top else tuple(grow(view) for view in below.get(None, []))


def units_below(session: Session, code: str) -> frozenset[str]:
    """Return a unit's code and the codes of all units below it."""
    tree = select(Unit.code).where(Unit.code == code).cte("below", recursive=True)
    child = aliased(Unit)
    tree = tree.union(select(child.code).where(child.parent_code == tree.c.code))
    return frozenset(session.scalars(select(tree.c.code)))


def units_above(session: Session, code: str) -> frozenset[str]:
    """Return the codes of the units over a unit, up to the head office."""
    over = {row.code: row.parent_code for row in session.execute(_PARENTS)}
    found, at = set(), over.get(code)
    while at is not None and at not in found:
        found.add(at)
        at = over.get(at)
    return frozenset(found)


def territories(session: Session) -> Callable[[str], str | None]:
    """Return a function from division code to the competent unit's code, for many questions."""
    known = frozenset(session.scalars(select(Unit.code)))

    def competent(division: str) -> str | None:
        return next((code for code in units_to_try(division) if code in known), None)

    return competent


def competent_units(session: Session, divisions: Iterable[str]) -> dict[str, UnitView]:
    """Return the competent unit of each division by its code; those that have none are left out."""
    tried = {division: units_to_try(division) for division in divisions}
    wanted = sorted({code for codes in tried.values() for code in codes})
    found = session.execute(_AMONG, {"wanted": wanted})
    known = {row.code: UnitView(*row) for row in found}
    nearest = {
        division: next((known[code] for code in codes if code in known), None)
        for division, codes in tried.items()
    }
    return {division: unit for division, unit in nearest.items() if unit is not None}


def unit_for_territory(session: Session, division: str) -> str | None:
    """Return the nearest unit whose territory holds a division; None when there is none."""
    tried = units_to_try(division)
    known = set(session.scalars(select(Unit.code).where(Unit.code.in_(tried))))
    return next((code for code in tried if code in known), None)
