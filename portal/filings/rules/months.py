"""A month as a calendar shows it: whole weeks from Monday to Sunday."""

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """A month, its whole weeks, and the months beside it as they are written: 2026-11."""

    first: date
    weeks: tuple[tuple[date, ...], ...]

    @property
    def text(self) -> str:
        """The month as it is written."""
        return f"{self.first:%Y-%m}"

    @property
    def last(self) -> date:
        """Its last day."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def before(self) -> str:
        """The month before, as it is written."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after, as it is written."""
        return f"{self.last + timedelta(days=1):%Y-%m}"


def month(text: str) -> Month | None:
    """Return the month that is written so, from 2000-01 to 2099-12; None for anything else."""
    found = _WRITTEN.fullmatch(text)
    return month_of(date(int(found[1]), int(found[2]), 1)) if found else None


def month_of(day: date) -> Month:
    """Return the month in which a day lies."""
    weeks = Calendar().monthdatescalendar(day.year, day.month)
    return Month(day.replace(day=1), tuple(tuple(week) for week in weeks))
