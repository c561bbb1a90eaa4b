"""To hand out a stored file or letter of a case: on the record, since it shows people (Art. 22)."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.models import Attachment, Complaint
from portal.kernel.actor import Actor


def hand_out(
    session: Session, complaint: Complaint, file: Attachment, *, by: Actor, at: datetime
) -> None:
    """Log that an officer took a file of the case; its name, which may name people, stays out."""
    log(
        session,
        complaint,
        "attachment.open",
        article="22",
        by=by,
        at=at,
        purpose=file.purpose,
        sha256=file.sha256,
        forwarding_id=file.forwarding_id,
    )


def hand_out_letter(
    session: Session, complaint: Complaint, letter: str, *, by: Actor, at: datetime
) -> None:
    """Log that an officer took a letter made on the spot; `letter` is its template's name."""
    log(session, complaint, "letter.open", article="22", by=by, at=at, letter=letter)
