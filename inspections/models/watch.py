"""Institutions on the watch list, why, and until when (Art. 38)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import WATCH
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

GROUNDS = ("high_volume", "badly_handled", "dragging")


class WatchEntry(Base):
    """An institution on the watch list (重点关注), why, and how it came off again."""

    __tablename__ = "watch_entry"
    __table_args__ = (
        CheckConstraint(f"state IN {WATCH.states!r}", name="state"),
        CheckConstraint(f"ground IN {GROUNDS!r}", name="ground"),
        CheckConstraint("(state = 'lifted') = (lifted_at IS NOT NULL)", name="lifted_has_instant"),
        Index(
            "uq_watch_entry_open",
            "institution_id",
            "unit_code",
            "ground",
            unique=True,
            postgresql_where=text("state = 'watched'"),
        ),
        Index(None, "unit_code", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    ground: Mapped[str]
    state: Mapped[str]
    figures: Mapped[dict[str, Any]]
    review_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(EncryptedText("watch_entry.reason"))
    put_at: Mapped[datetime]
    put_by: Mapped[int | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None]
    lift_reason: Mapped[str | None] = mapped_column(EncryptedText("watch_entry.lift_reason"))

    __mapper_args__ = {"version_id_col": version}
