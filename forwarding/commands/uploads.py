"""Files sent ahead of the complaint or report they belong to; each serves its sender once."""

import secrets as random
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import DraftFile
from forwarding.submission import StoredFile
from portal.kernel.actor import Actor


class UnknownUpload(Exception):
    """Ids that name no waiting upload of this sender."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids


def keep(session: Session, file: StoredFile, *, by: Actor, at: datetime) -> DraftFile:
    """Keep a stored file until its sender names it; after two days it is forgotten."""
    row = DraftFile(
        public_id=random.token_urlsafe(12),
        account_id=by.account_id,
        purpose=file.purpose,
        sha256=file.sha256,
        label=file.label,
        size=file.size,
        content_type=file.content_type,
        added_at=at,
    )
    session.add(row)
    session.flush()
    return row


def waiting(session: Session, ids: Sequence[str], *, by: Actor) -> list[DraftFile]:
    """Return the sender's uploads in the order asked for, held for this transaction.

    Raises UnknownUpload for ids of nobody, of others, or used before.
    """
    found = session.scalars(
        select(DraftFile)
        .where(
            DraftFile.public_id.in_(list(ids)),
            DraftFile.account_id == by.account_id,
            DraftFile.draft_id.is_(None),
        )
        .with_for_update()
    )
    by_id = {row.public_id: row for row in found}
    if missing := [each for each in ids if each not in by_id]:
        raise UnknownUpload(missing)
    return [by_id[each] for each in ids]


def used(session: Session, rows: Sequence[DraftFile]) -> None:
    """Forget uploads that have become part of a case."""
    for row in rows:
        session.delete(row)


def as_file(row: DraftFile, purpose: str | None = None) -> StoredFile:
    """Return an upload as the commands take files."""
    return StoredFile(row.sha256, row.label, row.size, row.content_type, purpose or row.purpose)
