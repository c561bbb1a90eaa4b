"""What the figures propose to look into; a person decides (Arts. 34, 40, 41)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import PROPOSAL
from portal.kernel.db import Base

SUGGESTED = ("inspection", "demand", "order")


class Proposal(Base):
    """A rule met by an institution's cases or filings, with the evidence behind it.

    `evidence` is a list of {"kind", "ref"} as findings keep it. One proposal stands open for a
    rule, an institution and a unit; a rule that is met again renews its figures.
    """

    __tablename__ = "supervision_proposal"
    __table_args__ = (
        CheckConstraint(f"state IN {PROPOSAL.states!r}", name="state"),
        CheckConstraint(f"suggests IN {SUGGESTED!r}", name="suggests"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'dismissed' OR decided_why <> ''", name="dismissed_why"),
        Index(
            "uq_supervision_proposal_open",
            "unit_code",
            "institution_id",
            "rule",
            "detail",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "unit_code", "state", "id"),
        Index(None, "institution_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=PROPOSAL.initial)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    rule: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    suggests: Mapped[str]
    ground: Mapped[str] = mapped_column(default="")
    as_of: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    made_at: Mapped[datetime]
    renewed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_why: Mapped[str] = mapped_column(default="")
    taken_up_as: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}


class ProposalRule(Base):
    """A rule's numbers as a unit set them, from a day on; the Measures are silent about them."""

    __tablename__ = "supervision_rule"
    __table_args__ = (
        CheckConstraint("least BETWEEN 1 AND 10000", name="least"),
        CheckConstraint("days BETWEEN 1 AND 730", name="days"),
        CheckConstraint("reason <> ''", name="reason"),
        Index(None, "unit_code", "rule", "effective_from", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    rule: Mapped[str]
    effective_from: Mapped[date]
    enabled: Mapped[bool]
    least: Mapped[int]
    days: Mapped[int]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
