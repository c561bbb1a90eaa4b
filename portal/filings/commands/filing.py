"""To make, sign and judge a filing: the acts that every kind of filing shares (Arts. 35, 36).

What a kind adds hangs on two hooks: `before_signing` refuses what is not ready to be signed, and
`when_accepted` carries out what acceptance brings about, both in the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.filings.commands.acts import log, move
from portal.filings.lifecycle import FILING, OPEN_FILING
from portal.filings.models import Filing, Obligation
from portal.filings.rules.duties import late_days
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

Hook = Callable[[Session, Filing, Actor, datetime], None]
_before_signing: dict[str, list[Hook]] = {}
_when_accepted: dict[str, list[Hook]] = {}


def before_signing(*kinds: str) -> Callable[[Hook], Hook]:
    """Have a check run before a filing of these kinds is signed; it raises Breach to refuse."""
    return _hooked(_before_signing, kinds)


def when_accepted(*kinds: str) -> Callable[[Hook], Hook]:
    """Have something done when a filing of these kinds is accepted."""
    return _hooked(_when_accepted, kinds)


def _hooked(table: dict[str, list[Hook]], kinds: tuple[str, ...]) -> Callable[[Hook], Hook]:
    def hook(function: Hook) -> Hook:
        for kind in kinds:
            table.setdefault(kind, []).append(function)
        return function

    return hook


@dataclass(frozen=True)
class Signature:
    """Who attests that a filing is true, complete and accurate (Art. 36)."""

    name: str
    post: str
    true: bool
    complete: bool
    accurate: bool


def begin(
    session: Session,
    institution_id: int,
    kind: str,
    *,
    subject: str = "",
    period: str = "",
    obligation: Obligation | None = None,
    by: Actor,
    at: datetime,
    **contents: Any,
) -> Filing:
    """Begin a filing, or a new version where one was accepted or sent back before.

    Raises Breach("filing_open") while another of the same subject and period is being made or
    judged, and Breach("reason_to_file_again_missing") for a new version of what was accepted
    without `why_again`.
    """
    newest = latest(session, institution_id, kind, subject, period)
    if newest is not None and newest.state == "accepted" and not contents.get("why_again"):
        raise Breach("reason_to_file_again_missing", "35")
    values = {
        "version": 1,
        "state": FILING.initial,
        "institution_id": institution_id,
        "kind": kind,
        "subject": subject,
        "period": period,
        "obligation_id": obligation.id if obligation else None,
        "ordinal": newest.ordinal + 1 if newest else 1,
        "previous_id": newest.id if newest else None,
        "made_at": at,
        "made_by": by.account_id,
        "content": {},
        "confirmed": {},
        **contents,
    }
    # Of two people who begin the same at once, one succeeds and the other is told so.
    made = insert(Filing).values(values).on_conflict_do_nothing().returning(Filing.id)
    filing_id = session.scalar(made)
    if filing_id is None:
        raise Breach("filing_open", "35")
    filing = session.get_one(Filing, filing_id)
    log(session, filing, "filing.begin", by=by, at=at)
    return filing


def latest(
    session: Session, institution_id: int, kind: str, subject: str, period: str
) -> Filing | None:
    """Return the newest version of a subject and period, discarded ones aside."""
    return session.scalar(
        select(Filing)
        .where(
            Filing.institution_id == institution_id,
            Filing.kind == kind,
            Filing.subject == subject,
            Filing.period == period,
        )
        .order_by(Filing.ordinal.desc())
        .limit(1)
    )


def sign(
    session: Session, filing: Filing, signature: Signature, *, by: Actor, at: datetime
) -> None:
    """Sign a filing and hand it to the regulator; how late it is stays on it for good (Art. 36).

    Raises Breach("attestation_incomplete") unless all three are attested by somebody named.
    """
    FILING.check(filing.state, "sign")
    if not (signature.true and signature.complete and signature.accurate):
        raise Breach("attestation_incomplete", "36")
    if not (signature.name.strip() and signature.post.strip()):
        raise Breach("signer_missing", "36")
    for check in _before_signing.get(filing.kind, ()):
        check(session, filing, by, at)
    today, obligation = business_date(at), _obligation(session, filing)
    filing.due_on = _judged_by(session, filing, obligation)
    filing.late_days = late_days(filing.due_on, today)
    filing.signed_at, filing.signed_by = at, by.account_id
    filing.signer_name, filing.signer_post = signature.name.strip(), signature.post.strip()
    if obligation is not None:
        obligation.filed_on = obligation.filed_on or today
        obligation.late = obligation.late or filing.late_days > 0
    move(session, filing, "sign", by=by, at=at, late_days=filing.late_days)
    _tell(session, filing, "signed", at)


def accept(session: Session, filing: Filing, *, by: Actor, at: datetime) -> None:
    """Accept a filing; the version accepted before it is superseded and stays on record."""
    FILING.check(filing.state, "accept")
    before = session.scalar(
        select(Filing)
        .where(
            Filing.institution_id == filing.institution_id,
            Filing.kind == filing.kind,
            Filing.subject == filing.subject,
            Filing.period == filing.period,
            Filing.state == "accepted",
        )
        .with_for_update()
    )
    if before is not None:
        move(session, before, "supersede", by=by, at=at, by_filing=filing.id)
        session.flush()
    filing.decided_at, filing.decided_by = at, by.account_id
    move(session, filing, "accept", by=by, at=at)
    for act in _when_accepted.get(filing.kind, ()):
        act(session, filing, by, at)
    _tell(session, filing, "accepted", at)


def send_back(
    session: Session,
    filing: Filing,
    *,
    remarks: str,
    again_by: date,
    by: Actor,
    at: datetime,
) -> None:
    """Send a filing back with remarks and the day by which it is to be filed again.

    The duty is unmet again; what is signed by `again_by` is judged by that day.
    """
    FILING.check(filing.state, "send_back")
    if not remarks.strip():
        raise Breach("filing_remarks_missing", "36")
    if again_by <= business_date(at):
        raise Breach("day_has_passed", "36", day=again_by)
    filing.remarks, filing.again_by = remarks.strip(), again_by
    filing.decided_at, filing.decided_by = at, by.account_id
    move(session, filing, "send_back", by=by, at=at, again_by=again_by.isoformat())
    if obligation := _obligation(session, filing):
        obligation.filed_on, obligation.again_by = _stands_since(session, obligation), again_by
    _tell(session, filing, "sent_back", at)


def take_back(session: Session, filing: Filing, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a signed filing back before it is judged; the duty is unmet again."""
    if not reason.strip():
        raise Breach("reason_missing", "36")
    filing.ended_reason = reason.strip()
    move(session, filing, "take_back", by=by, at=at)
    session.flush()
    if obligation := _obligation(session, filing):
        obligation.filed_on = _stands_since(session, obligation)


