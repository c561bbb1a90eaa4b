"""Letters of a case (转办单, 告知书): made once by the worker, kept as they left the house."""

from datetime import datetime
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.attach import attach
from forwarding.commands.letter_facts import forwarding_facts
from forwarding.models import Attachment, Forwarding
from forwarding.submission import StoredFile
from portal.kernel import letters, storage
from portal.kernel.actor import SYSTEM


def letter_of(session: Session, forwarding: Forwarding) -> Attachment | None:
    """Return the forwarding's letter when it has been made."""
    return session.scalar(
        select(Attachment).where(
            Attachment.forwarding_id == forwarding.id, Attachment.purpose == "letter"
        )
    )


def store_letter(session: Session, forwarding: Forwarding, *, at: datetime) -> Attachment:
    """Make the forwarding letter and keep it with the case; made before, it stays as it is."""
    kept = letter_of(session, forwarding)
    if kept is not None:
        return kept
    pdf = letters.render("forwarding", forwarding_facts(session, forwarding))
    label = f"{forwarding.letter_no}.pdf"
    stored = storage.installed().put(session, BytesIO(pdf), label, at=at)
    file = StoredFile(
        sha256=stored.sha256,
        label=label,
        size=stored.size,
        content_type=stored.content_type,
        purpose="letter",
    )
    (made,) = attach(session, forwarding.complaint, [file], by=SYSTEM, at=at, forwarding=forwarding)
    return made
