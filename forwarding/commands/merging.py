"""To merge a repeat into the complaint it repeats, and to undo it (Art. 18).

The complaint that takes it in keeps its receipt date and its clock; both keep their history.
"""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log, move_complaint
from forwarding.commands.pass_on import pass_on, take_away
from forwarding.commands.tell import announce, lapse
from forwarding.commands.unit_clock import count_clock
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, Party
from forwarding.rules import merge_obstacle, same_person
from forwarding.rules.merging import Known, Standing
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.law import Breach


def merge(
    session: Session,
    complaint: Complaint,
    into: Complaint,
    *,
    reason: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Merge a repeat into the complaint received before it, and tell its complainant (Art. 18).

    Raises Breach: merge_into_itself, merge_into_later, merge_into_closed, merge_into_ended, where
    an institution works on the repeat merge_with_institution, and for another person's complaint
    without a reason merge_needs_reason.
    """
    # What takes it in must stay open until this is committed.
    session.refresh(into, with_for_update=True)
    if obstacle := merge_obstacle(_standing(complaint), _standing(into)):
        raise Breach(obstacle, "18", number=into.number)
    if session.scalar(select(exists().where(*_worked_on(complaint)))):
        raise Breach("merge_with_institution", "18")
    same = is_same_person(session, complaint, into)
    if not same and not reason:
        raise Breach("merge_needs_reason", "18")
    before, complaint.duplicate_of = complaint.duplicate_of, into.id
    complaint.clock_stopped_at = at
    facts = {"into": into.number, "same_person": same, "before": before}
    move_complaint(session, complaint, "merge", by=by, at=at, reason=reason, **facts)
    taken = {"number": complaint.number}
    log(session, into, "complaint.take_in", article="18", by=by, at=at, **taken)
    lapse(session, complaint, by=by, at=at)
    announce(session, complaint, "merged", article="18", at=at)
    pass_on(session, complaint, into, by=by, at=at)


def unmerge(
    session: Session, complaint: Complaint, *, reason: str, by: Actor, at: datetime
) -> None:
    """Undo a merging: back to triage, on its own clock from its own receipt as if never merged."""
    into = session.get(Complaint, complaint.duplicate_of) if complaint.duplicate_of else None
    if into is not None:
        take_away(session, complaint, into, by=by, at=at)
    move_complaint(session, complaint, "unmerge", by=by, at=at, reason=reason)
    complaint.duplicate_of = complaint.clock_stopped_at = None
    count_clock(session, complaint)
    if into is not None:
        given = {"number": complaint.number}
        log(session, into, "complaint.give_back", article="18", by=by, at=at, **given)
    lapse(session, complaint, occasion="merged", by=by, at=at)


def release_others(session: Session, into: Complaint, *, at: datetime) -> list[Complaint]:
    """Give back the repeats of other people when what took them in ends without an answer.

    One complainant's withdrawal, or the refusal of one complaint, decides nothing for another's:
    theirs goes back to triage on its own clock (Art. 15, 18). Returns those given back.
    """
    others = _repeats_of_others(session, into)
    for repeat in others:
        unmerge(session, repeat, reason="并入的投诉已终止，恢复单独办理", by=SYSTEM, at=at)
    return others


def tell_others_of_close(session: Session, into: Complaint, *, at: datetime) -> None:
    """Tell other people whose repeats were merged that the case they were merged into is closed."""
    for repeat in _repeats_of_others(session, into):
        announce(session, repeat, "closed", article="33", at=at)


def lapse_of_close(session: Session, into: Complaint, *, at: datetime) -> None:
    """Let what was still to be told of a close lapse: the case is open again."""
    for row in (into, *_repeats_of_others(session, into)):
        lapse(session, row, occasion="closed", by=SYSTEM, at=at)


def _repeats_of_others(session: Session, into: Complaint) -> list[Complaint]:
    merged = select(Complaint).where(Complaint.duplicate_of == into.id, Complaint.state == "merged")
    rows = session.scalars(merged.order_by(Complaint.id).with_for_update()).all()
    return [row for row in rows if not is_same_person(session, row, into)]


def is_same_person(session: Session, one: Complaint, other: Complaint) -> bool:
    """Whether the complainants of two complaints are surely the same (Art. 22)."""
    return same_person(_known(session, one), _known(session, other))


def told_of(session: Session, complaint: Complaint) -> dict[str, str | None]:
    """Return what is told of a merging: the other's number only to its own complainant."""
    into = session.get(Complaint, complaint.duplicate_of) if complaint.duplicate_of else None
    own = into is not None and is_same_person(session, complaint, into)
    return {"other": into.number if into is not None and own else None}


def _standing(complaint: Complaint) -> Standing:
    return Standing(complaint.id, complaint.received_at, complaint.state)


def _worked_on(complaint: Complaint) -> tuple[object, ...]:
    return Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)


def _known(session: Session, complaint: Complaint) -> Known:
    found = select(Party.name_blind, Party.id_blind, Party.phone_blind).where(
        Party.complaint_id == complaint.id, Party.role == "complainant"
    )
    return Known(*session.execute(found.order_by(Party.id).limit(1)).one())
