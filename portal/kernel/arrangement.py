"""Working days by the State Council's yearly arrangement: holidays off, make-up days on.

A year is covered once its own National Day stands in the table, for every yearly notice lists
it. Beyond the covered years nothing is known, and nothing is guessed: `CalendarGap` says which
year's arrangement to load.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.db import Base

HOLIDAY, MAKEUP_WORKDAY = "holiday", "makeup_workday"
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarGap(LookupError):
    """The arrangement of `year` is not loaded, so its working days are unknown."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not announced or not loaded")
        self.year = year


class ArrangementDay(Base):
    """One announced holiday or make-up workday."""

    __tablename__ = "arrangement_day"
    __table_args__ = (CheckConstraint("kind IN ('holiday', 'makeup_workday')", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    occasion: Mapped[str]
    document_no: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class Day:
    """One day of an account: counted or not, and why.

    `reason` is day_zero, working_day, makeup_workday, weekend, holiday or natural_day;
    `occasion` names the holiday behind it.
    """

    date: date
    counted: bool
    reason: str
    occasion: str = ""


@dataclass(frozen=True)
class Account:
    """A time limit shown day by day; `due_on` is None while it reaches beyond the calendar.

    `not_before` is the earliest date the limit can end: equal to `due_on` when that is known,
    else counted as though every unknown day were a working day.
    """

    start: date
    length: int
    due_on: date | None
    not_before: date
    days: tuple[Day, ...]
    gap: int | None = None

    @property
    def provisional(self) -> bool:
        """Whether the end waits for an arrangement that is not loaded."""
        return self.due_on is None


class Arrangement:
    """The loaded days and the years they cover."""

    def __init__(self, days: Mapping[date, tuple[str, str]], covered: Iterable[int]) -> None:
        self._days = dict(days)
        self.covered = frozenset(covered)

    def day(self, day: date) -> Day:
        """Return whether a day is a working day and why; raises CalendarGap beyond coverage."""
        if day.year not in self.covered:
            raise CalendarGap(day.year)
        kind, occasion = self._days.get(day, ("", ""))
        if kind == HOLIDAY:
            return Day(day, False, "holiday", occasion)
        if kind == MAKEUP_WORKDAY:
            return Day(day, True, "makeup_workday", occasion)
        if day.weekday() >= _SATURDAY:
            return Day(day, False, "weekend")
        return Day(day, True, "working_day")

    def is_working_day(self, day: date) -> bool:
        """Return whether a day is a working day; raises CalendarGap beyond coverage."""
        return self.day(day).counted

    def count_working(self, start: date, length: int) -> Account:
        """Count `length` working days from the day after `start`; raises CalendarGap for a start
        beyond coverage, and gives a provisional account when only the end lies beyond it."""
        if start.year not in self.covered:
            raise CalendarGap(start.year)
        days, counted, at = [Day(start, False, "day_zero")], 0, start
        while counted < length:
            at += _ONE_DAY
            if at.year not in self.covered:
                # Every unknown day may be a working day; so the end cannot be earlier than this.
                not_before = at + timedelta(days=length - counted - 1)
                return Account(start, length, None, not_before, tuple(days), gap=at.year)
            days.append(self.day(at))
            counted += days[-1].counted
        return Account(start, length, at, at, tuple(days))

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after one date up to and including another."""
        span = range(1, (until - after).days + 1)
        return sum(self.is_working_day(after + timedelta(days=n)) for n in span)


def count_natural(start: date, length: int) -> Account:
    """Count `length` natural days from the day after `start`, the last included (Art. 43)."""
    days = [Day(start, False, "day_zero")]
    days += [Day(start + timedelta(days=n), True, "natural_day") for n in range(1, length + 1)]
    return Account(start, length, days[-1].date, days[-1].date, tuple(days))


def from_rows(rows: Iterable[tuple[date, str, str]]) -> Arrangement:
    """Build an arrangement from (date, kind, occasion); a year needs its National Day to count."""
    days = {day: (kind, occasion) for day, kind, occasion in rows}
    covered = {
        day.year
        for day, (kind, _) in days.items()
        if kind == HOLIDAY and (day.month, day.day) == (10, 1)
    }
    return Arrangement(days, covered)


def load(session: Session) -> Arrangement:
    """Return the arrangement as stored."""
    found = select(ArrangementDay.day, ArrangementDay.kind, ArrangementDay.occasion)
    return from_rows((day, kind, occasion) for day, kind, occasion in session.execute(found))
