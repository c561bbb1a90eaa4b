"""The statutory clocks of a case as the seven segments show them."""

from datetime import date, datetime
from typing import Protocol

from forwarding.models import Forwarding
from forwarding.rules import clock_state, forwarding_clock
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


def handling_face(forwarding: Forwarding, today: date) -> Face:
    """Return an institution's clock of Art. 18 in natural days; it stops with the report."""
    done_on = business_date(forwarding.reported_at) if forwarding.reported_at else None
    if forwarding.state in ("sent", "acknowledged"):
        done_on = None
    until = done_on or today
    return Face(
        day=(until - forwarding.reached_on).days,
        total=(forwarding.due_on - forwarding.reached_on).days,
        left=(forwarding.due_on - until).days,
        met=None if done_on is None else done_on <= forwarding.due_on,
        working=False,
    )
