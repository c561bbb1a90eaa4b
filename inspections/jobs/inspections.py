"""Who is told what of an inspection besides its letters; silent once it is past."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from inspections.commands.requests import ASKABLE
from inspections.models import DocumentRequest, Inspection
from portal.institutions.notices import to_institution, to_officers
from portal.institutions.queries import card
from portal.kernel import links
from portal.kernel.clock import business_date
from portal.kernel.outbox import OutboxMessage, handler

_OFFICERS = ("inspector", "supervisor")


@handler("inspection.asked")
@handler("inspection.remind")
def tell_of_request(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution of documents it is asked for, and remind it; silent once answered."""
    row = _row(session, message)
    request = session.get_one(DocumentRequest, message.payload["request_id"])
    if request.answered_at is None and request.withdrawn_at is None and row.state in ASKABLE:
        what = message.topic.removeprefix("inspection.")
        _institution(session, row, message, at, what, request.due_on, request.ordinal)


@handler("inspection.remind_facts")
def tell_of_facts(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Remind an institution of facts to confirm; once its day has passed the officers learn it."""
    row = _row(session, message)
    if row.state != "facts_put" or row.facts_answered_at is not None:
        return
    _institution(session, row, message, at, "confirmation", row.facts_due_on)
    if message.payload["when"] == "overdue":
        _officers(session, row, at, "facts_overdue", f"{message.key}:officers")


@handler("inspection.called_off")
def tell_of_end(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that an inspection is called off of which it had notice."""
    row = _row(session, message)
    _institution(session, row, message, at, "called_off", business_date(at))


@handler("inspection.answered")
@handler("inspection.facts_answered")
def tell_officers(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the unit's inspectors that an institution answered."""
    what = message.topic.removeprefix("inspection.")
    _officers(session, _row(session, message), at, what, message.key)


def _row(session: Session, message: OutboxMessage) -> Inspection:
    return session.get_one(Inspection, message.payload["inspection_id"])


def _institution(
    session: Session,
    row: Inspection,
    message: OutboxMessage,
    at: datetime,
    what: str,
    due_on: date | None,
    ordinal: int = 0,
) -> None:
    about = {
        "what": what,
        "title": row.title,
        "ordinal": ordinal,
        "due_on": due_on,
        "days_left": (due_on - business_date(at)).days if due_on else 0,
        "link": links.to(f"/desk/inspections/{row.id}"),
    }
    to, name = row.institution_id, "inspection_institution"
    to_institution(session, to, name, key=message.key, at=at, **about)


def _officers(session: Session, row: Inspection, at: datetime, what: str, key: str) -> None:
    named = card(session, row.institution_id)
    about = {
        "what": what,
        "institution": named.name if named else "",
        "title": row.title,
        "link": links.to(f"/staff/inspections/{row.id}"),
    }
    to_officers(session, row.unit_code, _OFFICERS, "inspection_officer", key=key, at=at, **about)
