"""Complaints by their sender's own numbers."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forwarding.models import Complaint


def is_known(session: Session, source: str, external_ref: str) -> bool:
    """Return whether a complaint came from a source under this number."""
    found = exists().where(Complaint.source == source, Complaint.external_ref == external_ref)
    return bool(session.scalar(select(found)))
