"""Files that hang on inspections, rectification and measures: kept, and handed out logged."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspections.models import KeptFile
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.storage import Stored


def keep(
    session: Session,
    about: str,
    about_id: int,
    stored: Stored,
    *,
    side: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> KeptFile:
    """Keep a stored file with what it is about; `side` says who brought it."""
    row = KeptFile(
        about=about,
        about_id=about_id,
        side=side,
        sha256=stored.sha256,
        label=stored.label,
        size=stored.size,
        content_type=stored.content_type,
        note=note.strip(),
        added_at=at,
        added_by=by.account_id,
    )
    session.add(row)
    session.flush()
    _log(session, row, "file.keep", by=by, at=at)
    return row


def hand_out(session: Session, file: KeptFile, *, by: Actor, at: datetime) -> None:
    """Note that somebody is handed a file."""
    _log(session, file, "file.hand_out", by=by, at=at)


def _log(session: Session, file: KeptFile, act: str, *, by: Actor, at: datetime) -> None:
    facts = {"file_id": file.id, "sha256": file.sha256}
    subject = (file.about, file.about_id)
    audit.record(session, by=by, act=act, subject=subject, at=at, facts=facts)
