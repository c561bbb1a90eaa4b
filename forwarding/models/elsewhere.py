"""What goes elsewhere: to another track (Art. 32) or to another unit of the regulator (Art. 33)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.lifecycle import MATTER
from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Matter(Base):
    """Something on another track, split off a submission or diverted whole; linked to it.

    No institution ever sees a row of this table: a 举报 must stay unknown to whom it concerns.
    """

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint(one_of("state", MATTER.states), name="state"),
        CheckConstraint("state <> 'passed_on' OR passed_to IS NOT NULL", name="passed_to_somebody"),
        CheckConstraint("state <> 'finished' OR outcome IS NOT NULL", name="finished_has_outcome"),
        Index(None, "complaint_id"),
        Index(
            "ix_matter_open",
            "unit_code",
            "track",
            "id",
            postgresql_where=text("state <> 'finished'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    number: Mapped[str] = mapped_column(unique=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    track: Mapped[str]
    whole: Mapped[bool]
    state: Mapped[str]
    content: Mapped[str] = mapped_column(EncryptedText("matter.content"))
    received_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    passed_to: Mapped[str | None]
    passed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(EncryptedText("matter.outcome"))
    finished_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}


class HandOver(Base):
    """A case handed from one unit to another; each unit's own clock is kept (Art. 33)."""

    __tablename__ = "hand_over"
    __table_args__ = (
        CheckConstraint("from_unit <> to_unit", name="to_another"),
        Index(None, "complaint_id"),
        Index(None, "from_unit", "id"),
        Index(None, "to_unit", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    from_unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    to_unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    territory_before: Mapped[str]
    territory_after: Mapped[str]
    clock_from: Mapped[date]
    due_on: Mapped[date | None]
    handed_at: Mapped[datetime]
    handed_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(EncryptedText("hand_over.reason"))
