"""The measures that indicators of the yearly evaluation are computed from, out of plain counts."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_HUNDREDTH = Decimal("0.01")

COUNTS = (
    "forwarded",
    "late",
    "reported",
    "sent_back",
    "reviewed",
    "changed",
    "marketing",
    "service",
    "privacy",
    "before",
    "due",
    "filed_late",
    "unmet",
    "filings_sent_back",
    "demanded",
    "failed",
    "overdue",
    "findings",
    "repeated",
    "refused",
)
"""What is counted of an institution and its branches over the year; stored with its sheet."""

SHARES = {
    "late_percent": ("late", "forwarded"),
    "sent_back_percent": ("sent_back", "reported"),
    "changed_percent": ("changed", "reviewed"),
    "marketing_percent": ("marketing", "forwarded"),
    "service_percent": ("service", "forwarded"),
    "privacy_percent": ("privacy", "forwarded"),
    "rise_percent": ("forwarded", "before"),
    "filed_late_percent": ("filed_late", "due"),
    "filings_sent_back_percent": ("filings_sent_back", "due"),
    "failed_percent": ("failed", "demanded"),
}
NUMBERS = {
    "unmet": "unmet",
    "overdue": "overdue",
    "findings": "findings",
    "repeated": "repeated",
    "refused": "refused",
}
RATE = "rate_percent"
"""Complaints per unit of the denominator against the category's median; 100 is the median."""
MEASURES = (*SHARES, *NUMBERS, RATE)


def measures_of(inputs: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Return every measure of a sheet's stored counts; None where the whole is nought.

    Percent are rounded half up to hundredths. `rate` and `rate_median` are decimals as text.
    """
    counts = {name: int(inputs.get(name, 0)) for name in COUNTS}
    found: dict[str, Decimal | None] = {
        name: _percent(Decimal(counts[part]), Decimal(counts[whole]))
        for name, (part, whole) in SHARES.items()
    }
    found |= {name: Decimal(counts[count]) for name, count in NUMBERS.items()}
    rate, middle = inputs.get("rate"), inputs.get("rate_median")
    known = rate is not None and middle is not None
    found[RATE] = _percent(Decimal(str(rate)), Decimal(str(middle))) if known else None
    return found


def rate(cases: int, denominator: Decimal | None) -> Decimal | None:
    """Return cases for ten thousand of a denominator, half up to the sixth decimal."""
    if not denominator:
        return None
    return (Decimal(10_000 * cases) / denominator).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(_HUNDREDTH, ROUND_HALF_UP) if whole else None
