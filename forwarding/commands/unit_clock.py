"""To count the clock of Art. 33 for the unit that has a case now."""

from sqlalchemy.orm import Session

from forwarding.models import Complaint
from forwarding.rules import forwarding_clock
from portal.kernel import amounts, arrangement


def count_clock(session: Session, complaint: Complaint) -> None:
    """Set the due date from the day the unit got the case; the day of receipt says which rules.

    A case older than the Measures has no due date.
    """
    if complaint.outside_rules:
        return
    account = forwarding_clock(
        complaint.clock_from,
        arrangement.load(session),
        book=amounts.load(session),
        received_on=complaint.received_on,
    )
    complaint.due_on, complaint.sort_due = account.due_on, account.not_before
    complaint.provisional = account.provisional
