"""Acts on many complaints at once: what was asked for, and what came of it case by case."""

from datetime import date, datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

OUTCOMES = ("done", "had", "refused")
"""`had` says that the act was done before this batch came to it, so that it was not repeated."""


class BulkWork(Base):
    """What is the same for all cases of one batch; `sent_key` makes a second click the same."""

    __tablename__ = "bulk_work"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    sent_key: Mapped[str] = mapped_column(unique=True)
    act: Mapped[str]
    said: Mapped[str] = mapped_column(EncryptedText("bulk_work.said"))


class BulkItem(Base):
    """One case of a batch; its outcome is committed together with the act itself.

    `target_id` is the row acted on (complaint, telling or forwarding) in the `version` its officer
    saw. A refusal keeps code and facts, to be worded in its reader's language.
    """

    __tablename__ = "bulk_item"
    __table_args__ = (
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint("(outcome = 'refused') = (code IS NOT NULL)", name="refused_has_code"),
        UniqueConstraint("task_id", "target_id"),
        Index("ix_bulk_item_waiting", "task_id", "id", postgresql_where=text("outcome IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("bulk_work.task_id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    target_id: Mapped[int]
    version: Mapped[int]
    institutions: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    outcome: Mapped[str | None]
    code: Mapped[str | None]
    article: Mapped[str | None]
    facts: Mapped[str | None] = mapped_column(EncryptedText("bulk_item.facts"))
    ended_at: Mapped[datetime | None]


class Reminder(Base):
    """A 催办 by hand: what an officer asked an institution, at most once a day per forwarding."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("forwarding_id", "on"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    forwarding_id: Mapped[int] = mapped_column(ForeignKey("forwarding.id"))
    on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[int | None]
    text: Mapped[str] = mapped_column(EncryptedText("reminder.text"))
