"""To tell the complainant (告知): by the means of Art. 21, with proof, or with logged attempts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.lifecycle import TELLING
from forwarding.models import Complaint, Party, Telling, TellingAttempt
from forwarding.rules import means_for, telling_excused
from forwarding.submission import Person
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.law import Breach

AUTOMATIC = ("sms", "email")


def announce(
    session: Session,
    complaint: Complaint,
    occasion: str,
    *,
    article: str,
    at: datetime,
    about: int | None = None,
) -> Telling:
    """Note that the complainant must be told of `occasion`; SMS and e-mail leave by themselves.

    `about` is the id of the row it tells of where a case may have several.
    """
    means = means_for(filer_of(session, complaint))
    nth = session.scalar(
        select(func.count()).where(
            Telling.complaint_id == complaint.id, Telling.occasion == occasion
        )
    )
    telling = Telling(
        complaint_id=complaint.id,
        occasion=occasion,
        article=article,
        key=f"telling:{complaint.id}:{occasion}:{(nth or 0) + 1}"
        + ("" if about is None else f":{about}"),
        means=means,
        automatic=means in AUTOMATIC,
        state=TELLING.initial,
        due_on=complaint.due_on if occasion == "forwarded" else None,
        created_at=at,
    )
    session.add(telling)
    session.flush()
    if telling.automatic:
        outbox.post(session, "telling.send", telling.key, {"telling_id": telling.id}, at)
    return telling


def promise(complaint: Complaint, on: date) -> dict[str, Any]:
    """Return by when a complainant may be promised on this day to be told of the forwarding.

    `tell_by` is the due date, `not_before` its lower bound while no calendar says it; `late` where
    neither lies ahead, since a case may be entered long after its receipt and a promise must hold.
    """
    late = complaint.outside_rules or complaint.sort_due < on
    known = complaint.due_on is not None
    return {
        "tell_by": complaint.due_on if known and not late else None,
        "not_before": None if known or late else complaint.sort_due,
        "late": late,
    }


def tell(
    session: Session,
    telling: Telling,
    *,
    means: str,
    proof: str,
    done_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Note that the complainant was told: by which means, when the act was done, and its proof.

    In time is judged on the day of the act (Art. 21). Raises Breach("told_in_future") when
    `done_at` lies after `at`, Breach("told_before_duty") when it lies before the duty arose.
    """
    if done_at > at:
        raise Breach("told_in_future", "21")
    if done_at < telling.created_at:
        raise Breach("told_before_duty", "21", since=telling.created_at)
    TELLING.move(telling, "tell")
    telling.means, telling.proof = means, proof
    telling.done_at, telling.done_by = done_at, by.account_id
    complaint = telling.complaint
    log(
        session,
        complaint,
        "complaint.tell",
        article=telling.article,
        by=by,
        at=at,
        occasion=telling.occasion,
        means=means,
        done_at=done_at.isoformat(),
    )
    if telling.occasion == "forwarded" and complaint.forwarded_at is not None:
        complaint.told_at = done_at
        _stop_clock(complaint, done_at)


def delivered(session: Session, telling: Telling, *, proof: str, at: datetime) -> None:
    """Note that the gateway or mail server took the message: the act of telling (Art. 21)."""
    tell(session, telling, means=telling.means, proof=proof, done_at=at, by=SYSTEM, at=at)


def undeliverable(session: Session, telling: Telling, *, outcome: str, at: datetime) -> None:
    """Log that a message could not be delivered, and leave the telling to a person."""
    telling.automatic = False
    attempt(session, telling, means=telling.means, outcome=outcome, note=None, by=SYSTEM, at=at)


def leave_to_a_person(session: Session, telling: Telling, *, at: datetime) -> None:
    """Note that no message can leave; no try was made, so nothing counts towards giving up."""
    TELLING.check(telling.state, "tell")
    telling.automatic = False
    means = telling.means
    log(
        session,
        telling.complaint,
        "complaint.tell_by_hand",
        article="21",
        by=SYSTEM,
        at=at,
        means=means,
    )


def attempt(
    session: Session,
    telling: Telling,
    *,
    means: str,
    outcome: str,
    note: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Log one try that did not reach the complainant."""
    TELLING.check(telling.state, "give_up")
    session.add(
        TellingAttempt(
            telling_id=telling.id,
            at=at,
            means=means,
            outcome=outcome,
            note=note,
            by=by.account_id,
        )
    )
    log(
        session,
        telling.complaint,
        "complaint.attempt_to_tell",
        article="21",
        by=by,
        at=at,
        means=means,
        outcome=outcome,
    )


def give_up(session: Session, telling: Telling, *, by: Actor, at: datetime) -> None:
    """Note that the complainant cannot be reached; excuses the telling, never the forwarding.

    Raises Breach("too_few_attempts") while fewer tries are logged than the setting asks for.
    """
    tries = session.scalars(
        select(TellingAttempt.at).where(TellingAttempt.telling_id == telling.id)
    ).all()
    if not telling_excused(tries):
        raise Breach("too_few_attempts", "21", logged=len(tries))
    TELLING.move(telling, "give_up")
    complaint = telling.complaint
    log(
        session,
        complaint,
        "complaint.unreachable",
        article="21",
        by=by,
        at=at,
        occasion=telling.occasion,
        attempts=len(tries),
    )
    if telling.occasion == "forwarded":
        _stop_clock(complaint, at)


def lapse(
    session: Session,
    complaint: Complaint,
    *,
    occasion: str | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Note that open tellings say nothing any more, of one occasion or all; returns how many.

    A forwarding told of anew, or a case that has ended, leaves nothing of them to be done.
    """
    found = select(Telling).where(
        Telling.complaint_id == complaint.id, Telling.state.in_(TELLING.moves["lapse"].start)
    )
    if occasion is not None:
        found = found.where(Telling.occasion == occasion)
    rows = session.scalars(found.order_by(Telling.id).with_for_update()).all()
    for row in rows:
        TELLING.move(row, "lapse")
        log(
            session,
            complaint,
            "telling.lapse",
            article="21",
            by=by,
            at=at,
            occasion=row.occasion,
        )
    return len(rows)


def _stop_clock(complaint: Complaint, at: datetime) -> None:
    if complaint.forwarded_at is not None and complaint.state != "returned":
        complaint.clock_stopped_at = max(at, complaint.forwarded_at)


def filer_of(session: Session, complaint: Complaint) -> Person:
    """Return who acts on the complainant's side: agent, heir or guardian, else the complainant."""
    parties = session.scalars(
        select(Party).where(Party.complaint_id == complaint.id).order_by(Party.id)
    ).all()
    acting = [p for p in parties if p.role in {"agent", "heir", "guardian"}] or parties
    first = acting[0]
    return Person(
        name=first.name,
        role=first.role,
        kind=first.kind,
        phone=first.phone,
        email=first.email,
        address=first.address,
        preferred_means=first.preferred_means,
    )
