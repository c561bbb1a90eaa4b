"""Exact arithmetic of published figures: fractions throughout, rounded once, when printed.

No binary float ever touches a figure. A figure that does not exist is None: an empty whole has
no shares, a change from nought has no percentage, a median of nothing is none.
"""

from collections.abc import Iterable
from fractions import Fraction

Exact = Fraction | int


def printed(value: Exact, decimals: int) -> str:
    """Return a value in so many decimals, half up by its magnitude: 2.25 gives 2.3, -2.25 -2.3.

    What rounds to nought bears no sign.
    """
    shifted = abs(Fraction(value)) * 10**decimals
    whole = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    digits = f"{whole:0{decimals + 1}}"
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def share(part: int, whole: int) -> Fraction | None:
    """Return a part in percent of its whole."""
    return Fraction(100 * part, whole) if whole else None


def change(now: int, before: int | None) -> Fraction | None:
    """Return how much more or fewer than before, in percent of before; None from nought."""
    return Fraction(100 * (now - before), before) if before else None


def rate(count: int, denominator: Exact | None, multiple: int) -> Fraction | None:
    """Return complaints per `multiple` of a denominator; None without one that is positive."""
    if denominator is None or denominator <= 0:
        return None
    return Fraction(count * multiple) / Fraction(denominator)


def median(values: Iterable[Exact | None]) -> Fraction | None:
    """Return the median of the unrounded values that exist; the mean of the two in the middle."""
    known = sorted(Fraction(value) for value in values if value is not None)
    if not known:
        return None
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2


def median_printed(value: Fraction, decimals: int) -> str:
    """Return a median of counts; half a complaint is shown even where none is printed."""
    return printed(value, max(decimals, 0 if value.denominator == 1 else 1))
