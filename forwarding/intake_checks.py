"""What is wrong with a submission, in one list for every way in; nothing here touches a database.

The public form must bring all that Arts. 13, 14 and 16 ask for. What a hotline, a letter or
another body could not learn is noted as a gap for the officer, since the clock runs all the same.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from forwarding import vocabulary
from forwarding.rules import (
    IN_FORCE,
    is_declared,
    material_of_filer,
    missing_of_case,
    missing_of_person,
    missing_roles,
    representatives_allowed,
)
from forwarding.rules.intake import REPRESENTATIVES_AT_MOST
from forwarding.submission import Person, Problem, Submission
from portal.kernel import identifiers
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.clock import aware, business_date, start_of

STRICT_SOURCES = frozenset({"web"})
LIMITS = {"claim": 2000, "facts": 20_000, "name": 100, "stated_name": 200, "third_party": 200}
PERSON_LIMITS = {"name": 100, "id_no": 50, "phone": 30, "email": 200, "address": 300}
MOST_RESPONDENTS = 10
MOST_PEOPLE = 1_000_000
MOST_AMOUNT = Decimal(10) ** 12
ACTING_ROLES = ("guardian", "agent", "heir", "legal_representative")
"""Who acts for the complainant, or for an organisation: Arts. 13 and 14 ask who they are."""
JOINT_ROLES = ("representative", "member")
_EARLIEST = date(2000, 1, 1)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def check(submission: Submission, *, at: datetime, book: Book = AS_WRITTEN) -> list[Problem]:
    """Return every problem of a submission; an empty list means it can be received.

    `book` holds the amounts by which a joint complaint is judged (Art. 12).
    """
    found: list[Problem] = []
    for look in _LOOKS:
        found += look(submission, at)
    return [*found, *_joint(submission, book)]


def gaps_of(submission: Submission) -> list[str]:
    """Return what Arts. 13 and 14 ask for and a lenient way in did not bring, as codes."""
    if submission.is_history:
        return []
    gaps = missing_of_person(submission.complainant) + _missing_people(submission)
    for person in submission.people:
        if person.role in ACTING_ROLES:
            gaps += [f"{person.role}_{field}" for field in missing_of_person(person)]
    present = {file.purpose for file in submission.files}
    wanted = material_of_filer(submission.filer_kind, submission.complainant.kind)
    gaps += [purpose for purpose in wanted if purpose not in present]
    if not submission.against:
        gaps.append("against")
    if submission.channel in vocabulary.PAPER_CHANNELS and not submission.signed_or_sealed:
        gaps.append("signed_or_sealed")
    return gaps


def _times(s: Submission, at: datetime) -> Iterator[Problem]:
    if aware(s.received_at) > at:
        yield Problem("received_at", "in_future", "33")
    elif aware(s.received_at) < start_of(_EARLIEST):
        yield Problem("received_at", "too_early", "33")
    if s.forwarded_at is not None and aware(s.forwarded_at) < aware(s.received_at):
        yield Problem("forwarded_at", "forwarded_before_receipt", "33")
    if s.told_at is not None and aware(s.told_at) < aware(s.received_at):
        yield Problem("told_at", "told_before_receipt", "33")
    for field, moment in (("forwarded_at", s.forwarded_at), ("told_at", s.told_at)):
        if moment is not None and aware(moment) > at:
            yield Problem(field, "in_future", "33")
    if s.is_history and not any(a.institution_id for a in s.against):
        yield Problem("institution_code", "history_needs_institution", "33")


def _choices(s: Submission, at: datetime) -> Iterator[Problem]:
    offered = (
        ("channel", s.channel, vocabulary.CHANNELS),
        ("filer_kind", s.filer_kind, vocabulary.FILER_KINDS),
        ("business", s.business, vocabulary.BUSINESSES),
        ("cause", s.cause, vocabulary.CAUSES),
        ("language", s.language, {"zh", "en"}),
        ("complainant_kind", s.complainant.kind, vocabulary.COMPLAINANT_KINDS),
        *(("asked_for", code, vocabulary.ASKED_FOR) for code in s.asked_for),
    )
    for field, value, among in offered:
        if value is not None and value not in among:
            yield Problem(field, "not_a_choice", "13", (("value", value[:40]),))


def _case(s: Submission, at: datetime) -> Iterator[Problem]:
    if not s.is_history:
        for field in missing_of_case(s):
            if field != "against" or s.source in STRICT_SOURCES:
                yield Problem(field, "missing", "13")
    yield from _text("claim", s.claim, LIMITS["claim"])
    yield from _text("facts", s.facts, LIMITS["facts"])
    yield from _text("third_party", s.third_party, LIMITS["third_party"])
    yield from _text("external_ref", s.external_ref, 100)
    for against in s.against:
        if not against.stated_name.strip() and against.institution_id is None:
            yield Problem("against", "missing", "13")
        yield from _text("against", against.stated_name, LIMITS["stated_name"])
        yield from _text("staff_name", against.staff_name, LIMITS["name"])
        yield from _text("staff_unit", against.staff_unit, LIMITS["stated_name"])
    if len(s.against) > MOST_RESPONDENTS:
        yield Problem("against", "too_many", "13", (("limit", MOST_RESPONDENTS),))
    if s.amount is not None and not _is_amount(s.amount):
        yield Problem("amount", "bad_amount", "13")


def _is_amount(amount: Decimal) -> bool:
    if not amount.is_finite() or not 0 <= amount <= MOST_AMOUNT:
        return False
    return amount == amount.quantize(Decimal("0.01"))


def _people(s: Submission, at: datetime) -> Iterator[Problem]:
    for person in s.people:
        for field, limit in PERSON_LIMITS.items():
            yield from _text(f"{person.role}_{field}", getattr(person, field), limit)
        yield from _contacts(person, s)
    if s.source not in STRICT_SOURCES:
        if not s.complainant.name.strip() and not s.is_history:
            yield Problem("complainant_name", "missing", "13")
        return
    for role in _missing_people(s):
        yield Problem(f"{role}_name", "missing", "13")
    for person in s.people:
        for field in missing_of_person(person) if person.role not in JOINT_ROLES else ():
            code = "no_contact" if field == "contact" else "missing"
            yield Problem(f"{person.role}_{field}", code, "13")


def _joint(s: Submission, book: Book) -> Iterator[Problem]:
    if s.public_event is not None and s.public_event not in vocabulary.PUBLIC_EVENTS:
        value = (("value", s.public_event[:40]),)
        yield Problem("public_event", "not_a_choice", "29", value)
    if s.people_count > MOST_PEOPLE:
        yield Problem("people_count", "too_many_people", "12", (("limit", MOST_PEOPLE),))
    if not s.joint:
        if s.named > 1 or s.people_count != 1:
            yield Problem("joint", "named_but_not_joint", "12")
        return
    if s.people_count < 2:
        yield Problem("people_count", "joint_needs_two", "12")
    elif s.people_count < s.named:
        yield Problem("people_count", "fewer_than_named", "12", (("named", s.named),))
    yield from _representatives(s, book)


def _representatives(s: Submission, book: Book) -> Iterator[Problem]:
    on, in_person = business_date(aware(s.received_at)), s.channel == "visit"
    if not representatives_allowed(s.representatives, face_to_face=in_person, on=on, book=book):
        most = book.at(REPRESENTATIVES_AT_MOST, max(on, IN_FORCE))
        facts = (("limit", most), ("named", s.representatives))
        yield Problem("representatives", "too_many_representatives", "12", facts)


def _missing_people(s: Submission) -> list[str]:
    present = {person.role for person in s.people}
    return missing_roles(s.complainant.kind, s.filer_kind, present)


def _contacts(person: Person, s: Submission) -> Iterator[Problem]:
    if person.email and not identifiers.email_ok(person.email):
        yield Problem(f"{person.role}_email", "bad_email", "13")
    if person.phone and not s.is_history and not identifiers.phone_ok(person.phone):
        yield Problem(f"{person.role}_phone", "bad_phone", "13")
    if s.source not in STRICT_SOURCES or not person.id_no:
        return
    if person.id_type == "resident_id" and not identifiers.resident_id_ok(person.id_no):
        yield Problem(f"{person.role}_id_no", "bad_id_no", "13")
    if person.id_type == "uscc" and not identifiers.uscc_ok(person.id_no):
        yield Problem(f"{person.role}_id_no", "bad_uscc", "13")


def _material(s: Submission, at: datetime) -> Iterator[Problem]:
    if s.source not in STRICT_SOURCES:
        return
    present = {file.purpose for file in s.files}
    for purpose in material_of_filer(s.filer_kind, s.complainant.kind):
        if purpose not in present:
            words = (("purpose", vocabulary.PURPOSES[purpose]),)
            yield Problem(f"file_{purpose}", "attachment_missing", "14", words)
    if not is_declared(s.declared_at):
        yield Problem("declaration", "not_declared", "16")


def _text(field: str, value: str | None, limit: int) -> Iterator[Problem]:
    if value is None:
        return
    if len(value) > limit:
        yield Problem(field, "too_long", "13", (("limit", limit),))
    if _CONTROL.search(value):
        yield Problem(field, "bad_characters", "13")


_LOOKS: tuple[Callable[[Submission, datetime], Iterator[Problem]], ...] = (
    _times,
    _choices,
    _case,
    _people,
    _material,
)
