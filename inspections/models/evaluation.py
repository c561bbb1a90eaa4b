"""The yearly evaluation of consumer protection work (Art. 38): weights as dated data, sheets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import EVALUATION
from portal.kernel.db import Base


class WeightSet(Base):
    """The elements, indicators and weights of an edition, in force for the years from `year` on."""

    __tablename__ = "evaluation_weights"
    __table_args__ = (
        Index("uq_evaluation_weights_edition", "edition", unique=True),
        CheckConstraint("approved_by <> made_by", name="second_officer"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    edition: Mapped[str]
    year: Mapped[int]
    elements: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    grades: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    note: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]


class Evaluation(Base):
    """One institution's sheet for one year.

    `inputs` are the figures as they were counted on `counted_on`, `weights` the very elements
    they were judged by, `manual` scores with their reasons: grade and score can be computed
    again from these three alone. Scores are strings with their decimals.
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        CheckConstraint(f"state IN {EVALUATION.states!r}", name="state"),
        CheckConstraint("reviewed_by <> submitted_by", name="reviewed_by_another"),
        CheckConstraint(
            "settled_by <> submitted_by AND settled_by <> reviewed_by", name="settled_by_a_third"
        ),
        CheckConstraint("state <> 'settled' OR settled_at IS NOT NULL", name="settled"),
        CheckConstraint("previous_id IS NULL OR why_again <> ''", name="corrected_why"),
        Index(
            "uq_evaluation_current",
            "institution_id",
            "unit_code",
            "year",
            unique=True,
            postgresql_where=text("state NOT IN ('settled', 'superseded')"),
        ),
        Index(
            "uq_evaluation_settled",
            "institution_id",
            "unit_code",
            "year",
            unique=True,
            postgresql_where=text("state = 'settled'"),
        ),
        Index(None, "unit_code", "year", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=EVALUATION.initial)
    year: Mapped[int]
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    category: Mapped[str] = mapped_column(default="")
    weights_id: Mapped[int] = mapped_column(ForeignKey("evaluation_weights.id"))
    weights: Mapped[dict[str, Any]]
    counted_on: Mapped[date]
    inputs: Mapped[dict[str, Any]]
    manual: Mapped[dict[str, Any]] = mapped_column(default=dict)
    score: Mapped[str | None]
    grade: Mapped[str | None]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]
    remarks: Mapped[str] = mapped_column(default="")
    why_again: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}
