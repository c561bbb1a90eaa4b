"""Days counted one by one: working days by the State Council's arrangement, and natural days.

A year is covered once both its 1 January and its 1 October stand in the table as holidays: the
first and the last festival that every yearly notice lists, so that a file cut short at either
end covers nothing. Beyond the covered years nothing is known, and nothing is guessed:
`CalendarGap` says which year's arrangement to load. A notice may still change the last days of
the December before it (a New Year's holiday that begins on the 30th); that moves deadlines when
it is loaded, and they are then counted again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from portal.kernel.law import clause

HOLIDAY, MAKEUP_WORKDAY = "holiday", "makeup_workday"
KINDS = (HOLIDAY, MAKEUP_WORKDAY)
WORKING_DAYS, LAST_DAY_COUNTS, ROLLS_OVER = "working_days", "last_day_counts", "rolls_over"
"""How the last day of an account was found: by working days; by natural days of which the last
counts whatever it is (Art. 43); or moved past a day off (Civil Code Art. 203)."""

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarGap(LookupError):
    """The arrangement of `year` is not loaded, so its working days are unknown."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not announced or not loaded")
        self.year = year


@dataclass(frozen=True)
class Day:
    """One day of an account: counted or not, and why.

    `reason` is day_zero, working_day, makeup_workday, weekend, holiday, natural_day, excluded,
    superseded, restarted, before_redo, redo, agreed or rolled_over; `occasion` names the festival
    behind a holiday or a make-up day, or the ground on which a day is excluded.
    """

    date: date
    counted: bool
    reason: str
    occasion: str = ""


@dataclass(frozen=True)
class Account:
    """A time limit shown day by day; `due_on` is None while it reaches beyond the calendar.

    `not_before` is the earliest date the limit can end: equal to `due_on` when that is known,
    else counted as though every unknown day were a working day. A bound for sorting, no guess.
    `gap` is the first year whose arrangement is missing.
    """

    start: date
    length: int
    due_on: date | None
    not_before: date
    days: tuple[Day, ...]
    gap: int | None = None
    reading: str = WORKING_DAYS

    @property
    def provisional(self) -> bool:
        """Whether the end waits for an arrangement that is not loaded."""
        return self.due_on is None


class Arrangement:
    """The loaded days and the years they cover."""

    def __init__(self, days: Mapping[date, tuple[str, str]], covered: Iterable[int]) -> None:
        self._days = dict(days)
        self.covered = frozenset(covered)
        self._running: dict[int, tuple[int, ...]] = {}

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
        """Count `length` working days from the day after `start`, whatever kind of day that is.

        Gives a provisional account, with the days that are known, where the calendar ends first.
        """
        days, counted, at = [Day(start, False, "day_zero")], 0, start
        while counted < length:
            at += _ONE_DAY
            # Day 0 must be known too: nobody can say what it was, in a year that is not loaded.
            if gap := next((d.year for d in (start, at) if d.year not in self.covered), None):
                not_before = at + timedelta(days=length - counted - 1)
                return Account(start, length, None, not_before, tuple(days), gap)
            days.append(self.day(at))
            counted += days[-1].counted
        return Account(start, length, at, at, tuple(days))

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after one date up to and including another; 0 when none lie
        between; raises CalendarGap when a day between is not covered."""
        if until <= after:
            return 0
        first = after + _ONE_DAY
        passed = self._until(first.year)[_place(first) - 1] if _place(first) else 0
        whole = sum(self._until(year)[-1] for year in range(first.year, until.year))
        return whole + self._until(until.year)[_place(until)] - passed

    def _until(self, year: int) -> tuple[int, ...]:
        """Return the number of working days from 1 January through each day of a year."""
        if year not in self._running:
            length = _place(date(year, 12, 31)) + 1
            days = (date(year, 1, 1) + timedelta(days=n) for n in range(length))
            self._running[year] = tuple(accumulate(self.is_working_day(day) for day in days))
        return self._running[year]


def _place(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal()


@clause("43")
def count_natural(
    start: date,
    length: int,
    roll_over: Arrangement | None = None,
    *,
    excluded: Mapping[date, str] | None = None,
) -> Account:
    """Count `length` natural days from the day after `start`, the last included (Art. 43).

    Days in `excluded` are shown with their ground and not counted (Art. 18). With `roll_over` a
    limit that would end on a day off ends on the next working day instead (Civil Code Art. 203),
    and is provisional where the calendar does not say which that is.
    """
    days, counted, at, skipped = [Day(start, False, "day_zero")], 0, start, excluded or {}
    while counted < length:
        at += _ONE_DAY
        if at in skipped:
            days.append(Day(at, False, "excluded", skipped[at]))
        else:
            days.append(Day(at, True, "natural_day"))
            counted += 1
    last = days[-1].date
    if roll_over is None:
        return Account(start, length, last, last, tuple(days), reading=LAST_DAY_COUNTS)
    try:
        while not roll_over.is_working_day(last):
            last += _ONE_DAY
            days.append(Day(last, False, "rolled_over"))
    except CalendarGap as gap:
        known = tuple(day for day in days if day.reason != "rolled_over" or day.date < last)
        return Account(start, length, None, last, known, gap.year, ROLLS_OVER)
    return Account(start, length, last, last, tuple(days), reading=ROLLS_OVER)


def from_rows(rows: Iterable[tuple[date, str, str]]) -> Arrangement:
    """Build an arrangement from (day, kind, occasion)."""
    days = {day: (kind, occasion) for day, kind, occasion in rows}
    return Arrangement(days, covered_years({day: kind for day, (kind, _) in days.items()}))


def covered_years(kinds: Mapping[date, str]) -> frozenset[int]:
    """Return the years whose 1 January and 1 October are both holidays."""
    ends = {(day.year, day.month) for day, kind in kinds.items() if kind == HOLIDAY and _end(day)}
    return frozenset(year for year, month in ends if month == 1 and (year, 10) in ends)


def _end(day: date) -> bool:
    return (day.month, day.day) in {(1, 1), (10, 1)}
