"""Measures under Art. 41: which there are for whom, when they unlock, and none twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from inspections.rules.rectifying import Standing, uncorrected
from portal.kernel.law import Breach, clause

TALK = "talk"
KINDS_BY_TYPE = {
    "banking": ("suspend_business", "adjust_executives", "halt_branches", "penalty"),
    "insurer": ("fine", "limit_business", "stop_new_business"),
    "intermediary": ("fine", "limit_business", "stop_new_business"),
    "other": ("as_the_law_says",),
}
KINDS = (TALK, *dict.fromkeys(kind for kinds in KINDS_BY_TYPE.values() for kind in kinds))
_PROCEDURE = {"34", "40", "41", "43"}
REFERRED = ("penalty", "fine")
"""Kinds that another procedure decides on: the approval refers the matter there."""


@dataclass(frozen=True)
class Earlier:
    """An earlier measure on an institution, and what it was for."""

    id: int
    kind: str
    rectification_id: int
    articles: frozenset[str]
    problems: frozenset[str]


@clause("41")
def kinds_for(institution_type: str) -> tuple[str, ...]:
    """Return the measures that Art. 41 has for a type of institution, the talk first."""
    return (TALK, *KINDS_BY_TYPE[institution_type])


@clause("41")
def check_measure(kind: str, institution_type: str, order: Standing, as_of: date) -> None:
    """Raise Breach unless an order's last day passed uncorrected and the kind fits the type."""
    if order.kind != "order" or not uncorrected(order, as_of):
        raise Breach("measures_locked", "41")
    if kind not in kinds_for(institution_type):
        raise Breach("measure_not_for_type", "41")


@clause("41")
def same_breach(
    kind: str,
    rectification_id: int,
    articles: Collection[str],
    problems: Collection[str],
    earlier: Iterable[Earlier],
) -> Earlier | None:
    """Return the newest earlier measure for the same breach, or None; a talk punishes nothing.

    The same breach: the same order, or the same problem found, or, where no finding names one,
    the same articles.
    """
    if kind == TALK:
        return None
    for one in sorted(earlier, key=lambda each: -each.id):
        if one.kind == TALK:
            continue
        if one.rectification_id == rectification_id:
            return one
        if problems and one.problems:
            if one.problems & set(problems):
                return one
        elif (one.articles & set(articles)) - _PROCEDURE:
            return one
    return None
