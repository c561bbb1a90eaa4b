"""To escalate (升级催办): what is overdue by some days is brought before the unit's supervisors.

Each item is escalated once for each due date; the audit line is what remembers it. When is a
setting, the Measures are silent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, exists, select, text
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Forwarding, Review
from forwarding.models.complaint import ON_THE_CLOCK
from portal.kernel import audit, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.audit import AuditEntry
from portal.kernel.clock import business_date

ESCALATE = "escalation.unit"
_ARTICLES = {"complaint": "33", "forwarding": "18", "review": "20"}
"""Whose clock ran out, and under which article: ours, an institution's, its superior's."""


@dataclass(frozen=True)
class Item:
    """Something overdue: `kind` complaint, forwarding or review, and the row's id."""

    kind: str
    id: int
    complaint_id: int
    number: str
    unit_code: str
    institution_id: int | None
    due_on: date

    def days_late(self, day: date) -> int:
        """Return by how many natural days it is overdue."""
        return (day - self.due_on).days


def escalate(session: Session, *, at: datetime, after: int) -> int:
    """Post one message to each unit that has something newly overdue by `after` days or more.

    Returns how many messages were posted, those posted earlier today included.
    """
    day = business_date(at)
    units = sorted({item.unit_code for item in newly_overdue(session, day, after)})
    messages = [
        outbox.message(
            ESCALATE,
            f"{ESCALATE}:{unit_code}:{day}",
            {"unit_code": unit_code, "day": day.isoformat(), "after": after},
            at,
        )
        for unit_code in units
    ]
    outbox.post_all(session, messages)
    return len(messages)


def newly_overdue(
    session: Session, day: date, after: int, unit_code: str | None = None
) -> list[Item]:
    """Return what is overdue by `after` days or more and was not escalated, the oldest first."""
    since = day - timedelta(days=after)
    found = [
        Item(*row)
        for query in (_complaints(since), _forwardings(since), _reviews(since))
        for row in session.execute(
            query if unit_code is None else query.where(Complaint.unit_code == unit_code)
        )
    ]
    return sorted(found, key=lambda item: (item.due_on, item.kind, item.id))


def record(
    session: Session, items: Iterable[Item], *, day: date, notices: int, at: datetime
) -> None:
    """Put on record that items were brought before their supervisors; each then counts as told."""
    audit.record_all(session, [_entry(item, day, notices, at) for item in items])


def _entry(item: Item, day: date, notices: int, at: datetime) -> dict[str, Any]:
    facts = {
        "of": item.id,
        "due_on": item.due_on.isoformat(),
        "days_left": -item.days_late(day),
        "notices": notices,
    }
    if item.institution_id is not None:
        facts["institution_id"] = item.institution_id
    return audit.entry(
        by=SYSTEM,
        act=f"{item.kind}.escalate",
        subject=("complaint", item.complaint_id),
        at=at,
        article=_ARTICLES[item.kind],
        unit_code=item.unit_code,
        facts=facts,
    )


def _not_escalated(kind: str, of: Any, due_on: Any) -> Any:
    return ~exists().where(
        AuditEntry.subject_kind == "complaint",
        AuditEntry.subject_id == cast(Complaint.id, String),
        AuditEntry.act == f"{kind}.escalate",
        AuditEntry.facts["of"].as_string() == cast(of, String),
        AuditEntry.facts["due_on"].as_string() == cast(due_on, String),
    )


def _item(kind: str, of: Any, institution_id: Any, due_on: Any) -> Any:
    return select(
        cast(kind, String),
        of,
        Complaint.id,
        Complaint.number,
        Complaint.unit_code,
        institution_id,
        due_on,
    )


def _complaints(since: date) -> Any:
    own = _item("complaint", Complaint.id, cast(None, Complaint.id.type), Complaint.due_on)
    return own.where(
        text(ON_THE_CLOCK),
        Complaint.outside_rules.is_(False),
        Complaint.due_on <= since,
        Complaint.sort_due <= since,
        _not_escalated("complaint", Complaint.id, Complaint.due_on),
    )


def _forwardings(since: date) -> Any:
    of = Forwarding
    return (
        _item("forwarding", of.id, of.institution_id, of.due_on)
        .join(Complaint, Complaint.id == of.complaint_id)
        .where(
            of.state.in_(OPEN_FORWARDING_STATES),
            of.history.is_(False),
            of.paused_on.is_(None),
            of.due_on <= since,
            _not_escalated("forwarding", of.id, of.due_on),
        )
    )


def _reviews(since: date) -> Any:
    of = Review
    return (
        _item("review", of.id, of.superior_id, of.due_on)
        .join(Forwarding, Forwarding.id == of.forwarding_id)
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            of.state == "applied",
            of.due_on <= since,
            _not_escalated("review", of.id, of.due_on),
        )
    )
