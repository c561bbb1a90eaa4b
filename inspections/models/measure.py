"""Supervisory talks and measures under Art. 41, unlocked by an order that ran over."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import MEASURE
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Measure(Base):
    """One measure on an order that was not met (Art. 41); its kind follows the institution's type.

    `held_on`, `place`, `attendance` and `record` are of a talk; `in_force_from` and `lifted_on`
    of what lasts. `same_breach` names an earlier measure for the same breach that the deciding
    officer was warned of, with the reason why this one is not a second punishment.
    """

    __tablename__ = "supervisory_measure"
    __table_args__ = (
        CheckConstraint(f"state IN {MEASURE.states!r}", name="state"),
        CheckConstraint("approved_by <> proposed_by", name="second_officer"),
        CheckConstraint(
            "state NOT IN ('carried_out', 'lifted') OR carried_out_on IS NOT NULL",
            name="carried_out",
        ),
        CheckConstraint("same_breach IS NULL OR same_breach_why <> ''", name="same_breach_why"),
        Index(None, "rectification_id"),
        Index(None, "institution_id", "id"),
        Index(None, "unit_code", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=MEASURE.initial)
    kind: Mapped[str]
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectification.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("supervisory_measure.reason"))
    same_breach: Mapped[int | None] = mapped_column(ForeignKey("supervisory_measure.id"))
    same_breach_why: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]
    decision: Mapped[str] = mapped_column(default="")
    carried_out_on: Mapped[date | None]
    carried_out_by: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="")
    attendance: Mapped[str] = mapped_column(
        EncryptedText("supervisory_measure.attendance"), default=""
    )
    record: Mapped[str] = mapped_column(EncryptedText("supervisory_measure.record"), default="")
    in_force_from: Mapped[date | None]
    lifted_on: Mapped[date | None]
    lifted_by: Mapped[int | None]
    lifted_why: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}
