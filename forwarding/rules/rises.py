"""Early warning: when an institution's complaints about one business rise beyond chance (Art. 30).

The Measures set no number. A warning says "look here", nothing more; what it was computed from
stands beside it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from portal.kernel.law import Dated, clause

_DIGITS = 40


@dataclass(frozen=True)
class Watching:
    """How rises are looked for.

    The last `days` are set against the mean of the `windows` of as many days before them. There
    is a warning of `least` or more complaints that are `factor` times the usual number or more,
    and that the usual number would bring about by chance with a probability below `chance`.
    """

    days: int
    windows: int
    least: int
    factor: Fraction
    chance: Decimal


WATCHING = Dated({date(2020, 3, 1): Watching(28, 6, 10, Fraction(3, 2), Decimal("0.001"))})


@clause("30")
def is_rise(now: int, before: int, watching: Watching) -> bool:
    """Return whether `now` complaints are a rise, when all windows before had `before` together."""
    usual = Fraction(before, watching.windows)
    if now < watching.least or now < watching.factor * usual:
        return False
    return tail(now, usual) < watching.chance


def tail(least: int, mean: Fraction) -> Decimal:
    """Return the probability of so many or more where `mean` are usual and nothing has changed.

    Complaints are taken as independent (Poisson); summed with 40 digits, so that it comes out
    the same on every machine.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        rate = Decimal(mean.numerator) / Decimal(mean.denominator)
        term = (-rate).exp()
        below = Decimal(0)
        for count in range(least):
            below += term
            term = term * rate / (count + 1)
        return max(Decimal(0), 1 - below)
