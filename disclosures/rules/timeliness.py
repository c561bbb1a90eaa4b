"""The regulator's own clock as it is told to the public: shares, medians, what is too few."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from portal.kernel.law import clause

FEWEST = 5
"""Of fewer cases no share is told: it would say how single ones went."""


@clause("33")
def kept_share(kept: int, ended: int) -> Decimal | None:
    """Return the share of terms kept, in percent with one decimal; None of too few.

    It is cut, not rounded: 100 means every one.
    """
    if ended < FEWEST:
        return None
    return (Decimal(100 * kept) / ended).quantize(Decimal("0.1"), ROUND_DOWN)


@clause("33")
def weighted_median(values: Iterable[tuple[int, int]]) -> Fraction | None:
    """Return the median of values that occur so many times each; None of too few."""
    ordered = sorted((value, times) for value, times in values if times)
    whole = sum(times for _value, times in ordered)
    if whole < FEWEST:
        return None
    low, high = (_nth(ordered, place) for place in ((whole - 1) // 2, whole // 2))
    return Fraction(low + high, 2)


def _nth(ordered: list[tuple[int, int]], place: int) -> int:
    passed = 0
    for value, times in ordered:
        passed += times
        if place < passed:
            return value
    raise IndexError(place)
