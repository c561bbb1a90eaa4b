"""What stands in a case's letters; the words around it stand in templates/letters."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding import vocabulary
from forwarding.commands.tell import promise
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Attachment, Complaint, Forwarding, Party, Respondent
from portal.accounts.queries import unit
from portal.filings.queries.persons import contacts_on
from portal.filings.words import OFFICES
from portal.institutions.queries import card
from portal.kernel import links
from portal.kernel.clock import business_date


def forwarding_facts(session: Session, forwarding: Forwarding) -> dict[str, Any]:
    """Return the facts of the forwarding letter (转办单)."""
    complaint = forwarding.complaint
    institution = card(session, forwarding.institution_id)
    facts = {
        **_head(session, complaint, business_date(forwarding.forwarded_at)),
        "letter_no": forwarding.letter_no,
        "institution": institution.name if institution else "",
        "received_on": complaint.received_on,
        "forwarded_on": business_date(forwarding.forwarded_at),
        "channel": vocabulary.CHANNELS[complaint.channel],
        "business": vocabulary.BUSINESSES.get(complaint.business or "", ""),
        "cause": vocabulary.CAUSES.get(complaint.cause or "", ""),
        "complainant": _people(session, complaint),
        "asks": [vocabulary.ASKED_FOR[code] for code in complaint.asked_for],
        "claim": complaint.claim_for_institution,
        "facts": complaint.facts_for_institution,
        "respond_by": forwarding.due_on,
        "report_by": forwarding.report_by,
        "attachments": _shown_files(session, complaint),
    }
    if complaint.amount is not None:
        facts["amount"] = f"{complaint.amount:,.2f}"
    if forwarding.instructions:
        facts["instructions"] = forwarding.instructions
    if contacts := contacts_on(
        session, forwarding.institution_id, business_date(forwarding.forwarded_at)
    ):
        facts["addressed"] = "、".join(f"{OFFICES[one.office]} {one.name}" for one in contacts)
    if staff := _staff(session, forwarding):
        facts["staff"] = staff
    return facts


def telling_facts(session: Session, complaint: Complaint, on: date) -> dict[str, Any]:
    """Return the facts of the letter that tells a complainant of the forwarding (告知书)."""
    live = session.scalars(
        select(Forwarding).where(
            Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
        )
    ).all()
    named = [card(session, forwarding.institution_id) for forwarding in live]
    return {
        **_head(session, complaint, on),
        "addressee": addressee(session, complaint),
        "received_on": complaint.received_on,
        "forwarded_on": business_date(max(f.forwarded_at for f in live)) if live else on,
        "institutions": [{"name": institution.name} for institution in named if institution],
        "link": links.to("/status"),
    }


def elsewhere_facts(
    session: Session, complaint: Complaint, on: date, said: dict[str, Any]
) -> dict[str, Any]:
    """Return the facts of a letter on what goes elsewhere; `said` is what its notice says."""
    return {
        **_head(session, complaint, on),
        "addressee": addressee(session, complaint),
        "received_on": complaint.received_on,
        "link": links.to("/status"),
        "channels": [],
        **said,
    }


def withdrawal_facts(session: Session, complaint: Complaint, on: date) -> dict[str, Any]:
    """Return the facts of the letter that tells of a withdrawal and whom it was relayed to."""
    sent_to = select(Forwarding.institution_id).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state == "withdrawn"
    )
    named = [card(session, each) for each in session.scalars(sent_to.order_by(Forwarding.id))]
    return {
        **_head(session, complaint, on),
        "addressee": addressee(session, complaint),
        "received_on": complaint.received_on,
        "withdrawn_on": complaint.withdrawn_on,
        "relayed": [institution.name for institution in named if institution],
        "link": links.to("/status"),
    }


def receipt_facts(
    session: Session, complaint: Complaint, code: str, received_at: datetime, language: str
) -> dict[str, Any]:
    """Return the facts of the receipt that who filed may print."""
    stated = select(Respondent.stated_name).where(Respondent.complaint_id == complaint.id)
    facts = {
        **_head(session, complaint, business_date(received_at)),
        "received_at": f"{received_at:%Y-%m-%d %H:%M}",
        "code": code,
        "filer": addressee(session, complaint),
        "respondents": list(session.scalars(stated.order_by(Respondent.position))),
        "link": links.to("/status"),
        "lang": language,
    }
    return facts | promise(complaint, business_date(complaint.registered_at))


def _head(session: Session, complaint: Complaint, on: date) -> dict[str, Any]:
    competent = unit(session, complaint.unit_code)
    return {
        "number": complaint.number,
        "unit": competent.name if competent else "",
        "date": on.isoformat(),
    }


def addressee(session: Session, complaint: Complaint) -> str:
    """Return the name of who filed."""
    people = session.scalars(
        select(Party).where(Party.complaint_id == complaint.id).order_by(Party.id)
    ).all()
    acting = [p for p in people if p.role in {"agent", "heir", "guardian"}] or people
    return str(acting[0].name)


def _people(session: Session, complaint: Complaint) -> list[list[str]]:
    found = select(Party).where(Party.complaint_id == complaint.id).order_by(Party.id)
    rows: list[list[str]] = []
    people = session.scalars(found).all()
    for party in people:
        if party.role == "member":
            continue
        role = vocabulary.PARTY_ROLES[party.role]
        rows.append([role, party.name])
        if party.id_no:
            rows.append([vocabulary.ID_TYPES.get(party.id_type or "", "证件号码"), party.id_no])
        contact = [value for value in (party.phone, party.email, party.address) if value]
        if contact:
            rows.append([f"{role}联系方式", "；".join(contact)])
    if complaint.joint:
        rows.append(["共同投诉", f"{people[0].name}等{complaint.people_count}人"])
    return rows


def _shown_files(session: Session, complaint: Complaint) -> list[str]:
    found = select(Attachment).where(
        Attachment.complaint_id == complaint.id,
        Attachment.forwarding_id.is_(None),
        Attachment.shown_to_institution,
    )
    return [row.label for row in session.scalars(found.order_by(Attachment.id))]


def _staff(session: Session, forwarding: Forwarding) -> str:
    """Return the staff complained about at this institution; another's are not for its eyes."""
    found = select(Respondent).where(Respondent.complaint_id == forwarding.complaint_id)
    rows = session.scalars(found.order_by(Respondent.position)).all()
    own = [row for row in rows if row.institution_id == forwarding.institution_id]
    if len(rows) == 1 and rows[0].institution_id is None:
        own = [*rows]
    named = [
        f"{row.staff_name}（{row.staff_unit}）" if row.staff_unit else str(row.staff_name)
        for row in own
        if row.staff_name
    ]
    return "、".join(dict.fromkeys(named))
