"""To withdraw a complaint (撤回): it ends on the very day the request is received (Art. 15)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log, move_complaint, move_forwarding
from forwarding.commands.mediation import Outcome, end
from forwarding.commands.merging import release_others
from forwarding.commands.tell import announce, lapse
from forwarding.lifecycle import FORWARDING, MEDIATION, REVIEW
from forwarding.models import Complaint, Forwarding, Mediation, ReceiptCode, Review
from portal.kernel import outbox, secrets
from portal.kernel.actor import Actor
from portal.kernel.clock import aware, business_date
from portal.kernel.law import Breach, clause


@clause("15")
def withdraw(
    session: Session,
    complaint: Complaint,
    *,
    requested_at: datetime,
    reason: str | None,
    by: Actor,
    at: datetime,
    delay_reason: str | None = None,
) -> list[Forwarding]:
    """End the case on the day the request was received, and relay it the same day (Art. 15).

    `reason` is the complainant's own and stays encrypted; `delay_reason` says why the request is
    entered on a later day, and names nobody. Returns the forwardings that are relayed. Raises
    Breach for a request from the future, from before the receipt, or entered late without reason.
    """
    day = _day_of_request(complaint, aware(requested_at), aware(at), delay_reason)
    complaint.withdrawn_on, complaint.withdrawal = day, (reason or "").strip() or None
    # What was done before stays as it was done; a duty still open ends with the request.
    complaint.clock_stopped_at = complaint.clock_stopped_at or aware(requested_at)
    move_complaint(
        session,
        complaint,
        "withdraw",
        by=by,
        at=at,
        reason=(delay_reason or "").strip() or None,
        withdrawn_on=day.isoformat(),
    )
    relayed = _relay(session, complaint, by=by, at=at)
    _end_reviews(session, complaint, by=by, at=at)
    lapse(session, complaint, by=by, at=at)
    announce(session, complaint, "withdrawn", article="15", at=at)
    release_others(session, complaint, at=at)
    return relayed


def by_code(session: Session, number: str, code: str) -> Complaint | None:
    """Return the complaint of a number and secret code, locked; None when they do not fit."""
    held = select(ReceiptCode.complaint_id).where(ReceiptCode.hash == secrets.hash_code(code))
    found = select(Complaint).where(Complaint.number == number, Complaint.id.in_(held))
    return session.scalar(found.with_for_update())


def refuse_withdrawn(forwarding: Forwarding) -> None:
    """Raise Breach when the complainant has withdrawn: nothing is left to be done (Art. 15)."""
    if forwarding.state == "withdrawn":
        raise Breach("case_withdrawn", "15", day=forwarding.complaint.withdrawn_on)


def _day_of_request(
    complaint: Complaint, requested_at: datetime, at: datetime, delay_reason: str | None
) -> date:
    if requested_at > at:
        raise Breach("withdrawn_in_future", "15")
    day = business_date(requested_at)
    if day < complaint.received_on:
        raise Breach("withdrawn_before_receipt", "15", since=complaint.received_on)
    if day < business_date(at) and not (delay_reason or "").strip():
        raise Breach("withdrawal_delay_unexplained", "15", day=day)
    return day


def _relay(session: Session, complaint: Complaint, *, by: Actor, at: datetime) -> list[Forwarding]:
    """Take the case from every institution that still works on it, and let each know."""
    found = select(Forwarding).where(
        Forwarding.complaint_id == complaint.id,
        Forwarding.state.in_(FORWARDING.moves["withdraw"].start),
    )
    rows = list(session.scalars(found.order_by(Forwarding.id).with_for_update()))
    for row in rows:
        row.complaint = complaint
        _end_mediations(session, row, by=by, at=at)
        row.paused_on = None
        move_forwarding(session, row, "withdraw", by=by, at=at)
        key = f"forwarding.withdrawn:{row.id}"
        outbox.post(session, "forwarding.withdrawn", key, {"forwarding_id": row.id}, at)
    return rows


def _end_mediations(session: Session, row: Forwarding, *, by: Actor, at: datetime) -> None:
    """End the mediations under way as withdrawn; their days no longer matter to any limit."""
    found = select(Mediation).where(
        Mediation.forwarding_id == row.id, Mediation.state.in_(MEDIATION.moves["end"].start)
    )
    for mediation in session.scalars(found.with_for_update()):
        since = mediation.accepted_on or mediation.applied_on
        day = max(since, row.complaint.withdrawn_on or since)
        end(session, row, mediation, Outcome(day, "withdrawn"), by=by, at=at)


def _end_reviews(session: Session, complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """End the reviews under way: there is no decision left to look into."""
    found = (
        select(Review)
        .join(Forwarding, Forwarding.id == Review.forwarding_id)
        .where(Forwarding.complaint_id == complaint.id, Review.state == REVIEW.initial)
    )
    for row in session.scalars(found.with_for_update(of=Review)):
        REVIEW.move(row, "lapse")
        row.ended_at, row.ended_by = at, by.account_id
        facts = {"forwarding_id": row.forwarding_id, "institution_id": row.superior_id}
        log(session, complaint, "review.lapse", article="15", by=by, at=at, **facts)
