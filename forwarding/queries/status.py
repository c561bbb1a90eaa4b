"""What a complainant sees of their own complaint: where it stands, what comes next, by when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.lifecycle import COMPLAINT, LIVE_NOT
from forwarding.models import Complaint, Forwarding, ReceiptCode, Review
from portal.accounts.queries import unit
from portal.institutions.queries import cards
from portal.kernel import audit, secrets

_SHOWN = {
    "complaint.receive",
    "complaint.forward",
    "complaint.tell",
    "complaint.divert",
    "complaint.split",
    "complaint.not_accept",
    "complaint.hand_over",
    "forwarding.acknowledge",
    "forwarding.return",
    "forwarding.report",
    "forwarding.not_proceed",
    "forwarding.extend",
    "mediation.apply",
    "mediation.accept",
    "mediation.end",
    "complaint.close",
    "complaint.merge",
    "complaint.unmerge",
    "complaint.withdraw",
    "review.apply",
    "review.refuse_late",
    "review.decide",
}


@dataclass(frozen=True)
class Step:
    """One thing that happened, told to the complainant; institutions are named where they act.

    `facts` are the audit line's: codes and numbers, no personal data.
    """

    act: str
    at: datetime
    article: str | None
    institution: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """Where a complaint stands.

    `institutions` holds (name, due date, state) of each forwarding; the due date is None while
    its limit is paused.
    """

    number: str
    state: str
    unit: str
    received_on: date
    due_on: date | None
    provisional: bool
    sort_due: date
    track: str | None
    withdrawn_on: date | None
    steps: tuple[Step, ...]
    institutions: tuple[tuple[str, date | None, str], ...]
    complaint: Complaint

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether the complainant may still withdraw it (Art. 15)."""
        return "withdraw" in COMPLAINT.legal_acts(self.state)


def progress_of(session: Session, number: str, code: str) -> Progress | None:
    """Return the progress of a complaint whose number and secret code fit; None otherwise."""
    found = (
        select(Complaint)
        .join(ReceiptCode, ReceiptCode.complaint_id == Complaint.id)
        .where(Complaint.number == number, ReceiptCode.hash == secrets.hash_code(code))
    )
    complaint = session.scalar(found)
    if complaint is None:
        return None
    forwardings = session.scalars(
        select(Forwarding).where(Forwarding.complaint_id == complaint.id).order_by(Forwarding.id)
    ).all()
    reviewing = select(Review.superior_id).where(
        Review.forwarding_id.in_([row.id for row in forwardings])
    )
    concerned = {row.institution_id for row in forwardings} | set(session.scalars(reviewing))
    named = cards(session, concerned)
    competent = unit(session, complaint.unit_code)
    return Progress(
        number=complaint.number,
        state=complaint.state,
        unit=competent.name if competent else "",
        received_on=complaint.received_on,
        due_on=complaint.due_on,
        provisional=complaint.provisional,
        sort_due=complaint.sort_due,
        track=complaint.track if complaint.state == "diverted" else None,
        withdrawn_on=complaint.withdrawn_on,
        steps=_steps(session, complaint, named),
        institutions=tuple(
            (named[row.institution_id].label, None if row.paused_on else row.due_on, row.state)
            for row in forwardings
            if row.state not in LIVE_NOT
        ),
        complaint=complaint,
    )


def _steps(session: Session, complaint: Complaint, named: dict[int, Any]) -> tuple[Step, ...]:
    lines = audit.history(session, "complaint", complaint.id)
    return tuple(
        Step(line.act, _when(line), line.article, _institution(line, named), line.facts)
        for line in lines
        if line.act in _SHOWN
    )


def _when(line: audit.AuditEntry) -> datetime:
    done_at = line.facts.get("done_at")
    return datetime.fromisoformat(done_at) if done_at else line.at


def _institution(line: audit.AuditEntry, named: dict[int, Any]) -> str:
    card = named.get(line.facts.get("institution_id", 0))
    return str(card.label) if card else ""
