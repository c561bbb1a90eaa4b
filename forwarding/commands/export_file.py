"""A case's whole file leaves the portal: for a stated reason, and on the record (Art. 22)."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.commands.reveal import reveal
from forwarding.models import Complaint, Party
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause

KINDS = ("pdf", "zip")
LARGEST = 500_000_000
"""Bytes of attachments that one archive may hold; a setting of this office, not law."""
_LEAST_REASON = 4


@clause("22")
def export_file(
    session: Session,
    complaint: Complaint,
    *,
    kind: str,
    clear: bool,
    reason: str,
    sizes: list[int],
    by: Actor,
    at: datetime,
) -> list[Party]:
    """Log that the file of a case was taken; returns the people to show in the clear.

    `kind` is pdf or zip, `sizes` are the bytes of each attachment that goes along. With `clear`
    every person of the case is logged as revealed. Raises Breach export_reason_missing or
    export_too_large; `complaint` comes with its parties.
    """
    reason = reason.strip()
    if len(reason) < _LEAST_REASON:
        raise Breach("export_reason_missing", "22")
    if sum(sizes) > LARGEST:
        raise Breach("export_too_large", "22", size=sum(sizes), largest=LARGEST)
    facts = {"kind": kind, "clear": clear, "files": len(sizes)}
    log(
        session,
        complaint,
        "complaint.export_file",
        article="22",
        by=by,
        at=at,
        reason=reason,
        **facts,
    )
    if not clear:
        return []
    for party in complaint.parties:
        reveal(session, complaint, party, reason=reason, by=by, at=at)
    return list(complaint.parties)
