"""Periods that are reported on, and the days by which a report of them is due.

A period is written as bulletins write it: 2026, 2026H1, 2026Q3.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.kernel.arrangement import Account, Arrangement, count_natural
from portal.kernel.law import clause

FREQUENCIES = ("once", "yearly", "half_yearly", "quarterly", "on_change")
DAY_KINDS = ("natural", "working")
_MONTHS = {"yearly": 12, "half_yearly": 6, "quarterly": 3}
_WRITTEN = re.compile(r"(20[0-9]{2})(?:H([12])|Q([1-4]))?")
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-([0-3][0-9])")


@dataclass(frozen=True, order=True)
class Period:
    """A year, a half-year or a quarter: its first and last day, and how it is written."""

    first: date
    last: date
    text: str

    @property
    def previous(self) -> "Period":
        """The period of the same length before this one."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return _of_length(months, self.first - timedelta(days=1))


def period(text: str) -> Period | None:
    """Return the period that is written so; None for anything else."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, half, quarter = int(found[1]), found[2], found[3]
    months, place = (6, int(half)) if half else (3, int(quarter)) if quarter else (12, 1)
    return _of_length(months, date(year, months * (place - 1) + 1, 1))


def _of_length(months: int, day: date) -> Period:
    """Return the period of this many months in which a day lies."""
    place = (day.month - 1) // months
    first, end = date(day.year, place * months + 1, 1), (place + 1) * months
    last = date(day.year, end, monthrange(day.year, end)[1])
    sign = {12: "", 6: f"H{place + 1}", 3: f"Q{place + 1}"}[months]
    return Period(first, last, f"{day.year}{sign}")


def periods_between(frequency: str, first: date, last: date) -> Iterator[Period]:
    """Yield the periods of a frequency that end from one day to another, the oldest first."""
    months = _MONTHS[frequency]
    found = _of_length(months, first)
    while found.last <= last:
        if found.last >= first:
            yield found
        found = _of_length(months, found.last + timedelta(days=1))


def day_of_year(text: str) -> tuple[int, int] | None:
    """Return month and day of a yearly date such as 07-30; None for what no year has.

    29 February is none: a duty must fall due every year.
    """
    found = _DAY_OF_YEAR.fullmatch(text)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    return (month, day) if 1 <= day <= monthrange(2025, month)[1] else None


@clause("36")
def due_by(after: date, days_of_year: Iterable[str]) -> date:
    """Return the first of the yearly dates that lies after a period's last day (Art. 36).

    The Measures set no dates: they are the requirement's own. 30 January and 30 July give a
    half-year its due date within the month that follows it.
    """
    named = [found for text in days_of_year if (found := day_of_year(text))]
    if not named:
        raise ValueError("a requirement without yearly dates has no due date")
    both = (date(year, *each) for year in (after.year, after.year + 1) for each in named)
    return min(day for day in both if day > after)


@clause("43")
def due_within(start: date, days: int, kind: str, arrangement: Arrangement) -> Account:
    """Return the account of so many days after a day, the last included (Art. 43).

    `kind` is natural or working; working days beyond the loaded calendar leave it provisional.
    """
    if kind == "working":
        return arrangement.count_working(start, days)
    return count_natural(start, days)
