"""Not to accept a complaint (不予接收): proposed by one officer, decided by another."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.acts import move_complaint
from forwarding.commands.merging import release_others
from forwarding.commands.tell import announce
from forwarding.models import Complaint
from forwarding.rules import may_be_declined
from forwarding.vocabulary import DECLINE_REASONS
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def propose_non_acceptance(
    session: Session,
    complaint: Complaint,
    *,
    code: str,
    reason: str,
    instead: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Propose not to accept a complaint, with a coded reason; its clock goes on meanwhile.

    `instead` says where to turn, None for what the code's own words say. Raises Breach for an
    unknown code, an empty reason, and a dispute that is always forwarded.
    """
    if code not in DECLINE_REASONS or not reason.strip():
        raise Breach("decline_reason_missing", "33")
    if not may_be_declined(code, complaint.cause):
        raise Breach("always_forwarded", "33")
    complaint.declined_code, complaint.declined_reason = code, reason.strip()
    complaint.declined_to = (instead or "").strip() or None
    complaint.declined_by = by.account_id
    move_complaint(session, complaint, "propose_non_acceptance", by=by, at=at, code=code)


def reject_non_acceptance(
    session: Session, complaint: Complaint, *, reason: str, by: Actor, at: datetime
) -> None:
    """Send a proposed non-acceptance back to triage; the clock has never paused."""
    _second_officer(complaint, by)
    move_complaint(session, complaint, "reject_non_acceptance", by=by, at=at, reason=reason)
    complaint.declined_code = complaint.declined_reason = None
    complaint.declined_to = complaint.declined_by = None


def not_accept(session: Session, complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Agree not to accept, as the second officer; the filer is told why and where to turn."""
    _second_officer(complaint, by)
    complaint.clock_stopped_at = at
    move_complaint(session, complaint, "not_accept", by=by, at=at, code=complaint.declined_code)
    announce(session, complaint, "not_accepted", article="33", at=at)
    release_others(session, complaint, at=at)


def _second_officer(complaint: Complaint, by: Actor) -> None:
    """Refuse who proposed it: no one may refuse a complaint alone."""
    if by.account_id is not None and by.account_id == complaint.declined_by:
        raise Breach("second_officer", "33")
