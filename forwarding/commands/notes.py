"""Notes among the regulator's staff on a case; no institution and no complainant reads them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.models import Complaint, Note
from forwarding.queries.case import hold
from portal.kernel.actor import Actor

LONGEST_NOTE = 2000


def add_note(session: Session, complaint: Complaint, text: str, *, by: Actor, at: datetime) -> None:
    """Add a note; the audit line says that there is one, not what it says.

    The same words again by the same person, as a second click sends them, are one note.
    """
    hold(session, complaint)
    latest = session.scalar(
        select(Note).where(Note.complaint_id == complaint.id).order_by(Note.id.desc()).limit(1)
    )
    if latest is not None and (latest.by, latest.text) == (by.account_id, text):
        return
    session.add(Note(complaint_id=complaint.id, text=text, at=at, by=by.account_id))
    log(session, complaint, "complaint.note", article=None, by=by, at=at)
