"""Drafts of the public form: begun, saved, resumed and forgotten; found by secret tokens alone."""

import json
import secrets as random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from forwarding.models import Draft, DraftFile
from forwarding.submission import StoredFile
from portal.kernel import secrets

# Built once: each question of the form asks for its draft.
_LIVE = select(Draft).where(
    Draft.token_hash == bindparam("token_hash"), Draft.expires_at > bindparam("at")
)
_LIVE_LOCKED = _LIVE.with_for_update()
_FILES = select(DraftFile).where(DraftFile.draft_id == bindparam("draft_id")).order_by(DraftFile.id)


def begin(session: Session, *, days: int, at: datetime) -> tuple[Draft, str]:
    """Begin a draft that is kept for `days`; returns it with its secret token."""
    token = secrets.new_token()
    draft = Draft(
        token_hash=secrets.hash_token(token),
        answers="{}",
        started_at=at,
        saved_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(draft)
    session.flush()
    return draft, token


def by_token(session: Session, token: str, *, at: datetime, lock: bool = False) -> Draft | None:
    """Return the live draft of a token; `lock` keeps a second click waiting until this one ends."""
    wanted = {"token_hash": secrets.hash_token(token), "at": at}
    return session.scalar(_LIVE_LOCKED if lock else _LIVE, wanted)


def answers_of(draft: Draft) -> dict[str, Any]:
    """Return the answers saved so far."""
    return dict(json.loads(draft.answers))


def save(draft: Draft, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Keep new answers beside the earlier ones."""
    draft.answers = json.dumps({**answers_of(draft), **answers}, ensure_ascii=False)
    draft.saved_at = at


def add_file(session: Session, draft: Draft, file: StoredFile, *, at: datetime) -> DraftFile:
    """Keep a stored file with a draft."""
    row = DraftFile(
        public_id=random.token_urlsafe(12),
        draft_id=draft.id,
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


def files_of(session: Session, draft: Draft) -> list[DraftFile]:
    """Return a draft's files in the order they came."""
    return list(session.scalars(_FILES, {"draft_id": draft.id}))


def remove_file(session: Session, draft: Draft, public_id: str) -> bool:
    """Take a file off a draft; False when the draft has no such file."""
    taken = delete(DraftFile).where(
        DraftFile.draft_id == draft.id, DraftFile.public_id == public_id
    )
    return session.execute(taken.returning(DraftFile.id)).first() is not None


def put_aside(draft: Draft, *, at: datetime) -> str:
    """Make a short code under which the draft can be taken up again; an earlier code ends."""
    code = secrets.new_code()
    draft.resume_hash = secrets.hash_code(code)
    draft.saved_at = at
    return code


def resume(session: Session, code: str, *, at: datetime) -> str | None:
    """Return a fresh token for the draft of a code, whose earlier token ends; None if unknown."""
    found = select(Draft).where(
        Draft.resume_hash == secrets.hash_code(code),
        Draft.expires_at > at,
        Draft.complaint_id.is_(None),
    )
    draft = session.scalar(found.with_for_update())
    if draft is None:
        return None
    token = secrets.new_token()
    draft.token_hash, draft.saved_at = secrets.hash_token(token), at
    return token


def submitted(draft: Draft, complaint_id: int, receipt: Mapping[str, Any]) -> None:
    """Note what a draft became; its answers are forgotten, the receipt is kept until it expires."""
    draft.complaint_id = complaint_id
    draft.answers = "{}"
    draft.receipt = json.dumps(dict(receipt), ensure_ascii=False)


def forget(session: Session, *, at: datetime) -> int:
    """Delete expired drafts and uploads that no complaint took up; returns how many drafts."""
    gone = session.execute(delete(Draft).where(Draft.expires_at <= at).returning(Draft.id)).all()
    session.execute(
        delete(DraftFile).where(
            DraftFile.draft_id.is_(None), DraftFile.added_at <= at - timedelta(days=2)
        )
    )
    return len(gone)


def receipt_of(draft: Draft) -> dict[str, Any] | None:
    """Return number and code of a draft that was handed in."""
    return dict(json.loads(draft.receipt)) if draft.receipt else None
