"""Remedies against an institution's handling: review (Art. 20) and mediation (Art. 23)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.lifecycle import MEDIATION, REVIEW
from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Review(Base):
    """A branch's decision reviewed (核查) by its superior: 30 days to apply, 30 to decide."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(one_of("state", REVIEW.states), name="state"),
        CheckConstraint(
            "state <> 'decided' OR (decided_on IS NOT NULL AND told_on IS NOT NULL"
            " AND conclusion IS NOT NULL AND outcome IS NOT NULL)",
            name="decided_has_conclusion",
        ),
        CheckConstraint("applied_on >= decision_received_on", name="applied_after_decision"),
        Index(None, "forwarding_id"),
        Index(
            "ix_review_open", "superior_id", "due_on", postgresql_where=text("state = 'applied'")
        ),
        Index(
            "uq_review_open",
            "forwarding_id",
            unique=True,
            postgresql_where=text("state = 'applied'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    forwarding_id: Mapped[int] = mapped_column(ForeignKey("forwarding.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    superior_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    state: Mapped[str]
    decision_received_on: Mapped[date]
    applied_on: Mapped[date]
    grounds: Mapped[str] = mapped_column(EncryptedText("review.grounds"))
    due_on: Mapped[date]
    outcome: Mapped[str | None]
    conclusion: Mapped[str | None] = mapped_column(EncryptedText("review.conclusion"))
    decided_on: Mapped[date | None]
    told_on: Mapped[date | None]
    told_means: Mapped[str | None]
    lateness_reason: Mapped[str | None] = mapped_column(EncryptedText("review.lateness"))
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}


class Mediation(Base):
    """A mediation record: consent, organisation, application, acceptance, end and result."""

    __tablename__ = "mediation"
    __table_args__ = (
        CheckConstraint(one_of("state", MEDIATION.states), name="state"),
        CheckConstraint("state <> 'accepted' OR accepted_on IS NOT NULL", name="accepted_on"),
        CheckConstraint(
            "state <> 'ended' OR (ended_on IS NOT NULL AND result IS NOT NULL)",
            name="ended_has_result",
        ),
        CheckConstraint("applied_on >= consented_on", name="applied_after_consent"),
        CheckConstraint("accepted_on >= applied_on", name="accepted_after_application"),
        CheckConstraint("ended_on >= coalesce(accepted_on, applied_on)", name="ended_last"),
        Index(None, "forwarding_id"),
        Index(
            "uq_mediation_open",
            "forwarding_id",
            unique=True,
            postgresql_where=text("state <> 'ended'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    forwarding_id: Mapped[int] = mapped_column(ForeignKey("forwarding.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("mediation_organisation.id"))
    state: Mapped[str]
    consented_on: Mapped[date]
    applied_on: Mapped[date]
    accepted_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    result: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    note: Mapped[str | None] = mapped_column(EncryptedText("mediation.note"))
    performed_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}
