"""What was found when an institution's published channels were looked at (Art. 8)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.filings.rules.channels import POINTS
from portal.kernel.db import Base


class ChannelCheck(Base):
    """One look at one inspection point; the newest of a point, by its day, is what holds.

    `mended_at` is when the institution said that it had mended what was not met, and asked for
    another look; whether it did, only that look finds.
    """

    __tablename__ = "channel_check"
    __table_args__ = (
        CheckConstraint(f"point IN {POINTS!r}", name="point"),
        CheckConstraint("mended_at IS NULL OR (NOT met AND mended_note <> '')", name="mended"),
        Index(None, "institution_id", "point", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    point: Mapped[str]
    met: Mapped[bool]
    looked_at_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None]
    mended_at: Mapped[datetime | None]
    mended_note: Mapped[str | None]
