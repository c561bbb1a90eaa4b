"""The statutory clocks of a case as the seven segments show them."""

from datetime import date, datetime
from typing import Protocol

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.rules import Limit, clock_state, forwarding_clock, handled_late, handling_days
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.arrangement import Arrangement
from portal.kernel.clock import business_date
from portal.web.clockface import Face


class OnTheClock(Protocol):
    """A complaint, or a row of a list that stands for one."""

    @property
    def received_on(self) -> date:
        """The day of receipt, which says by which rules it is judged."""

    @property
    def clock_from(self) -> date:
        """Day 0 of the unit that has it now."""

    @property
    def clock_stopped_at(self) -> datetime | None:
        """When both acts of Art. 33 were done."""

    @property
    def outside_rules(self) -> bool:
        """Whether the case is older than the Measures."""


def forwarding_face(
    row: OnTheClock, arrangement: Arrangement, today: date, book: Book = AS_WRITTEN
) -> Face | None:
    """Return the clock of Art. 33 in working days; None for a case older than the Measures."""
    if row.outside_rules:
        return None
    received_on = row.received_on
    account = forwarding_clock(row.clock_from, arrangement, book=book, received_on=received_on)
    stopped = row.clock_stopped_at
    done_on = business_date(stopped) if stopped else None
    state = clock_state(account, arrangement, today, done_on)
    if state.used is None or state.left is None:
        return Face(0, state.length, None, provisional=True)
    return Face(
        day=state.used,
        total=state.length,
        left=-state.late if state.late else state.left,
        provisional=state.provisional,
        met=None if done_on is None else not state.late,
    )


class WithInstitution(Protocol):
    """A forwarding, or a row of a list that stands for one."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def reached_on(self) -> date:
        """Day 0."""

    @property
    def due_on(self) -> date:
        """The last day, as the acts on record have it."""

    @property
    def paused_on(self) -> date | None:
        """Since when the limit waits for the end of an excluded period."""

    @property
    def tier(self) -> str:
        """How long the period is in all."""

    @property
    def reported_at(self) -> datetime | None:
        """When the institution reported last."""

    @property
    def returned_at(self) -> datetime | None:
        """When the institution gave it back."""


def handling_face(
    row: WithInstitution, today: date, limit: Limit | None = None, *, book: Book = AS_WRITTEN
) -> Face:
    """Return an institution's clock of Art. 18 in natural days; it stops with report or return.

    Without the acts' `limit` the day in force is told from the days that are left.
    """
    done_on = business_date(row.reported_at) if row.reported_at else None
    if row.state in OPEN_FORWARDING_STATES:
        done_on = None
    elif row.state == "returned" and row.returned_at:
        done_on = business_date(row.returned_at)
    until = done_on or today
    used, total = _used(row, until, book) if limit is None else _counted(limit, until)
    return Face(
        day=used,
        total=total,
        left=(row.due_on - until).days,
        met=None if done_on is None else not handled_late(row.due_on, row.paused_on, done_on),
        working=False,
        paused=row.paused_on is not None and done_on is None,
    )


def _counted(limit: Limit, until: date) -> tuple[int, int]:
    """Return how many days counted so far, of how many; days after the last count on."""
    account = limit.account
    used = sum(day.counted for day in account.days if day.date <= until)
    return used + max(0, (until - account.days[-1].date).days), account.length


def _used(row: WithInstitution, until: date, book: Book) -> tuple[int, int]:
    """Return the same without the acts: by the days left where they fit the tier's length."""
    elapsed, left = (until - row.reached_on).days, (row.due_on - until).days
    total = handling_days(row.reached_on, row.tier, book=book)
    if not total <= (row.due_on - row.reached_on).days or left > total:
        return elapsed, (row.due_on - row.reached_on).days
    return total - left, total
