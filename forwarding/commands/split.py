"""To split a mixed submission: one part goes to its own track, the complaint goes on (Art. 32)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from forwarding.commands.acts import log
from forwarding.commands.tell import announce
from forwarding.lifecycle import COMPLAINT, ENDED, MATTER
from forwarding.models import Attachment, Complaint, Forwarding, Matter
from forwarding.rules import hidden_from_institution, may_be_split_off
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause

_LETTERS = 26


@clause("32")
def split(
    session: Session,
    complaint: Complaint,
    *,
    track: str,
    content: str,
    shown_claim: str,
    shown_facts: str,
    hide_files: Collection[str],
    by: Actor,
    at: datetime,
) -> Matter:
    """Put a part of a submission on its own track; the complaint's clock goes on as before.

    Institutions read `shown_claim` and `shown_facts` from now on, and no file of `hide_files`
    (public ids). Raises Breach where the case has ended, where a 举报 comes too late to stay
    unseen, where nothing of it is taken out of what institutions see, or for another's file.
    """
    _check(session, complaint, track)
    files = _files(session, complaint, hide_files)
    unchanged = (shown_claim.strip(), shown_facts.strip()) == (complaint.claim, complaint.facts)
    if hidden_from_institution(track) and unchanged and not files:
        raise Breach("report_still_shown", "32")
    complaint.shown_claim, complaint.shown_facts = shown_claim.strip(), shown_facts.strip()
    # Whoever split at the same moment is refused, even where both left the same words.
    flag_modified(complaint, "shown_claim")
    for file in files:
        file.shown_to_institution = False
    matter = make_matter(
        session, complaint, track=track, content=content.strip(), whole=False, by=by, at=at
    )
    log(
        session,
        complaint,
        "complaint.split",
        article="32",
        by=by,
        at=at,
        track=track,
        matter=matter.number,
        hidden_files=len(files),
    )
    announce(session, complaint, "split", article="32", at=at, about=matter.id)
    return matter


def make_matter(
    session: Session,
    complaint: Complaint,
    *,
    track: str,
    content: str,
    whole: bool,
    by: Actor,
    at: datetime,
) -> Matter:
    """Enter something in the register of other tracks, under the complaint's number and receipt."""
    earlier = session.scalar(
        select(func.count()).where(Matter.complaint_id == complaint.id).select_from(Matter)
    )
    matter = Matter(
        complaint_id=complaint.id,
        number=f"{complaint.number}-{suffix(earlier or 0)}",
        unit_code=complaint.unit_code,
        track=track,
        whole=whole,
        state=MATTER.initial,
        content=content,
        received_on=complaint.received_on,
        made_at=at,
        made_by=by.account_id,
    )
    session.add(matter)
    session.flush()
    return matter


def suffix(place: int) -> str:
    """Return the letters of a part by its place: A, B … Z, AA, AB …"""
    letter = chr(ord("A") + place % _LETTERS)
    return letter if place < _LETTERS else suffix(place // _LETTERS - 1) + letter


def _check(session: Session, complaint: Complaint, track: str) -> None:
    if complaint.state in ENDED:
        raise Breach(
            "illegal_act", "32", lifecycle=COMPLAINT.name, act="split", state=complaint.state
        )
    sent = select(Forwarding.id).where(Forwarding.complaint_id == complaint.id).limit(1)
    if not may_be_split_off(track, forwarded_before=session.scalar(sent) is not None):
        raise Breach("report_sent_already", "32")


def _files(session: Session, complaint: Complaint, wanted: Collection[str]) -> list[Attachment]:
    found = session.scalars(
        select(Attachment).where(
            Attachment.complaint_id == complaint.id,
            Attachment.forwarding_id.is_(None),
            Attachment.public_id.in_(sorted(set(wanted))),
        )
    ).all()
    if len(found) != len(set(wanted)):
        raise Breach("unknown_file", "32")
    return list(found)
