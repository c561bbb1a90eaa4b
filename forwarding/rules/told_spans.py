"""The days that a dashboard tells of, and those it compares with."""

from dataclasses import dataclass
from datetime import date, timedelta

NAMES = ("month", "last_month", "quarter", "last_quarter", "week")
DIGESTS = ("daily", "weekly", "monthly")


@dataclass(frozen=True)
class Span:
    """The days that are told of, and the like before them to compare with."""

    first: date
    last: date
    before_first: date
    before_last: date


def span_of(name: str, today: date) -> Span:
    """Return the days of a span as it stands today.

    What is still running is compared with as many days of the month or quarter before it.
    """
    if name == "week":
        return Span(*(today - timedelta(days=back) for back in (6, 0, 13, 7)))
    months = 3 if "quarter" in name else 1
    first = _begin(today, months)
    before = _begin(first - timedelta(days=1), months)
    if name.startswith("last_"):
        earlier = _begin(before - timedelta(days=1), months)
        return Span(before, first - timedelta(days=1), earlier, before - timedelta(days=1))
    as_far = before + (today - first)
    return Span(first, today, before, min(as_far, first - timedelta(days=1)))


def _begin(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def digest_due(digest: str, today: date) -> bool:
    """Return whether a digest is sent today: weekly ones on Mondays, monthly ones on the first."""
    return (
        digest == "daily"
        or (digest == "weekly" and today.weekday() == 0)
        or (digest == "monthly" and today.day == 1)
    )
