"""A dashboard as it is asked for in an address, by a page or by a digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from forwarding.queries.overview import Load, Overview, overview
from forwarding.rules.told_spans import NAMES, Span, span_of
from portal.accounts.queries import units, units_below
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class Told:
    """The figures of a unit and of those right below it."""

    unit: str
    name: str
    span: Span
    seen: Overview
    below: Mapping[str, Load]


def told_overview(session: Session, actor: Actor, unit: str, name: str, as_of: date) -> Told:
    """Return the dashboard of a unit in the actor's reach, else of the actor's own unit."""
    own = actor.unit_code or ""
    unit = unit if unit in actor.unit_codes else own
    name = name if name in NAMES else NAMES[0]
    span = span_of(name, as_of)
    codes = units_below(session, unit) & actor.unit_codes
    seen = overview(session, codes, span, as_of)
    return Told(unit, name, span, seen, _below(session, unit, seen))


def _below(session: Session, unit: str, seen: Overview) -> dict[str, Load]:
    """Return the figures by the units right below, each with all that is below it."""
    parents = {row.code: row.parent_code for row in units(session)}
    found: dict[str, Load] = {}
    for code, load in seen.units.items():
        while parents.get(code) not in (unit, None) and code != unit:
            code = str(parents[code])
        found[code] = found.get(code, Load()) + load
    return found
