"""Unusual rises that were noticed, and what an officer thought of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.lifecycle import RISE
from portal.kernel.db import Base


class Rise(Base):
    """One rise: `number` complaints in the days up to `until`, where `before` / windows is usual.

    `unit_code` is the bureau whose complaints rose; the head office's are the whole country's.
    One is open at a time for a unit, an institution and a business.
    """

    __tablename__ = "rise"
    __table_args__ = (
        CheckConstraint(f"state IN {RISE.states!r}", name="state"),
        CheckConstraint("state <> 'dismissed' OR remarks <> ''", name="dismissed_why"),
        Index(
            "uq_rise_open",
            "unit_code",
            "legal_entity_id",
            "business",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "unit_code", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=RISE.initial)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    legal_entity_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    business: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    number: Mapped[int]
    before: Mapped[int]
    windows: Mapped[int]
    noticed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    remarks: Mapped[str] = mapped_column(default="", server_default="")

    __mapper_args__ = {"version_id_col": version}
