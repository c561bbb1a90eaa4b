"""Major complaints (重大投诉): designated or not by an officer, and the institutions' reports."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log, touch
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, IncidentReport
from forwarding.rules.major import suggested_kind
from forwarding.vocabulary import CHANNELS, MAJOR_KINDS, PUBLIC_EVENTS
from portal.kernel import amounts, outbox
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause


@clause("29")
def designate(
    session: Session,
    complaint: Complaint,
    *,
    kind: int,
    basis: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Mark a complaint as major of kind 1, 2 or 3 and ask its institutions to report (Art. 29).

    Kind 3 always needs a written basis, as does a kind that nothing on record suggests; what the
    record shows is its own basis. Raises Breach("major_basis_missing").
    """
    given = (basis or "").strip()
    suggested = suggested_kind(complaint, complaint.received_on, amounts.load(session))
    if kind not in MAJOR_KINDS or (not given and (kind == 3 or kind != suggested)):
        raise Breach("major_basis_missing", "29")
    before = complaint.major_kind
    complaint.major_kind, complaint.major_basis = kind, given or _on_record(complaint, kind)
    complaint.major_at, complaint.major_by = at, by.account_id
    log(
        session,
        complaint,
        "complaint.designate_major",
        article="29",
        by=by,
        at=at,
        kind=kind,
        before=before,
    )
    if before is None:
        ask_for_incident_reports(session, complaint, _live(session, complaint), at=at)


def lift(session: Session, complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Decide that a complaint is not major, or no longer, with the reason; it names nobody."""
    if not reason.strip():
        raise Breach("major_lift_unexplained", "29")
    before = complaint.major_kind
    complaint.major_kind = complaint.major_basis = None
    # That somebody has decided is kept: a suggestion is not made twice.
    complaint.major_at, complaint.major_by = at, by.account_id
    facts = {"before": before}
    act = "complaint.lift_major"
    log(session, complaint, act, article="29", by=by, at=at, reason=reason.strip(), **facts)


def ask_for_incident_reports(
    session: Session, complaint: Complaint, forwardings: Sequence[Forwarding], *, at: datetime
) -> None:
    """Let institutions know that their case is major; nothing when it is not."""
    if complaint.major_kind is None:
        return
    for row in forwardings:
        key = f"major.designated:{row.id}:{int(at.timestamp())}"
        outbox.post(session, "major.designated", key, {"forwarding_id": row.id}, at)


@clause("29")
def report_incident(
    session: Session,
    forwarding: Forwarding,
    *,
    happened: str,
    people_involved: int | None,
    measures: str,
    next_steps: str,
    by: Actor,
    at: datetime,
) -> IncidentReport:
    """Hand in an institution's report on the incident; a later one adds to it (Art. 29).

    Raises Breach("not_major") or, for a case given back or withdrawn, Breach("incident_not_here").
    """
    complaint = forwarding.complaint
    if complaint.major_kind is None:
        raise Breach("not_major", "29")
    if forwarding.state in LIVE_NOT:
        raise Breach("incident_not_here", "29")
    report = IncidentReport(
        forwarding_id=forwarding.id,
        reported_at=at,
        reported_by=by.account_id,
        happened=happened,
        people_involved=people_involved,
        measures=measures,
        next_steps=next_steps,
    )
    session.add(report)
    touch(session, forwarding)
    session.flush()
    facts = {"forwarding_id": forwarding.id, "institution_id": forwarding.institution_id}
    log(session, complaint, "incident.report", article="29", by=by, at=at, **facts)
    key = f"incident.reported:{report.id}"
    outbox.post(session, "incident.reported", key, {"forwarding_id": forwarding.id}, at)
    return report


def _on_record(complaint: Complaint, kind: int) -> str:
    if kind == 1:
        return PUBLIC_EVENTS[complaint.public_event or ""]
    return f"{CHANNELS[complaint.channel]}共同投诉，{complaint.people_count}人"


def _live(session: Session, complaint: Complaint) -> Sequence[Forwarding]:
    found = select(Forwarding).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
    )
    return session.scalars(found.order_by(Forwarding.id)).all()
