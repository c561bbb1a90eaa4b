"""What an institution does with a forwarding, and the officer's verdict on its report."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import move_complaint, move_forwarding
from forwarding.commands.late_close import require_reason_of_late_close
from forwarding.commands.merging import tell_others_of_close
from forwarding.commands.tell import announce
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, Report
from forwarding.rules import (
    handled_late,
    interest_excluded,
    missing_report_blocks,
    review_offered_rightly,
)
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause


@dataclass(frozen=True)
class Answer:
    """A report as an institution hands it in.

    `texts` holds the blocks of Art. 19 and the feedback headings by code; `loss_recovered` is in
    yuan; `told_on` and `told_means` say when and how the institution told the complainant.
    """

    result: str
    cause: str
    texts: dict[str, str]
    remedies: tuple[str, ...]
    decided_by_branch: bool
    told_on: date
    told_means: str
    verified_by: str
    no_interest: bool
    loss_recovered: Decimal = Decimal(0)
    lateness_reason: str | None = None


def acknowledge(session: Session, forwarding: Forwarding, *, by: Actor, at: datetime) -> None:
    """Sign for a forwarding; day 0 of the institution's clock stays where it is (Art. 18)."""
    forwarding.acknowledged_at, forwarding.acknowledged_by = at, by.account_id
    move_forwarding(session, forwarding, "acknowledge", by=by, at=at)


@clause("11")
def return_forwarding(
    session: Session, forwarding: Forwarding, *, reason: str, text: str, by: Actor, at: datetime
) -> None:
    """Give a forwarding back with a coded reason; its complaint is due as before (Art. 11)."""
    if not text.strip():
        raise Breach("return_text_missing", "11")
    forwarding.returned_at, forwarding.return_reason = at, reason
    forwarding.return_text = text
    move_forwarding(session, forwarding, "return", by=by, at=at, return_reason=reason)
    complaint = forwarding.complaint
    move_complaint(session, complaint, "take_back", by=SYSTEM, at=at)
    complaint.clock_stopped_at = None
    key = f"forwarding.returned:{forwarding.id}"
    outbox.post(session, "forwarding.returned", key, {"forwarding_id": forwarding.id}, at)


@clause("9")
def report(
    session: Session, forwarding: Forwarding, answer: Answer, *, by: Actor, at: datetime
) -> Report:
    """Hand in a report; raises Breach naming what is missing (Art. 17, 19)."""
    _check(forwarding, answer, at)
    return hand_in(session, forwarding, answer, "report", by=by, at=at)


def hand_in(
    session: Session, forwarding: Forwarding, answer: Answer, act: str, *, by: Actor, at: datetime
) -> Report:
    """Keep a new version of a report and move the forwarding by `act`; the answer is checked."""
    earlier = select(Report.ordinal).where(Report.forwarding_id == forwarding.id)
    last = session.scalar(earlier.order_by(Report.ordinal.desc()).limit(1)) or 0
    row = Report(
        forwarding_id=forwarding.id,
        ordinal=last + 1,
        submitted_at=at,
        submitted_by=by.account_id,
        **_columns(answer),
    )
    session.add(row)
    forwarding.reported_at = at
    if forwarding.acknowledged_at is None:
        forwarding.acknowledged_at, forwarding.acknowledged_by = at, by.account_id
    move_forwarding(session, forwarding, act, by=by, at=at, result=answer.result)
    session.flush()
    settle_state(session, forwarding.complaint, by=SYSTEM, at=at)
    return row


def _columns(answer: Answer) -> dict[str, Any]:
    columns = {name: getattr(answer, name) for name in Answer.__dataclass_fields__}
    texts = json.dumps(answer.texts, ensure_ascii=False)
    return columns | {"remedies": list(answer.remedies), "texts": texts}


