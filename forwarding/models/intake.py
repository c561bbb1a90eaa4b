"""What intake needs before and around a complaint: drafts, replies to repeats, number series."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Draft(Base):
    """A public form on its way: answers encrypted, found by the hash of a secret token alone."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "expires_at"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    resume_hash: Mapped[bytes | None] = mapped_column(unique=True)
    answers: Mapped[str] = mapped_column(EncryptedText("draft.answers"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    receipt: Mapped[str | None] = mapped_column(EncryptedText("draft.receipt"))


class DraftFile(Base):
    """A file added to a draft, or uploaded by API ahead of its complaint."""

    __tablename__ = "draft_file"
    __table_args__ = (Index(None, "draft_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    account_id: Mapped[int | None]
    purpose: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_object.sha256"))
    label: Mapped[str] = mapped_column(EncryptedText("draft_file.label"))
    size: Mapped[int]
    content_type: Mapped[str]
    added_at: Mapped[datetime]


class IdempotentReply(Base):
    """The reply to a write that carried an Idempotency-Key, given again to a repeat."""

    __tablename__ = "idempotent_reply"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    status: Mapped[int]
    body: Mapped[str] = mapped_column(EncryptedText("idempotent_reply.body"))
    made_at: Mapped[datetime]


class NumberSeries(Base):
    """The last serial given in one series of one unit, e.g. complaints of 2026-11."""

    __tablename__ = "number_series"

    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
