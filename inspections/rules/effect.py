"""Whether complaints became fewer after the regulator stepped in: equal spans before and after."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

LONGEST, SHORTEST = 180, 30
"""Days compared at most; before so many have passed nothing is told."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Spans:
    """As many days before a turn as after it; `turn` is the first day after."""

    turn: date
    days: int

    @property
    def before(self) -> tuple[date, date]:
        """The first and last day before the turn."""
        return self.turn - timedelta(days=self.days), self.turn - timedelta(days=1)

    @property
    def after(self) -> tuple[date, date]:
        """The first and last day from the turn on."""
        return self.turn, self.turn + timedelta(days=self.days - 1)


@dataclass(frozen=True)
class Effect:
    """Complaints forwarded before and after; rates are per 10,000 of the type's denominator.

    `change` is in per cent with one decimal, None from nought; a rate is None without an approved
    denominator.
    """

    spans: Spans
    before: int
    after: int
    rate_before: Decimal | None = None
    rate_after: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """How the number changed, in per cent, rounded half up; None from nought."""
        if not self.before:
            return None
        exact = Decimal(self.after - self.before) * 100 / Decimal(self.before)
        return exact.quantize(_TENTH, ROUND_HALF_UP)


def spans(turn: date, today: date) -> Spans | None:
    """Return the spans to compare around a turn; None until SHORTEST whole days have passed."""
    days = min(LONGEST, (today - turn).days)
    return Spans(turn, days) if days >= SHORTEST else None