def _check(forwarding: Forwarding, answer: Answer, at: datetime) -> None:
    if answer.result == "not_proceeded":
        raise Breach("not_proceeded_apart", "18")
    if missing := missing_report_blocks(
        answer.texts, answer.remedies, decided_by_branch=answer.decided_by_branch
    ):
        named = [f"report.{block}" for block in missing]
        raise Breach("report_blocks_missing", "19", missing=named)
    if not review_offered_rightly(answer.remedies, decided_by_branch=answer.decided_by_branch):
        raise Breach("review_not_open", "20")
    if not interest_excluded(verified_by=answer.verified_by, no_interest=answer.no_interest):
        raise Breach("interest_not_excluded", "17")
    check_told_and_late(forwarding, answer, at)


def check_told_and_late(forwarding: Forwarding, answer: Answer, at: datetime) -> None:
    """Raise a Breach for a telling outside the case's days, or lateness without its reason."""
    day = business_date(at)
    if answer.told_on > day or answer.told_on < forwarding.reached_on:
        raise Breach("told_on_outside", "21", since=forwarding.reached_on, until=day)
    late = handled_late(forwarding.due_on, forwarding.paused_on, day)
    if late and not (answer.lateness_reason or "").strip():
        raise Breach("lateness_reason_missing", "18", due_on=forwarding.due_on)


def send_back(
    session: Session, forwarding: Forwarding, *, remarks: str, by: Actor, at: datetime
) -> None:
    """Send a report back with remarks; the institution's due date does not move."""
    if not remarks.strip():
        raise Breach("remarks_missing", "19")
    row = latest_report(session, forwarding)
    row.verdict, row.verdict_at, row.verdict_by = "sent_back", at, by.account_id
    row.remarks = remarks
    move_forwarding(session, forwarding, "send_back", by=by, at=at)
    if forwarding.complaint.state == "answered":
        forwarding.complaint.answered_at = None
        move_complaint(session, forwarding.complaint, "send_back", by=by, at=at)
    key = f"report.sent_back:{row.id}"
    outbox.post(session, "report.sent_back", key, {"forwarding_id": forwarding.id}, at)


def accept(
    session: Session,
    forwarding: Forwarding,
    *,
    by: Actor,
    at: datetime,
    lateness_reason: str | None = None,
) -> None:
    """Accept a report; with the last of a complaint accepted, the complaint is closed.

    Raises Breach("late_close_reason_missing") where that closes what was late without a reason.
    """
    row = latest_report(session, forwarding)
    row.verdict, row.verdict_at, row.verdict_by = "accepted", at, by.account_id
    forwarding.settled_at = at
    move_forwarding(session, forwarding, "settle", by=by, at=at)
    session.flush()
    _close_if_settled(session, forwarding.complaint, by=by, at=at, why_late=lateness_reason)


def latest_report(session: Session, forwarding: Forwarding) -> Report:
    """Return the newest report of a forwarding; raises Breach("no_report")."""
    found = select(Report).where(Report.forwarding_id == forwarding.id)
    row = session.scalar(found.order_by(Report.ordinal.desc()).limit(1))
    if row is None:
        raise Breach("no_report", "19")
    return row


def settle_state(
    session: Session,
    complaint: Complaint,
    *,
    by: Actor,
    at: datetime,
    why_late: str | None = None,
) -> None:
    """Mark a forwarded complaint answered once every live forwarding has its report."""
    live = _live_states(session, complaint)
    if complaint.state == "forwarded" and live and live <= {"reported", "settled"}:
        complaint.answered_at = at
        move_complaint(session, complaint, "answer", by=by, at=at)
        _close_if_settled(session, complaint, by=by, at=at, why_late=why_late)


def _close_if_settled(
    session: Session, complaint: Complaint, *, by: Actor, at: datetime, why_late: str | None
) -> None:
    if complaint.state == "answered" and _live_states(session, complaint) == {"settled"}:
        require_reason_of_late_close(session, complaint, why_late, at=at)
        complaint.closed_at = at
        move_complaint(session, complaint, "close", by=by, at=at)
        announce(session, complaint, "closed", article="33", at=at)
        tell_others_of_close(session, complaint, at=at)


def _live_states(session: Session, complaint: Complaint) -> set[str]:
    live = select(Forwarding.state).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
    )
    return set(session.scalars(live))
