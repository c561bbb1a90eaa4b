"""Institutions are reminded of what inspectors wait for; both sides learn that a day has passed."""

from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inspections.commands.requests import ASKABLE
from inspections.models import DocumentRequest, Inspection
from portal.kernel import outbox
from portal.kernel.clock import business_date

_DAYS_BEFORE = 1


def remind(session: Session, *, at: datetime) -> None:
    """Remind of documents and of facts to confirm: the day before the last, and once after it.

    Done again on the same day, or later, it posts nothing new.
    """
    today = business_date(at)
    for request in session.scalars(_unanswered()):
        if when := _stage(request.due_on, today):
            about = {"inspection_id": request.inspection_id, "request_id": request.id}
            key = f"inspection:request:{request.id}:{when}"
            outbox.post(session, "inspection.remind", key, {**about, "when": when}, at)
    silent = select(Inspection).where(
        Inspection.state == "facts_put", Inspection.facts_answered_at.is_(None)
    )
    for row in session.scalars(silent.order_by(Inspection.id)):
        if when := _stage(row.facts_due_on, today):
            about = {"inspection_id": row.id, "when": when}
            key = f"inspection:facts:{row.id}:{when}"
            outbox.post(session, "inspection.remind_facts", key, about, at)


def _stage(due_on: date | None, today: date) -> str:
    """Return "soon", "overdue", or "" while there is time."""
    left = (due_on - today).days if due_on else _DAYS_BEFORE + 1
    if left > _DAYS_BEFORE:
        return ""
    return "overdue" if left < 0 else "soon"


def _unanswered() -> Select[DocumentRequest]:
    return (
        select(DocumentRequest)
        .join(Inspection, Inspection.id == DocumentRequest.inspection_id)
        .where(
            DocumentRequest.answered_at.is_(None),
            DocumentRequest.withdrawn_at.is_(None),
            Inspection.state.in_(ASKABLE),
        )
        .order_by(DocumentRequest.id)
    )
