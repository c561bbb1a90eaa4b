"""Notes among the regulator's staff, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Note
from portal.accounts.queries import account_names


@dataclass(frozen=True)
class NoteView:
    """A note with who wrote it."""

    text: str
    at: datetime
    by: str


def notes_of(session: Session, complaint_id: int) -> list[NoteView]:
    """Return a case's notes, for its officers alone."""
    found = select(Note).where(Note.complaint_id == complaint_id).order_by(Note.id.desc())
    rows = session.scalars(found).all()
    names = account_names(session, {row.by for row in rows if row.by})
    return [NoteView(row.text, row.at, names.get(row.by or 0, "")) for row in rows]
