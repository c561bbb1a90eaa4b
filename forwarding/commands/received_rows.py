"""The rows of a complaint being received; pure, so that one and many are made alike."""

import secrets as random
from datetime import date, datetime
from typing import Any

from forwarding.intake_checks import gaps_of
from forwarding.lifecycle import COMPLAINT
from forwarding.rules import forwarding_clock, in_force, institution_due_on, rule_set_of
from forwarding.rules.major import suggested_kind
from forwarding.submission import Against, Person, Submission
from portal.kernel import audit, outbox, secrets
from portal.kernel.actor import Actor
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.arrangement import Arrangement
from portal.kernel.clock import aware, business_date
from portal.kernel.law import clause


class Clocks:
    """Due dates by day of receipt and by day of arrival, each worked out once per call."""

    def __init__(self, arrangement: Arrangement, book: Book = AS_WRITTEN) -> None:
        self._arrangement = arrangement
        self.book = book
        self._known: dict[date, Any] = {}
        self._institutions: dict[date, date] = {}

    def __getitem__(self, received_on: date) -> Any:
        if received_on not in self._known:
            self._known[received_on] = forwarding_clock(
                received_on, self._arrangement, book=self.book
            )
        return self._known[received_on]

    def of_institution(self, reached_on: date) -> date:
        """Return by when an institution must have handled what reached it on a day."""
        if reached_on not in self._institutions:
            self._institutions[reached_on] = institution_due_on(reached_on, book=self.book)
        return self._institutions[reached_on]


@clause("10")
def complaint(
    s: Submission, complaint_id: int, unit_code: str, clocks: Clocks, *, by: Actor, at: datetime
) -> dict[str, Any]:
    """Return the complaint's own row, all but its number."""
    return {
        "id": complaint_id,
        "version": 1,
        "unit_code": unit_code,
        "territory": s.territory,
        "channel": s.channel,
        "source": s.source,
        "external_ref": s.external_ref,
        "submission_key": s.submission_key,
        "language": s.language,
        "registered_at": at,
        "registered_by": by.account_id,
        "declared_at": s.declared_at,
        "signed_or_sealed": s.signed_or_sealed,
        "gaps": gaps_of(s),
        "confirmed": s.confirmed,
        "complainant_kind": s.complainant.kind,
        "filer_kind": s.filer_kind,
        "claim": s.claim,
        "facts": s.facts,
        "search": s.marks,
        "likeness": list(s.likeness.bands) if s.likeness else None,
        "signature": s.likeness.signature if s.likeness else None,
        "asked_for": list(s.asked_for),
        "amount": s.amount,
        "third_party": s.third_party,
        "joint": s.joint,
        "people_count": s.people_count,
        "public_event": s.public_event,
        "business": s.business,
        "cause": s.cause,
        **_clock(s, clocks),
        **_past(s),
    }


def _clock(s: Submission, clocks: Clocks) -> dict[str, Any]:
    received_on = business_date(s.received_at)
    account = clocks[received_on] if in_force(received_on) else None
    return {
        "received_at": aware(s.received_at),
        "received_on": received_on,
        "rule_set": rule_set_of(received_on, clocks.book),
        "outside_rules": account is None,
        "due_on": account and account.due_on,
        "sort_due": (account.due_on or account.not_before) if account else received_on,
        "provisional": bool(account and account.provisional),
    }


def _past(s: Submission) -> dict[str, Any]:
    done_at = (s.told_at or s.forwarded_at) if s.is_history else None
    return {
        "state": "closed" if s.is_history else COMPLAINT.initial,
        "history": s.is_history,
        "forwarded_at": s.forwarded_at,
        "told_at": s.told_at,
        "clock_stopped_at": done_at,
        "closed_at": done_at,
    }


def past_forwardings(
    complaint_id: int, s: Submission, entities: dict[int, int], clocks: Clocks
) -> list[dict[str, Any]]:
    """Return the forwardings that history brings along, one per institution named."""
    assert s.forwarded_at is not None
    reached_on = business_date(s.forwarded_at)
    due_on = clocks.of_institution(reached_on)
    return [
        {
            "version": 1,
            "complaint_id": complaint_id,
            "institution_id": against.institution_id,
            "legal_entity_id": entities[against.institution_id],
            "state": "settled",
            "history": True,
            "forwarded_at": s.forwarded_at,
            "reached_on": reached_on,
            "due_on": due_on,
            "report_by": due_on,
        }
        for against in s.against
        if against.institution_id is not None
    ]


def party(complaint_id: int, person: Person) -> dict[str, Any]:
    """Return the row of a person or organisation, with its blind marks."""
    return {
        "complaint_id": complaint_id,
        "role": person.role,
        "kind": person.kind,
        "name": person.name,
        "name_blind": secrets.blind(person.name, "name"),
        "id_type": person.id_type,
        "id_no": person.id_no,
        "id_blind": secrets.blind(person.id_no, "id_no") if person.id_no else None,
        "phone": person.phone,
        "phone_blind": secrets.blind(person.phone, "phone") if person.phone else None,
        "email": person.email,
        "address": person.address,
        "preferred_means": person.preferred_means,
    }


def respondent(complaint_id: int, position: int, against: Against) -> dict[str, Any]:
    """Return the row of an institution complained about."""
    return {
        "complaint_id": complaint_id,
        "position": position,
        "stated_name": against.stated_name,
        "institution_id": against.institution_id,
        "staff_name": against.staff_name,
        "staff_unit": against.staff_unit,
    }


def attachments(
    complaint_id: int, s: Submission, *, by: Actor, at: datetime
) -> list[dict[str, Any]]:
    """Return the rows of the files handed in."""
    return [
        {
            "public_id": random.token_urlsafe(12),
            "complaint_id": complaint_id,
            "purpose": file.purpose,
            "sha256": file.sha256,
            "label": file.label,
            "size": file.size,
            "content_type": file.content_type,
            "added_at": at,
            "added_by": by.account_id,
            "shown_to_institution": True,
        }
        for file in s.files
    ]


def message(complaint_id: int, *, at: datetime) -> dict[str, Any]:
    """Return the outbox row that lets who filed know of the receipt."""
    key = f"complaint.received:{complaint_id}"
    return outbox.message("complaint.received", key, {"complaint_id": complaint_id}, at)


def alerts(complaint_id: int, s: Submission, book: Book, *, at: datetime) -> list[dict[str, Any]]:
    """Return the outbox row that lets supervisors know of what looks like a major complaint."""
    if suggested_kind(s, business_date(s.received_at), book) is None:
        return []
    key = f"major.suggested:{complaint_id}"
    return [outbox.message("major.suggested", key, {"complaint_id": complaint_id}, at)]


def audit_entry(row: dict[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return the audit row of a complaint's receipt."""
    return audit.entry(
        by=by,
        act="complaint.receive",
        subject=("complaint", row["id"]),
        at=at,
        article="33",
        unit_code=row["unit_code"],
        facts={
            "number": row["number"],
            "channel": row["channel"],
            "received_on": row["received_on"].isoformat(),
            "due_on": row["due_on"] and row["due_on"].isoformat(),
        },
    )
