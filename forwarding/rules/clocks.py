"""The time limits: seven working days for the regulator, natural days for institutions.

Amounts are dated: a case is judged under the rule set of the day it was received. They come from
a `Book`, which adds the amendments loaded to what is written here. Dates before the Measures are
counted by their first amounts, and `in_force` says that no rule binds them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.kernel.amounts import AS_WRITTEN, Amount, Book
from portal.kernel.arrangement import (
    LAST_DAY_COUNTS,
    ROLLS_OVER,
    Account,
    Arrangement,
    CalendarGap,
    count_natural,
)
from portal.kernel.law import Dated, clause

IN_FORCE = date(2020, 3, 1)
FORWARDING_WORKING_DAYS = Amount("forwarding_working_days", {IN_FORCE: 7})
HANDLING_NATURAL_DAYS = {
    "simple": Amount("handling_days_simple", {IN_FORCE: 15}),
    "complex": Amount("handling_days_complex", {IN_FORCE: 30}),
    "especially_complex": Amount("handling_days_especially_complex", {IN_FORCE: 60}),
}
TIERS = tuple(HANDLING_NATURAL_DAYS)
REVIEW_NATURAL_DAYS = Amount("review_days", {IN_FORCE: 30})
LAST_DAY = Dated({IN_FORCE: LAST_DAY_COUNTS})
"""Setting: how a natural-day limit ends that would end on a day off. The Measures are silent;
ROLLS_OVER from some day on applies Civil Code Art. 203, the default is the stricter reading.
Under ROLLS_OVER every caller must hand in the arrangement."""

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


@clause("45")
def in_force(received_on: date) -> bool:
    """Return whether a case received on this day falls under the Measures (Art. 45)."""
    return received_on >= IN_FORCE


def rule_set_of(received_on: date, book: Book = AS_WRITTEN) -> date:
    """Return the day from which the rule set of a case holds; the first one for older cases."""
    return book.rule_set_at(received_on, IN_FORCE)


@clause("33")
def forwarding_clock(
    day_zero: date,
    arrangement: Arrangement,
    *,
    book: Book = AS_WRITTEN,
    received_on: date | None = None,
) -> Account:
    """Count the seven working days in which to forward and tell; day 0 is the real receipt.

    Nothing extends, pauses or restarts it. For a unit to which a case was handed over, day 0 is the
    day it got the case; `received_on` then says by which day's rules the case is judged.
    Provisional where the calendar is not loaded.
    """
    length = book.at(FORWARDING_WORKING_DAYS, max(received_on or day_zero, IN_FORCE))
    return arrangement.count_working(day_zero, length)


@clause("18")
def handling_clock(
    reached_on: date,
    tier: str = "simple",
    arrangement: Arrangement | None = None,
    *,
    book: Book = AS_WRITTEN,
) -> Account:
    """Count the natural days an institution has from the day the forward reached it (Art. 18).

    `tier` is simple (15), complex (30 in all) or especially_complex (60 in all).
    """
    return _natural(reached_on, handling_days(reached_on, tier, book=book), arrangement)


@clause("18")
def handling_days(reached_on: date, tier: str = "simple", *, book: Book = AS_WRITTEN) -> int:
    """Return how many natural days a tier has in all, by the rule set of the day of arrival."""
    return book.at(HANDLING_NATURAL_DAYS[tier], max(reached_on, IN_FORCE))


@clause("18")
def institution_due_on(
    reached_on: date, arrangement: Arrangement | None = None, *, book: Book = AS_WRITTEN
) -> date:
    """Return the last day of the institution's simple tier; the last day is in time.

    An acknowledgement, however late, does not move it.
    """
    account = handling_clock(reached_on, arrangement=arrangement, book=book)
    return account.due_on or account.not_before


@clause("20")
def review_clock(
    since: date, arrangement: Arrangement | None = None, *, book: Book = AS_WRITTEN
) -> Account:
    """Count the 30 natural days to apply for a review, or to decide and tell it (Art. 20)."""
    return _natural(since, book.at(REVIEW_NATURAL_DAYS, max(since, IN_FORCE)), arrangement)


def _natural(since: date, length: int, arrangement: Arrangement | None) -> Account:
    """Count natural days, the last included, by the reading of the last day in force."""
    if LAST_DAY.at(max(since, IN_FORCE)) != ROLLS_OVER:
        return count_natural(since, length)
    if arrangement is None:
        raise ValueError("a last day that rolls over needs the arrangement")
    return count_natural(since, length, arrangement)


@clause("43")
def in_time(act_day: date, due_on: date) -> bool:
    """Return whether an act on this day is in time: the last day counts whole (Art. 43)."""
    return act_day <= due_on


@dataclass(frozen=True)
class ClockState:
    """How far a working-day clock has run: `used` of `length`, what is left, or how late.

    `used`, `left` and `late` are working days, None where the calendar does not reach; `late`
    is at least 1 after the due date, on a weekend too. `done_on` stops the clock.
    """

    length: int
    used: int | None
    left: int | None
    late: int | None
    due_on: date | None
    not_before: date
    done_on: date | None

    @property
    def provisional(self) -> bool:
        """Whether the due date waits for an arrangement that is not loaded."""
        return self.due_on is None


@clause("33")
def clock_state(
    account: Account, arrangement: Arrangement, today: date, done_on: date | None = None
) -> ClockState:
    """Return where the seven-working-day clock stands today, or stood when both acts were done."""
    until, due_on = done_on or today, account.due_on
    used: int | None
    late: int | None
    if due_on is not None and not in_time(until, due_on):
        used, late = account.length, forwarding_days_late(arrangement, due_on, until)
    else:
        try:
            used, late = arrangement.working_days_between(account.start, until), 0
        except CalendarGap:
            used = late = None
    left = None if used is None else account.length - used
    return ClockState(account.length, used, left, late, due_on, account.not_before, done_on)


@clause("33")
def forwarding_days_late(arrangement: Arrangement, due_on: date, until: date) -> int:
    """Return by how many working days a missed due date is past, at least 1, on a weekend too."""
    try:
        return max(1, arrangement.working_days_between(due_on, until))
    except CalendarGap as gap:
        last_known = date(gap.year, 1, 1) - timedelta(days=1)
        return max(1, arrangement.working_days_between(due_on, last_known))


class BeyondReach(ValueError):
    """A date on which no time limit can sensibly start."""


RULES = ("33", "18", "20")


def account_of(
    rule: str,
    start: date,
    arrangement: Arrangement,
    *,
    tier: str = "simple",
    book: Book = AS_WRITTEN,
) -> Account:
    """Return the account of a rule: 33, 18 or 20; `tier` is that of rule 18.

    Raises CalendarGap when the working days of the start's own year are not loaded, and
    BeyondReach for a start before 1990 or after 2199.
    """
    if not EARLIEST <= start <= LATEST:
        raise BeyondReach(start.isoformat())
    if rule == "18":
        return handling_clock(start, tier, arrangement, book=book)
    if rule == "20":
        return review_clock(start, arrangement, book=book)
    if start.year not in arrangement.covered:
        raise CalendarGap(start.year)
    return forwarding_clock(start, arrangement, book=book)


def clock_document(
    rule: str,
    start: date,
    arrangement: Arrangement,
    *,
    tier: str = "simple",
    book: Book = AS_WRITTEN,
) -> dict[str, Any]:
    """Return the account of a rule as the command line and the public API give it.

    `due_on` is null and `provisional` true while the end lies beyond the calendar; `not_before`
    is then the earliest date it can be; rule 18 says its `tier`. Raises as `account_of`.
    """
    account = account_of(rule, start, arrangement, tier=tier, book=book)
    return {
        "rule": rule,
        "article": rule,
        **({"tier": tier} if rule == "18" else {}),
        "from": start.isoformat(),
        "due_on": account.due_on and account.due_on.isoformat(),
        "provisional": account.provisional,
        "not_before": account.not_before.isoformat(),
        "reading": account.reading,
        "missing_year": account.gap,
        "rule_set": rule_set_of(start, book).isoformat(),
        "outside_rules": not in_force(start),
        "days": [
            {"date": d.date.isoformat(), "counted": d.counted, "reason": d.reason}
            | ({"occasion": d.occasion} if d.occasion else {})
            for d in account.days
        ],
    }
