"""Alarms that nobody was in charge of complaints at an institution (Arts. 25, 35)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class PersonGap(Base):
    """One gap that was told of, by the day it began; never told of twice."""

    __tablename__ = "responsible_person_gap"
    __table_args__ = (
        Index("uq_responsible_person_gap", "institution_id", "duty", "began_on", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    duty: Mapped[str]
    began_on: Mapped[date]
    told_at: Mapped[datetime]
