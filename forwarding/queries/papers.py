"""Every stored file of a case, as its complete file takes them along."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Attachment, Complaint


def papers_of(session: Session, complaint: Complaint) -> Sequence[Attachment]:
    """Return a case's files in the order they came: material, letters, reports' enclosures."""
    found = select(Attachment).where(Attachment.complaint_id == complaint.id)
    return session.scalars(found.order_by(Attachment.id)).all()
