"""What an institution is told of its cases between forwarding and settling; nothing personal."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.jobs.relays import to_institution
from forwarding.jobs.subjects import forwarding_of
from forwarding.lifecycle import LIVE_NOT, OPEN_FORWARDING_STATES
from portal.kernel.clock import business_date
from portal.kernel.outbox import OutboxMessage, handler


@handler("forwarding.further")
def tell_of_further_text(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution on the day that a merged repeat added to its case (Art. 18)."""
    forwarding = forwarding_of(session, message)
    if forwarding.state not in LIVE_NOT:
        merged_on = business_date(message.posted_at)
        to_institution(session, forwarding, "further_institution", message, at, merged_on=merged_on)


@handler("party.corrected")
def tell_of_correction(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that has a case in hand that its people were corrected (Art. 13)."""
    forwarding = forwarding_of(session, message)
    if forwarding.state in OPEN_FORWARDING_STATES:
        to_institution(session, forwarding, "corrected_institution", message, at)


@handler("review.redo")
def tell_to_handle_again(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell a branch that its superior has it handle a case again, and by when (Art. 20)."""
    forwarding = forwarding_of(session, message)
    if forwarding.state in OPEN_FORWARDING_STATES:
        to_institution(session, forwarding, "redo_institution", message, at)


@handler("limit.struck")
def tell_of_strike(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that a supervisor struck out what it entered on its limit (Art. 18)."""
    forwarding = forwarding_of(session, message)
    if forwarding.state not in LIVE_NOT:
        struck_on = business_date(message.posted_at)
        to_institution(
            session, forwarding, "limit_struck_institution", message, at, struck_on=struck_on
        )
