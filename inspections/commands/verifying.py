"""What officers do with what was put right: look at it, send it back, close it out or fail it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from inspections.commands.rectification_acts import (
    given,
    items_of,
    log,
    move,
    standing_of,
    tell,
)
from inspections.lifecycle import EXTENSION, RECTIFICATION
from inspections.models import (
    Rectification,
    RectificationExtension,
    RectificationItem,
    Verification,
)
from inspections.rules import rectifying as rules
from portal.accounts.queries import account
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

METHODS = ("on_site", "documents", "sample", "call_back", "system")


def verify(
    session: Session,
    row: Rectification,
    item: RectificationItem,
    *,
    method: str,
    verified_on: date,
    met: bool,
    seen: str,
    by: Actor,
    at: datetime,
) -> Verification:
    """Note how an inspector looked at an item, on which day, and what he saw.

    Raises Breach("handler_may_not_verify") for the officer who has it in hand.
    """
    article = "41" if row.kind == "order" else "40"
    if row.state != "reported":
        raise Breach("not_reported_yet", article)
    if by.account_id == row.handler:
        raise Breach("handler_may_not_verify", article)
    if method not in METHODS:
        raise Breach("unknown_method", article)
    if row.issued_on is None or not row.issued_on <= verified_on <= business_date(at):
        raise Breach("verified_on_wrong_day", article)
    item.met = met
    made = Verification(
        rectification_id=row.id,
        item_id=item.id,
        method=method,
        verified_on=verified_on,
        met=met,
        seen=given(seen, "seen_missing", article),
        noted_at=at,
        verified_by=by.account_id,
    )
    session.add(made)
    session.flush()
    log(session, row, "rectification.verify", by=by, at=at, ordinal=item.ordinal, met=met)
    return made


def send_back(
    session: Session, row: Rectification, *, reason: str, by: Actor, at: datetime
) -> None:
    """Send a report back with what is lacking; the last day stays."""
    RECTIFICATION.check(row.state, "send_back")
    row.rejected_why = given(reason)
    move(session, row, "send_back", by=by, at=at)
    tell(session, row, "sent_back", at)


def close_out(session: Session, row: Rectification, *, note: str, by: Actor, at: datetime) -> None:
    """Close out (销号) what was met in every item, or a recommendation that was replied to."""
    RECTIFICATION.check(row.state, "close_out")
    rules.check_closable(row.kind, [item.met for item in items_of(session, row)])
    row.closed_at, row.closed_by, row.ended_why = at, by.account_id, note.strip()
    move(session, row, "close_out", by=by, at=at)
    tell(session, row, "closed", at)


def fail(session: Session, row: Rectification, *, reason: str, by: Actor, at: datetime) -> None:
    """Note that it was not met: found so, or its last day has passed; that stays on it."""
    RECTIFICATION.check(row.state, "fail")
    met = [item.met for item in items_of(session, row)]
    rules.check_failed(standing_of(row), met, business_date(at))
    row.failed_at, row.failed_why = at, given(reason)
    move(session, row, "fail", by=by, at=at)
    tell(session, row, "failed", at)


def decide_extension(
    session: Session,
    row: Rectification,
    asked: RectificationExtension,
    *,
    grant: bool,
    decision: str,
    by: Actor,
    at: datetime,
) -> None:
    """Grant or refuse more time; by an officer who does not have it in hand himself."""
    act = "grant" if grant else "refuse"
    EXTENSION.check(asked.state, act)
    if row.state != "issued":
        raise Breach("not_in_institutions_hand", "41")
    if by.account_id == row.handler:
        raise Breach("second_officer_needed", "41")
    asked.decision = decision.strip() if grant else given(decision)
    asked.decided_at, asked.decided_by = at, by.account_id
    EXTENSION.move(asked, act)
    if grant:
        row.due_on, row.overdue_told_at = asked.until, None
    until = asked.until.isoformat()
    log(session, row, f"rectification.{act}_extension", by=by, at=at, until=until)
    tell(session, row, "extension_decided", at, asked.id)


def take_in_hand(
    session: Session, row: Rectification, account_id: int, *, by: Actor, at: datetime
) -> None:
    """Give it into the hands of an officer of the same unit."""
    officer = account(session, account_id)
    if officer is None or officer.unit_code != row.unit_code or officer.role not in _HANDLERS:
        raise Breach("no_such_handler", "40")
    row.handler = account_id
    log(session, row, "rectification.take_in_hand", by=by, at=at, account_id=account_id)


_HANDLERS = ("inspector", "supervisor")
