"""Recommendations, demands (Art. 40) and orders (Art. 41), and all that happens until close-out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import EXTENSION, OPEN_RECTIFICATION, RECTIFICATION
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

KINDS = ("recommendation", "demand", "order")
DEMAND_GROUNDS = ("channels_unpublished", "handled_wrongly", "mediation_refused")
ORDER_GROUNDS = ("not_set_up", "not_reported", "demand_failed", "serious_consequences")
_ISSUED = (*OPEN_RECTIFICATION, "closed", "revoked")


class Rectification(Base):
    """What an institution has to put right, by a day, and why (Arts. 40, 41).

    A recommendation (监管建议) has no ground and asks only for a reply by `due_on`. `first_due_on`
    stays when an extension moves `due_on`. `failed_at` stays once it failed, whatever follows.
    `articles` are those of its basis; a list is narrowed by them, and by `search`, the keyed marks
    of the title's words. `handler` is the officer who
    has it in hand and may not verify it.
    """

    __tablename__ = "rectification"
    __table_args__ = (
        CheckConstraint(f"state IN {RECTIFICATION.states!r}", name="state"),
        CheckConstraint(f"kind IN {KINDS!r}", name="kind"),
        CheckConstraint(
            f"(kind = 'recommendation' AND ground = '')"
            f" OR (kind = 'demand' AND ground IN {DEMAND_GROUNDS!r})"
            f" OR (kind = 'order' AND ground IN {ORDER_GROUNDS!r})",
            name="ground",
        ),
        CheckConstraint(
            "(ground = 'demand_failed') = (demand_id IS NOT NULL)", name="failed_demand_named"
        ),
        CheckConstraint(
            f"state NOT IN {_ISSUED!r} OR (issued_on IS NOT NULL AND due_on IS NOT NULL)",
            name="issued",
        ),
        CheckConstraint("due_on >= issued_on", name="due_on"),
        CheckConstraint("approved_by <> proposed_by", name="second_officer"),
        CheckConstraint("state <> 'failed' OR failed_at IS NOT NULL", name="failed"),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed"),
        CheckConstraint("kind <> 'recommendation' OR state <> 'failed'", name="never_fails"),
        Index(
            "ix_rectification_open",
            "unit_code",
            "due_on",
            "id",
            postgresql_where=text(f"state IN {OPEN_RECTIFICATION!r}"),
        ),
        Index(
            "ix_rectification_due",
            "due_on",
            "id",
            postgresql_where=text(f"state IN {OPEN_RECTIFICATION!r}"),
        ),
        Index(None, "institution_id", "due_on", "id"),
        Index(None, "handler", "due_on", "id"),
        Index(None, "articles", postgresql_using="gin"),
        Index(None, "search", postgresql_using="gin"),
        Index(
            "ix_rectification_state_due",
            "state",
            "due_on",
            "id",
            postgresql_where=text(f"state IN {OPEN_RECTIFICATION!r}"),
        ),
        Index(
            "ix_rectification_kind_due",
            "kind",
            "due_on",
            "id",
            postgresql_where=text(f"state IN {OPEN_RECTIFICATION!r}"),
        ),
        Index(None, "demand_id"),
        Index(None, "inspection_id"),
        Index(None, "state", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=RECTIFICATION.initial)
    kind: Mapped[str]
    ground: Mapped[str] = mapped_column(default="")
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_proposal.id"))
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("rectification.id"))
    title: Mapped[str]
    search: Mapped[Any | None] = mapped_column(TSVECTOR, deferred=True)
    basis: Mapped[str] = mapped_column(EncryptedText("rectification.basis"), default="")
    articles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    handler: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]
    rejected_why: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    reported_at: Mapped[datetime | None]
    reported_by: Mapped[int | None]
    reply: Mapped[str] = mapped_column(EncryptedText("rectification.reply"), default="")
    overdue_told_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failed_why: Mapped[str] = mapped_column(EncryptedText("rectification.failed_why"), default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    ended_why: Mapped[str] = mapped_column(EncryptedText("rectification.ended_why"), default="")

    __mapper_args__ = {"version_id_col": version}


class RectificationItem(Base):
    """One thing to be put right, and the finding it comes from; `met` once it was verified."""

    __tablename__ = "rectification_item"
    __table_args__ = (Index("uq_rectification_item", "rectification_id", "ordinal", unique=True),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    ordinal: Mapped[int]
    wanted: Mapped[str] = mapped_column(EncryptedText("rectification_item.wanted"))
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    met: Mapped[bool | None]


class RectificationPlan(Base):
    """How and by when an institution means to put things right, and who answers for it."""

    __tablename__ = "rectification_plan"
    __table_args__ = (Index(None, "rectification_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    text: Mapped[str] = mapped_column(EncryptedText("rectification_plan.text"))
    person: Mapped[str] = mapped_column(EncryptedText("rectification_plan.person"))
    post: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date]
    filed_at: Mapped[datetime]
    filed_by: Mapped[int | None]


class Progress(Base):
    """What was done for an item, or for all of it, as the institution tells it."""

    __tablename__ = "rectification_progress"
    __table_args__ = (Index(None, "rectification_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_item.id"))
    text: Mapped[str] = mapped_column(EncryptedText("rectification_progress.text"))
    told_at: Mapped[datetime]
    told_by: Mapped[int | None]


class RectificationExtension(Base):
    """More time, asked for before the last day with a reason, granted or refused by an officer."""

    __tablename__ = "rectification_extension"
    __table_args__ = (
        CheckConstraint(f"state IN {EXTENSION.states!r}", name="state"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        Index(
            "uq_rectification_extension_asked",
            "rectification_id",
            unique=True,
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    state: Mapped[str] = mapped_column(default=EXTENSION.initial)
    reason: Mapped[str] = mapped_column(EncryptedText("rectification_extension.reason"))
    until: Mapped[date]
    due_before: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decision: Mapped[str] = mapped_column(default="")


class Verification(Base):
    """How an inspector who is not the handler looked at what was put right, and what he saw."""

    __tablename__ = "rectification_verification"
    __table_args__ = (
        CheckConstraint(
            "method IN ('on_site', 'documents', 'sample', 'call_back', 'system')", name="method"
        ),
        Index(None, "rectification_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_item.id"))
    method: Mapped[str]
    verified_on: Mapped[date]
    met: Mapped[bool]
    seen: Mapped[str] = mapped_column(EncryptedText("rectification_verification.seen"))
    noted_at: Mapped[datetime]
    verified_by: Mapped[int | None]


class RectificationReminder(Base):
    """One reminder on a day before or after the last day; never sent twice."""

    __tablename__ = "rectification_reminder"
    __table_args__ = (
        Index("uq_rectification_reminder", "rectification_id", "due_on", "days_left", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    due_on: Mapped[date]
    days_left: Mapped[int]
    at: Mapped[datetime]
