"""To add files to a case after its receipt, in either direction (Art. 33)."""

import secrets as random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.models import Attachment, Complaint, Forwarding, Report
from forwarding.submission import StoredFile
from portal.kernel.actor import Actor


def attach(
    session: Session,
    complaint: Complaint,
    files: Sequence[StoredFile],
    *,
    by: Actor,
    at: datetime,
    forwarding: Forwarding | None = None,
    report: Report | None = None,
    shown_to_institution: bool = True,
) -> list[Attachment]:
    """Add stored files to a case; with a forwarding they belong to that institution alone.

    What Art. 14 asks for and a file brings is no gap any more.
    """
    belongs = {
        "complaint_id": complaint.id,
        "forwarding_id": forwarding.id if forwarding else None,
        "report_id": report.id if report else None,
        "shown_to_institution": shown_to_institution,
    }
    made = [_row(file, by=by, at=at, **belongs) for file in files]
    session.add_all(made)
    if forwarding is None and complaint.gaps:
        brought = {file.purpose for file in files}
        complaint.gaps = [gap for gap in complaint.gaps if gap not in brought]
    for row in made:
        log(
            session,
            complaint,
            "attachment.add",
            article=None,
            by=by,
            at=at,
            purpose=row.purpose,
            sha256=row.sha256,
            forwarding_id=row.forwarding_id,
        )
    return made


def _row(file: StoredFile, *, by: Actor, at: datetime, **belongs: Any) -> Attachment:
    return Attachment(
        public_id=random.token_urlsafe(12),
        purpose=file.purpose,
        sha256=file.sha256,
        label=file.label,
        size=file.size,
        content_type=file.content_type,
        added_at=at,
        added_by=by.account_id,
        **belongs,
    )
