"""To triage by the three questions of Art. 2, to classify, and to divert what is no complaint."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log, move_complaint, touch
from forwarding.commands.merging import release_others
from forwarding.commands.split import make_matter
from forwarding.commands.tell import announce
from forwarding.lifecycle import COMPLAINT
from forwarding.models import Complaint, Respondent
from forwarding.rules import three_questions
from portal.institutions.queries import cards
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause


def triage(
    session: Session, complaint: Complaint, answers: Mapping[str, bool], *, by: Actor, at: datetime
) -> None:
    """Note that all three questions of Art. 2 are answered yes; raises Breach("not_a_complaint").

    `answers` holds bought_or_served, dispute_with_institution and claims_civil_right.
    """
    verdict = three_questions(answers)
    if not verdict.eligible:
        raise Breach("not_a_complaint", "2", unmet=verdict.unmet)
    complaint.triage = dict(answers)
    move_complaint(session, complaint, "triage", by=by, at=at)


def classify(
    session: Session,
    complaint: Complaint,
    *,
    business: str,
    cause: str,
    asked_for: Sequence[str] = (),
    business_channel: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Give the complaint its business, cause and where the business was done.

    May be done again until it is forwarded.
    """
    before = {"business": complaint.business, "cause": complaint.cause}
    complaint.business, complaint.cause = business, cause
    complaint.asked_for = list(asked_for) or complaint.asked_for
    complaint.business_channel = business_channel or complaint.business_channel
    move_complaint(
        session, complaint, "classify", by=by, at=at, before=before, business=business, cause=cause
    )


def name_respondents(
    session: Session,
    complaint: Complaint,
    chosen: Mapping[int, int | None],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Note which institution a person decided each respondent to be (Art. 11).

    `chosen` maps respondent ids to institution ids; unknown respondents are refused.
    """
    own = {
        r.id: r
        for r in session.scalars(select(Respondent).where(Respondent.complaint_id == complaint.id))
    }
    known = cards(session, {i for i in chosen.values() if i is not None})
    for respondent_id, institution_id in chosen.items():
        if respondent_id not in own or (institution_id is not None and institution_id not in known):
            raise Breach("unknown_institution", "11")
        own[respondent_id].institution_id = institution_id
    log(
        session,
        complaint,
        "complaint.name_respondents",
        article="11",
        by=by,
        at=at,
        institutions=[known[i].code for i in chosen.values() if i is not None],
    )
    touch(session, complaint)


def propose_diversion(
    session: Session,
    complaint: Complaint,
    *,
    track: str,
    reason: str,
    by: Actor,
    at: datetime,
    code: str | None = None,
) -> None:
    """Propose that the submission goes to another track (Art. 32); a second officer decides.

    `code` is one of DIVERSION_REASONS, worded where it is read; `reason` is the officer's text.
    """
    complaint.track, complaint.diversion_code, complaint.diversion_reason = track, code, reason
    complaint.diversion_by = by.account_id
    move_complaint(session, complaint, "propose_diversion", by=by, at=at, track=track)


def reject_diversion(
    session: Session, complaint: Complaint, *, reason: str, by: Actor, at: datetime
) -> None:
    """Send a proposed diversion back to triage; its clock has never paused (Art. 32)."""
    _second_officer(complaint, by)
    move_complaint(session, complaint, "reject_diversion", by=by, at=at, reason=reason)
    complaint.track = complaint.diversion_code = None
    complaint.diversion_reason = complaint.diversion_by = None


@clause("32")
def divert(session: Session, complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Move the submission to its other track and tell the filer where to turn (Art. 2, 32).

    It stands in that track's register from now on, so that nothing is dropped silently.
    """
    _second_officer(complaint, by)
    COMPLAINT.check(complaint.state, "divert")
    track, content = str(complaint.track), f"{complaint.claim}\n{complaint.facts}"
    matter = make_matter(session, complaint, track=track, content=content, whole=True, by=by, at=at)
    complaint.clock_stopped_at = at
    move_complaint(session, complaint, "divert", by=by, at=at, track=track, matter=matter.number)
    announce(session, complaint, "diverted", article="32", at=at)
    release_others(session, complaint, at=at)


def _second_officer(complaint: Complaint, by: Actor) -> None:
    if complaint.diversion_by is not None and by.account_id == complaint.diversion_by:
        raise Breach("second_officer", "32")
