"""To tell a complaint sent twice from another one sent under the same key or number.

What a key or number stands for already must not swallow what it did not bring: the difference is
found by the stored complaint itself, of which only what no officer changes is compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from forwarding.intake_checks import JOINT_ROLES
from forwarding.models import Attachment, Complaint, Party
from forwarding.queries.people import as_received
from forwarding.submission import Against, Person, Receipt, Submission
from portal.kernel import secrets
from portal.kernel.actor import Actor
from portal.kernel.clock import aware

JUST_NOW = timedelta(minutes=30)
_CASE = ("claim", "facts", "amount", "filer_kind", "third_party", "channel", "territory")
_JOINT = ("joint", "people_count", "public_event")
_ON_PAGE = ("business", "signed_or_sealed")
"""An officer may change these later, so they tell only while the clerk's page stands open."""
_PERSON = ("name", "kind", "id_no", "phone", "email", "address", "preferred_means")
_WHOLE = (selectinload(Complaint.parties), selectinload(Complaint.respondents))


class OtherContent(Exception):
    """A key or number that stands for another complaint; `fields` names what differs."""

    def __init__(self, number: str, fields: list[str]) -> None:
        super().__init__(f"{number}: {', '.join(fields)}")
        self.number, self.fields = number, fields


class JustRegistered(Exception):
    """The same as an account registered a moment ago, under this number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def refuse_other(session: Session, submission: Submission, receipt: Receipt) -> None:
    """Raise OtherContent when a repeat is not the complaint it gives the receipt of."""
    found = select(Complaint).where(Complaint.id == receipt.complaint_id).options(*_WHOLE)
    fields = list(dict.fromkeys(_differences(session, session.scalars(found).one(), submission)))
    if fields:
        raise OtherContent(receipt.number, fields)


def refuse_just_registered(
    session: Session, submission: Submission, *, by: Actor, at: datetime
) -> None:
    """Raise JustRegistered when the same account registered the same a moment ago.

    The same is: complainant, institutions and claim. A form sent twice is a repeat, not this.
    """
    of_late = (
        select(Complaint)
        .join(Party, Party.complaint_id == Complaint.id)
        .where(
            Party.role == "complainant",
            Party.name_blind == secrets.blind(submission.complainant.name, "name"),
            Complaint.registered_by == by.account_id,
            Complaint.registered_at >= at - JUST_NOW,
        )
        .order_by(Complaint.id.desc())
        .options(*_WHOLE)
    )
    rows = session.scalars(of_late).all()
    if any(row.submission_key == submission.submission_key for row in rows):
        return
    for row in rows:
        if _is_same(row, submission):
            raise JustRegistered(row.number)


def _is_same(row: Complaint, s: Submission) -> bool:
    known = next(party for party in row.parties if party.role == "complainant")
    stated = [against.stated_name for against in s.against]
    return (
        _reached(known) == _reached(s.complainant)
        and [one.stated_name for one in row.respondents] == stated
        and row.claim == s.claim
    )


def _reached(person: Person | Party) -> tuple[str | None, ...]:
    return person.phone, person.id_no


def _differences(session: Session, row: Complaint, s: Submission) -> Iterator[str]:
    by_page = s.source == "clerk"
    compared = (*_CASE, *_JOINT, *_ON_PAGE) if by_page else (*_CASE, *_JOINT)
    yield from (name for name in compared if getattr(row, name) != getattr(s, name))
    if row.received_at != aware(s.received_at):
        yield "received_at"
    yield from _people(as_received(session, row.parties), s)
    if any(not _stands(row, against) for against in s.against):
        yield "against"
    if by_page and sorted(row.asked_for) != sorted(s.asked_for):
        yield "asked_for"
    if by_page and not {file.sha256 for file in s.files} <= _files(session, row):
        yield "files"


def _people(parties: Sequence[Person], s: Submission) -> Iterator[str]:
    known = {party.role: party for party in parties}
    for person in s.people:
        if person.role in JOINT_ROLES:
            continue
        for name in _PERSON:
            if _value(known.get(person.role), name) != _value(person, name):
                yield f"{person.role}_{name}"
    for role in JOINT_ROLES:
        if _several(parties, role) != _several(s.people, role):
            yield f"{role}_name"


def _several(people: Iterable[Person | Party], role: str) -> list[tuple[Any, ...]]:
    """Return those of one role in a joint complaint, in one order, to compare them all."""
    found = (person for person in people if person.role == role)
    return sorted((one.name, one.id_no or "", one.phone or "") for one in found)


def _value(person: Person | Party | None, name: str) -> Any:
    return getattr(person, name, None) or None


def _stands(row: Complaint, against: Against) -> bool:
    """Return whether an institution is among those stored, by its id or as it was called."""
    return any(
        (one.stated_name == against.stated_name and one.staff_name == against.staff_name)
        or (against.institution_id and one.institution_id == against.institution_id)
        for one in row.respondents
    )


def _files(session: Session, row: Complaint) -> set[str]:
    kept = select(Attachment.sha256).where(Attachment.complaint_id == row.id)
    return set(session.scalars(kept))
