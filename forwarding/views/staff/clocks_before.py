"""The clocks of the units that had a case before; each ended when the case was handed on."""

from dataclasses import dataclass, replace
from datetime import date

from forwarding.models import Complaint
from forwarding.queries.elsewhere import Handed, hand_overs_of
from forwarding.rules import forwarding_clock
from portal.kernel.amounts import Book
from portal.kernel.arrangement import Account, Arrangement
from portal.kernel.clock import business_date
from portal.web.db import session


@dataclass(frozen=True)
class ClockBefore:
    """One unit's clock until it handed the case over, day by day; `due_on` is as it was then."""

    handed: Handed
    account: Account


def clocks_before(complaint: Complaint, calendar: Arrangement, book: Book) -> list[ClockBefore]:
    """Return the clock of each unit that had a case before, the first one first (Art. 33)."""
    if complaint.reached_unit_on is None:
        return []
    found = []
    for handed in hand_overs_of(session(), complaint.id):
        begun, received_on = handed.clock_from, complaint.received_on
        account = forwarding_clock(begun, calendar, book=book, received_on=received_on)
        found.append(ClockBefore(handed, _until(account, business_date(handed.handed_at))))
    return found


def _until(account: Account, last: date) -> Account:
    days = tuple(day for day in account.days if day.date <= last)
    return replace(account, days=days)
