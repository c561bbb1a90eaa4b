"""To put a document into a filing, and to hand it out again on the record."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.filings.commands.acts import log
from portal.filings.commands.filing import before_signing
from portal.filings.models import Filing
from portal.kernel.actor import Actor
from portal.kernel.law import Breach
from portal.kernel.storage import Stored

KINDS = ("disclosure", "other")
"""The kinds that cannot be signed without a document, unless there is nothing to report."""


def put_document(
    session: Session, filing: Filing, stored: Stored, *, by: Actor, at: datetime
) -> None:
    """Put a stored file into a filing that is being made, in place of the one before."""
    if filing.state != "draft":
        raise Breach("filing_not_in_hand", "36")
    filing.sha256, filing.label = stored.sha256, stored.label
    filing.size, filing.content_type = stored.size, stored.content_type
    session.flush()
    log(session, filing, "filing.put_document", by=by, at=at, sha256=stored.sha256)


def hand_out(session: Session, filing: Filing, *, by: Actor, at: datetime) -> None:
    """Note that somebody is handed the file of a filing."""
    log(session, filing, "filing.hand_out", by=by, at=at, sha256=filing.sha256)


@before_signing(*KINDS)
def _needs_a_document(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    if filing.sha256 is None and not filing.nil:
        raise Breach("document_missing", "35")
