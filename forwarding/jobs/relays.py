"""What the worker relays of ended and of major cases; handlers like those of `forwarding.jobs`."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from forwarding import notices
from forwarding.commands.acts import log
from forwarding.jobs.subjects import forwarding_of
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding
from portal.accounts.queries import staff_of
from portal.institutions.queries import card
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler


@handler("forwarding.withdrawn")
def relay_withdrawal(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that the complainant has withdrawn; it leaves on the day (Art. 15)."""
    forwarding = forwarding_of(session, message)
    withdrawn_on = forwarding.complaint.withdrawn_on
    to_institution(
        session, forwarding, "withdrawn_institution", message, at, withdrawn_on=withdrawn_on
    )


def to_institution(
    session: Session,
    forwarding: Forwarding,
    name: str,
    message: OutboxMessage,
    at: datetime,
    **facts: object,
) -> None:
    """Send a notice to an institution; one that reaches nobody is noted for an officer to ring."""
    try:
        sent = notices.send_to_institution(
            session, forwarding, name, key=message.key, at=at, **facts
        )
    except Undeliverable:
        sent = 0
    if not sent:
        facts_of_case = {"forwarding_id": forwarding.id, "notice": name}
        log(
            session,
            forwarding.complaint,
            "forwarding.notice_undelivered",
            article=None,
            by=SYSTEM,
            at=at,
            **facts_of_case,
        )


@handler("major.suggested")
def alert_supervisors(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell a unit's supervisors of what looks like a major complaint; an officer decides."""
    complaint = session.get_one(Complaint, message.payload["complaint_id"])
    if complaint.major_at is not None:
        return
    facts = {"number": complaint.number, "day": complaint.received_on}
    for officer in staff_of(session, [complaint.unit_code], ["supervisor"]):
        with suppress(Undeliverable):
            notices.send_to_officer(
                session,
                officer.id,
                "major_suggested_officer",
                key=f"{message.key}:{officer.id}",
                at=at,
                link=notices.case_link(complaint),
                **facts,
            )


@handler("major.designated")
def ask_for_incident_report(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that its case is major and that it reports the incident (Art. 29)."""
    forwarding = forwarding_of(session, message)
    if forwarding.complaint.major_kind is not None and forwarding.state not in LIVE_NOT:
        to_institution(session, forwarding, "major_institution", message, at)


@handler("incident.reported")
def pass_on_incident_report(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the officer who forwarded, and the supervisors, that an incident report arrived."""
    forwarding = forwarding_of(session, message)
    institution = card(session, forwarding.institution_id)
    supervisors = staff_of(session, [forwarding.complaint.unit_code], ["supervisor"])
    wanted = dict.fromkeys([forwarding.forwarded_by, *(each.id for each in supervisors)])
    for account_id in wanted:
        with suppress(Undeliverable):
            notices.send_to_officer(
                session,
                account_id,
                "incident_reported_officer",
                key=f"{message.key}:{account_id}",
                at=at,
                number=forwarding.complaint.number,
                institution=institution.name if institution else "",
                link=notices.case_link(forwarding.complaint),
            )
