"""To follow up (回访) a sample of closed complaints: how satisfied is who complained?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.lifecycle import FOLLOW_UP
from forwarding.models import Complaint, FollowUp
from forwarding.queries.follow_ups import is_waiting, waits
from forwarding.rules.follow_up import TRIES_TO_REACH, is_sampled
from portal.kernel import audit, outbox, secrets
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date, start_of
from portal.kernel.law import Breach

ASK = "follow_up.ask"
_LOOK_BACK = timedelta(days=30)
"""How long after its day a sample is still drawn, should the timetable have stood still."""
LONGEST_REMARKS = 1000


def sample(session: Session, *, at: datetime, percent: int, after: int, open_days: int) -> int:
    """Draw the sample of what was closed `after` days ago or earlier; harmless twice.

    Returns how many are asked. History, and what was never handled, is not asked about. Who was
    sampled, had not answered, and had their case handled again is asked anew (Art. 20).
    """
    latest = business_date(at) - timedelta(days=after)
    closed = select(Complaint.id, Complaint.number, Complaint.unit_code).where(
        Complaint.state == "closed",
        Complaint.history.is_(False),
        Complaint.closed_at < start_of(latest + timedelta(days=1)),
        Complaint.closed_at >= start_of(latest - _LOOK_BACK),
        ~exists().where(FollowUp.complaint_id == Complaint.id),
    )
    drawn = [row for row in session.execute(closed) if is_sampled(row.number, percent)]
    messages = list(_asked_anew(session, start_of(latest + timedelta(days=1)), at, open_days))
    for row in drawn:
        made = session.scalar(
            insert(FollowUp)
            .values(
                version=1,
                complaint_id=row.id,
                unit_code=row.unit_code,
                token_hash=secrets.hash_code(token_of(row.id)),
                state=FOLLOW_UP.initial,
                sampled_at=at,
            )
            .on_conflict_do_nothing()
            .returning(FollowUp.id)
        )
        if made is not None:
            asked = {"follow_up_id": made, "days": open_days}
            messages.append(outbox.message(ASK, f"{ASK}:{made}", asked, at))
    outbox.post_all(session, messages)
    return len(messages)


def _asked_anew(
    session: Session, until: datetime, at: datetime, days: int
) -> Iterator[dict[str, Any]]:
    """Begin open follow-ups again whose case was handled again and closed before an instant."""
    closed = select(FollowUp).join(Complaint, Complaint.id == FollowUp.complaint_id)
    closed = closed.where(
        FollowUp.state == "open",
        Complaint.state == "closed",
        Complaint.closed_at > FollowUp.sampled_at,
        Complaint.closed_at < until,
    )
    for row in session.scalars(closed.with_for_update(of=FollowUp, skip_locked=True)).all():
        row.sampled_at = at
        asked = {"follow_up_id": row.id, "days": days}
        yield outbox.message(ASK, f"{ASK}:{row.id}:{at.timestamp():.6f}", asked, at)


def token_of(complaint_id: int) -> str:
    """Return the secret of a follow-up's link: the same at every try of its delivery."""
    return secrets.code_for(f"follow-up:{complaint_id}")


def answer(
    session: Session,
    row: FollowUp,
    *,
    satisfaction: int,
    resolved: bool,
    remarks: str | None,
    channel: str,
    by: Actor,
    at: datetime,
) -> None:
    """Note what who complained thinks; satisfaction from 1 to 5, `channel` is link or phone."""
    if not 1 <= satisfaction <= 5:
        raise Breach("satisfaction_of_five", "")
    _check(session, row, "answer")
    row.satisfaction, row.resolved, row.channel = satisfaction, resolved, channel
    row.remarks = (remarks or "").strip()[:LONGEST_REMARKS] or None
    row.answered_at, row.answered_by = at, by.account_id
    FOLLOW_UP.move(row, "answer")
    _log(
        session,
        row,
        "follow_up.answer",
        by=by,
        at=at,
        satisfaction=satisfaction,
        resolved=resolved,
        channel=channel,
    )


def attempt(session: Session, row: FollowUp, *, outcome: str, by: Actor, at: datetime) -> None:
    """Log a try by telephone that reached nobody."""
    _check(session, row, "answer")
    _log(session, row, "follow_up.attempt", by=by, at=at, outcome=outcome)


def give_up(session: Session, row: FollowUp, *, by: Actor, at: datetime) -> None:
    """End a follow-up after enough tries; raises Breach("follow_up_too_few_tries")."""
    _check(session, row, "give_up")
    tried = tries(session, row)
    if tried < TRIES_TO_REACH:
        raise Breach("follow_up_too_few_tries", "", tried=tried, needed=TRIES_TO_REACH)
    FOLLOW_UP.move(row, "give_up")
    _log(session, row, "follow_up.give_up", by=by, at=at, tries=tried)


def lapse(session: Session, *, at: datetime, days: int) -> int:
    """End follow-ups that nobody answered within `days` of the sample; harmless twice."""
    old = select(FollowUp).where(
        FollowUp.state == "open", FollowUp.sampled_at < at - timedelta(days=days), ~waits()
    )
    rows = session.scalars(old.with_for_update(skip_locked=True)).all()
    for row in rows:
        FOLLOW_UP.move(row, "give_up")
        _log(session, row, "follow_up.lapse", by=SYSTEM, at=at)
    return len(rows)


def _check(session: Session, row: FollowUp, act: str) -> None:
    FOLLOW_UP.check(row.state, act)
    if is_waiting(session, row):
        raise Breach("follow_up_waits", "20")


def tries(session: Session, row: FollowUp) -> int:
    """Return how often who complained was tried by telephone in vain."""
    line = audit.AuditEntry
    tried = select(func.count()).where(
        line.subject_kind == "complaint",
        line.subject_id == str(row.complaint_id),
        line.act == "follow_up.attempt",
    )
    return session.scalar(tried) or 0


def _log(
    session: Session, row: FollowUp, act: str, *, by: Actor, at: datetime, **facts: object
) -> None:
    complaint = session.get_one(Complaint, row.complaint_id)
    log(session, complaint, act, article=None, by=by, at=at, follow_up_id=row.id, **facts)
