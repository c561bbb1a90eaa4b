"""The yearly evaluation (Art. 38): from stored figures, weights and manual scores to a grade.

Everything is exact: points are decimals rounded half up to hundredths, indicator by indicator,
and then only added. Nothing but what a sheet stores goes in, so that it can be computed again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from inspections.rules.indicators import MEASURES, measures_of
from portal.kernel.law import clause

HUNDREDTH = Decimal("0.01")
FULL = Decimal(100)
MINIMA = {
    "system": Decimal(10),
    "suitability": Decimal(10),
    "marketing": Decimal(25),
    "disputes": Decimal(25),
    "education": Decimal(10),
    "service": Decimal(5),
    "privacy": Decimal(5),
}
"""The elements of the 2025 edition and the least weight of each, of a hundred."""


@dataclass(frozen=True)
class IndicatorScore:
    """One indicator as judged: its points, None where a manual score is still missing.

    `value` is the measure it was computed from; None where nothing was counted, which takes no
    points away.
    """

    code: str
    name: str
    weight: Decimal
    measure: str
    value: Decimal | None
    full: Decimal | None
    zero: Decimal | None
    points: Decimal | None
    reason: str


@dataclass(frozen=True)
class ElementScore:
    """One element with its indicators; its points are None while one of them is missing."""

    code: str
    weight: Decimal
    indicators: tuple[IndicatorScore, ...]

    @property
    def points(self) -> Decimal | None:
        """The sum of its indicators' points."""
        return _sum([each.points for each in self.indicators])


@dataclass(frozen=True)
class Judged:
    """A whole sheet as its stored inputs, weights and manual scores make it."""

    elements: tuple[ElementScore, ...]
    grades: tuple[tuple[str, Decimal], ...]

    @property
    def score(self) -> Decimal | None:
        """The sum of all points; None while a manual score is missing."""
        return _sum([each.points for each in self.elements])

    @property
    def grade(self) -> str | None:
        """The grade whose bound the score reaches; None without a score."""
        return None if self.score is None else grade_of(self.score, self.grades)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the indicators that still need a manual score."""
        return tuple(
            each.name for of in self.elements for each in of.indicators if each.points is None
        )


@clause("38")
def judge(
    weights: Mapping[str, Any], inputs: Mapping[str, Any], manual: Mapping[str, Any]
) -> Judged:
    """Judge a sheet by what it stores alone (Art. 38)."""
    measures = measures_of(inputs)
    elements = tuple(
        ElementScore(
            element["code"],
            Decimal(element["weight"]),
            tuple(_indicator(each, measures, manual) for each in element["indicators"]),
        )
        for element in weights["elements"]
    )
    grades = tuple((each["grade"], Decimal(each["least"])) for each in weights["grades"])
    return Judged(elements, grades)


def _indicator(
    of: Mapping[str, Any], measures: Mapping[str, Decimal | None], manual: Mapping[str, Any]
) -> IndicatorScore:
    weight, measure = Decimal(of["weight"]), str(of["measure"])
    given = manual.get(of["code"], {})
    value = full = zero = None
    if measure == "manual":
        points = Decimal(given["score"]) if given else None
    else:
        value, full, zero = measures[measure], Decimal(of["full"]), Decimal(of["zero"])
        points = points_of(value, weight, full, zero)
    reason = str(given.get("reason", ""))
    return IndicatorScore(
        of["code"], of["name"], weight, measure, value, full, zero, points, reason
    )


def points_of(value: Decimal | None, weight: Decimal, full: Decimal, zero: Decimal) -> Decimal:
    """Return the points of a value between the one that gets all and the one that gets none.

    Either may be the larger. Where nothing was counted there is nothing to hold against anybody.
    """
    if value is None:
        return weight.quantize(HUNDREDTH, ROUND_HALF_UP)
    reached = (value - zero) / (full - zero)
    share = min(max(reached, Decimal(0)), Decimal(1))
    return (weight * share).quantize(HUNDREDTH, ROUND_HALF_UP)


def grade_of(score: Decimal, grades: Sequence[tuple[str, Decimal]]) -> str:
    """Return the grade of a score; each bound is included."""
    reached = [(least, grade) for grade, least in grades if score >= least]
    return max(reached)[1]


@clause("38")
def faults_of(
    elements: Sequence[Mapping[str, Any]], grades: Sequence[Mapping[str, Any]]
) -> list[tuple[str, dict[str, Any]]]:
    """Return what is wrong with a set of weights, as (code of the fault, its facts)."""
    found: list[tuple[str, dict[str, Any]]] = []
    codes = [each["code"] for each in elements]
    if sorted(codes) != sorted(MINIMA):
        return [("weights_elements", {"elements": sorted(set(MINIMA) ^ set(codes))})]
    for each in elements:
        weight = Decimal(each["weight"])
        if weight < MINIMA[each["code"]]:
            found.append(
                ("weights_minimum", {"element": each["code"], "least": MINIMA[each["code"]]})
            )
        if sum(Decimal(one["weight"]) for one in each["indicators"]) != weight:
            found.append(("weights_indicators", {"element": each["code"], "weight": weight}))
    total = sum(Decimal(each["weight"]) for each in elements)
    if total != FULL:
        found.append(("weights_sum", {"sum": total}))
    return found + _faults_of_indicators(elements) + _faults_of_grades(grades)


def _faults_of_indicators(
    elements: Sequence[Mapping[str, Any]],
) -> list[tuple[str, dict[str, Any]]]:
    indicators = [one for each in elements for one in each["indicators"]]
    found: list[tuple[str, dict[str, Any]]] = []
    if len({one["code"] for one in indicators}) != len(indicators):
        found.append(("weights_codes", {}))
    for one in indicators:
        computed = one["measure"] != "manual"
        if computed and one["measure"] not in MEASURES:
            found.append(("weights_measure", {"measure": one["measure"]}))
        elif computed and Decimal(one["full"]) == Decimal(one["zero"]):
            found.append(("weights_bounds", {"name": one["name"]}))
    return found


def _faults_of_grades(grades: Sequence[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    bounds = [Decimal(each["least"]) for each in grades]
    names = {each["grade"] for each in grades}
    falling = all(above > below for above, below in zip(bounds, bounds[1:], strict=False))
    sound = bool(bounds) and bounds[-1] == 0 and falling and len(names) == len(bounds)
    return [] if sound and bounds[0] <= FULL else [("weights_grades", {})]


def median(scores: Sequence[Decimal]) -> Decimal | None:
    """Return the middle score, the mean of the two middle ones half up; None of none."""
    ordered, middle = sorted(scores), len(scores) // 2
    if not ordered:
        return None
    both = ordered[middle - 1 : middle + 1] if len(ordered) % 2 == 0 else [ordered[middle]]
    return (sum(both, Decimal(0)) / len(both)).quantize(HUNDREDTH, ROUND_HALF_UP)


def rank(score: Decimal, scores: Sequence[Decimal]) -> int:
    """Return the place of a score; equal scores share the better place."""
    return 1 + sum(1 for other in scores if other > score)


def _sum(points: Sequence[Decimal | None]) -> Decimal | None:
    if any(each is None for each in points):
        return None
    return sum((each for each in points if each is not None), Decimal(0))