def discard(session: Session, filing: Filing, *, by: Actor, at: datetime) -> None:
    """Discard what was not signed yet."""
    move(session, filing, "discard", by=by, at=at)


def retire(
    session: Session, filing: Filing, *, last_day: date, reason: str, by: Actor, at: datetime
) -> None:
    """End what was accepted without anything in its place; `last_day` is the last in force."""
    if not reason.strip():
        raise Breach("reason_missing", "35")
    if filing.effective_from and last_day < filing.effective_from:
        raise Breach("ends_before_it_begins", "35", day=filing.effective_from)
    FILING.check(filing.state, "retire")
    filing.effective_until, filing.ended_reason = last_day, reason.strip()
    move(session, filing, "retire", by=by, at=at, last_day=last_day.isoformat())


def open_filing(
    session: Session, institution_id: int, kind: str, subject: str, period: str
) -> Filing | None:
    """Return what is being made or judged of a subject and period."""
    return session.scalar(
        select(Filing).where(
            Filing.institution_id == institution_id,
            Filing.kind == kind,
            Filing.subject == subject,
            Filing.period == period,
            Filing.state.in_(OPEN_FILING),
        )
    )


def _obligation(session: Session, filing: Filing) -> Obligation | None:
    if filing.obligation_id is None:
        return None
    return session.get_one(Obligation, filing.obligation_id, with_for_update=True)


def _judged_by(session: Session, filing: Filing, obligation: Obligation | None) -> date | None:
    """Return the last day for what is signed now: the duty's own, or that of a sending back."""
    before = session.get(Filing, filing.previous_id) if filing.previous_id else None
    if before is not None and before.again_by is not None:
        return before.again_by
    return obligation.due_on if obligation else filing.due_on


def _stands_since(session: Session, obligation: Obligation) -> date | None:
    """Return the day since which a duty is met by what still stands."""
    session.flush()
    first = session.scalar(
        select(func.min(Filing.signed_at)).where(
            Filing.obligation_id == obligation.id, Filing.state.in_(("submitted", "accepted"))
        )
    )
    return business_date(first) if first else None


def _tell(session: Session, filing: Filing, what: str, at: datetime) -> None:
    key = f"filing:{filing.id}:{what}:{filing.ordinal}"
    outbox.post(session, f"filing.{what}", key, {"filing_id": filing.id}, at)
