"""What helps an office along: notes among colleagues, saved views, letter templates, follow-up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.lifecycle import FOLLOW_UP
from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Note(Base):
    """A note among the regulator's staff; no institution and no complainant reads it."""

    __tablename__ = "note"
    __table_args__ = (Index(None, "complaint_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    text: Mapped[str] = mapped_column(EncryptedText("note.text"))
    at: Mapped[datetime]
    by: Mapped[int | None]


class SavedView(Base):
    """A list of the worklist, or a dashboard, that an officer comes back to, under a name.

    The figures of a dashboard are sent by e-mail as often as `digest` says; empty for never.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        CheckConstraint(one_of("page", ("worklist", "overview")), name="page"),
        CheckConstraint(one_of("digest", ("", "daily", "weekly", "monthly")), name="digest"),
        Index("ix_saved_view_digest", "digest", postgresql_where=text("digest <> ''")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    page: Mapped[str] = mapped_column(default="worklist", server_default="worklist")
    query: Mapped[str] = mapped_column(EncryptedText("saved_view.query"))
    digest: Mapped[str] = mapped_column(default="", server_default="")
    saved_at: Mapped[datetime]


class LetterTemplate(Base):
    """A unit's own wording of a letter or notice; its fields are checked when it is kept."""

    __tablename__ = "letter_template"
    __table_args__ = (
        UniqueConstraint("unit_code", "name"),
        CheckConstraint(one_of("purpose", ("telling", "instructions", "reminder")), name="purpose"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    name: Mapped[str]
    purpose: Mapped[str]
    body: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}


class FollowUp(Base):
    """A closed complaint sampled for 回访: how satisfied its complainant is."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint(one_of("state", FOLLOW_UP.states), name="state"),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction_of_five"),
        CheckConstraint(
            "state <> 'answered' OR (satisfaction IS NOT NULL AND answered_at IS NOT NULL)",
            name="answered_has_answer",
        ),
        Index(
            "ix_follow_up_open",
            "unit_code",
            "sampled_at",
            "id",
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), unique=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    state: Mapped[str]
    channel: Mapped[str | None]
    satisfaction: Mapped[int | None]
    resolved: Mapped[bool | None]
    remarks: Mapped[str | None] = mapped_column(EncryptedText("follow_up.remarks"))
    sampled_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}
