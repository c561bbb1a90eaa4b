"""What complainants, institutions and officers are told, in words; no notice to an institution
carries personal data (Art. 22)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.merging import told_of
from forwarding.commands.tell import filer_of
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, Telling
from forwarding.rules import means_for
from forwarding.submission import Person
from portal.accounts.queries import account, institution_users, unit
from portal.filings.queries.persons import contacts_on
from portal.institutions.notices import addresses_of
from portal.institutions.queries import cards
from portal.kernel import links, notices
from portal.kernel.clock import business_date
from portal.kernel.outbox import Later


class NoAddress(Exception):
    """There is nobody to send to by e-mail or SMS: a person must do it another way."""


def send_to_filer(
    session: Session,
    complaint: Complaint,
    occasion: str,
    *,
    key: str,
    at: datetime,
    means: str | None = None,
    **extra: Any,
) -> notices.Proof:
    """Send a notice of an occasion to who filed; raises NoAddress, Undeliverable or Later."""
    filer = filer_of(session, complaint)
    means = means or means_for(filer)
    address = _address(filer, means)
    if address is None:
        raise NoAddress
    competent = unit(session, complaint.unit_code)
    facts = {
        "number": complaint.number,
        "unit": competent.name if competent else "",
        "received_on": complaint.received_on,
        "link": links.to("/status"),
        **extra,
    }
    text = notices.compose(f"{occasion}_{means}", lang=complaint.language, **facts)
    return _send(session, means, address, text, key, at)


def _address(filer: Person, means: str) -> str | None:
    return {"sms": filer.phone, "email": filer.email}.get(means)


def _send(
    session: Session, kind: str, to: str, text: notices.Text, key: str, at: datetime
) -> notices.Proof:
    try:
        return notices.send(
            session, kind=kind, to=to, subject=text.subject, body=text.body, key=key, at=at
        )
    except notices.Undeliverable as fault:
        if fault.permanent:
            raise
        raise Later(fault.reason) from fault


def facts_of_telling(session: Session, telling: Telling) -> tuple[str, dict[str, Any]]:
    """Return the template's stem and the facts for something the complainant must be told."""
    complaint = telling.complaint
    if telling.occasion == "forwarded":
        return "told", _forwarded_facts(session, complaint)
    if telling.occasion == "withdrawn":
        return "withdrawn", {"withdrawn_on": complaint.withdrawn_on}
    if telling.occasion == "merged":
        return "merged", told_of(session, complaint)
    if (of := _FACTS.get(telling.occasion)) is not None:
        return telling.occasion, of(session, telling)
    closed_at = complaint.closed_at or telling.created_at
    return "closed", {"closed_on": business_date(closed_at)}


Facts = Callable[[Session, Telling], dict[str, Any]]
_FACTS: dict[str, Facts] = {}
"""What the notice of an occasion says besides number, unit and receipt, by occasion."""


def tells_of(occasion: str) -> Callable[[Facts], Facts]:
    """Register the function that gives the facts of an occasion's notice."""

    def register(function: Facts) -> Facts:
        _FACTS[occasion] = function
        return function

    return register


def is_overtaken(session: Session, telling: Telling) -> bool:
    """Whether every forwarding came back before it was told; the next brings its own telling."""
    return telling.occasion == "forwarded" and not _live(session, telling.complaint)


def _live(session: Session, complaint: Complaint) -> Sequence[Forwarding]:
    found = (
        select(Forwarding)
        .where(Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT))
        .order_by(Forwarding.id)
    )
    return session.scalars(found).all()


def _forwarded_facts(session: Session, complaint: Complaint) -> dict[str, Any]:
    live = _live(session, complaint)
    named = cards(session, [forwarding.institution_id for forwarding in live])
    forwarded_at = max(forwarding.forwarded_at for forwarding in live)
    return {
        "institutions": [named[f.institution_id].label for f in live],
        "forwarded_on": business_date(forwarded_at),
    }


def send_to_institution(
    session: Session,
    forwarding: Forwarding,
    name: str,
    *,
    key: str,
    at: datetime,
    to: int | None = None,
    **extra: Any,
) -> int:
    """Send a notice to an institution's contact and users; returns how many were sent.

    The contact is who is in office on the day of the notice; where no list of persons names one,
    it is the institution's own address. It goes to the forwarding's institution, or to another
    one named by `to`, its superior.
    """
    wanted_id = to or forwarding.institution_id
    card = cards(session, [wanted_id])[wanted_id]
    competent = unit(session, forwarding.complaint.unit_code)
    facts = {
        "institution": card.name,
        "unit": competent.name if competent else "",
        "number": forwarding.complaint.number,
        "due_on": forwarding.due_on,
        "link": links.to(f"/desk/forwardings/{forwarding.id}"),
    }
    text = notices.compose(name, **{**facts, **extra})
    contacts = [one.email for one in contacts_on(session, wanted_id, business_date(at))]
    people = institution_users(session, [wanted_id]) if contacts else []
    named = [*contacts, *(person.login for person in people)] or addresses_of(session, card)
    wanted = [address for address in dict.fromkeys(named) if "@" in address]
    for ordinal, address in enumerate(wanted):
        _send(session, "email", address, text, f"{key}:{ordinal}", at)
    return len(wanted)


def send_to_officer(
    session: Session, account_id: int | None, name: str, *, key: str, at: datetime, **facts: Any
) -> bool:
    """Send a notice to an officer whose sign-in is an e-mail address; False for any other."""
    officer = account(session, account_id) if account_id else None
    if officer is None or not officer.active or "@" not in officer.login:
        return False
    text = notices.compose(name, lang=officer.language, **facts)
    _send(session, "email", officer.login, text, key, at)
    return True


def officer_of(session: Session, forwarding: Forwarding) -> int | None:
    """Return who is told what an institution does: who has the case in hand, else who forwarded."""
    assigned_to = forwarding.complaint.assigned_to
    officer = account(session, assigned_to) if assigned_to else None
    return assigned_to if officer and officer.active else forwarding.forwarded_by


def case_link(complaint: Complaint) -> str:
    """Return the address of a case for its officers."""
    return links.to(f"/staff/complaints/{complaint.number}")
