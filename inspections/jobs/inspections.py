"""Who is told what of an inspection besides its letters; silent once it is past."""

from datetime import datetime

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
def tell_institution(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution of documents it is asked for, and remind it; silent once answered."""
    row = _row(session, message)
    request = session.get_one(DocumentRequest, message.payload["request_id"])
    waits = request.answered_at is None and request.withdrawn_at is None
    if not waits or row.state not in ASKABLE:
        return
    about = {
        "what": message.topic.removeprefix("inspection."),
        "title": row.title,
        "ordinal": request.ordinal,
        "due_on": request.due_on,
        "days_left": (request.due_on - business_date(at)).days,
        "link": links.to(f"/desk/inspections/{row.id}"),
    }
    to = row.institution_id
    to_institution(session, to, "inspection_institution", key=message.key, at=at, **about)


@handler("inspection.answered")
@handler("inspection.facts_answered")
def tell_officers(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the unit's inspectors that an institution answered."""
    row = _row(session, message)
    named = card(session, row.institution_id)
    about = {
        "what": message.topic.removeprefix("inspection."),
        "institution": named.name if named else "",
        "title": row.title,
        "link": links.to(f"/staff/inspections/{row.id}"),
    }
    told = {"key": message.key, "at": at, **about}
    to_officers(session, row.unit_code, _OFFICERS, "inspection_officer", **told)


def _row(session: Session, message: OutboxMessage) -> Inspection:
    return session.get_one(Inspection, message.payload["inspection_id"])
