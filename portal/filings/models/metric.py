"""The denominators of published rates, dated and approved before use (Art. 37)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base

METRICS = (
    "outlets",
    "personal_customers",
    "premium_income",
    "policies",
    "insured_persons",
    "total_assets",
)


class Metric(Base):
    """One figure of one institution for one period; a later value supersedes, never overwrites."""

    __tablename__ = "institution_metric"
    __table_args__ = (
        CheckConstraint(f"metric IN {METRICS!r}", name="metric"),
        CheckConstraint("value >= 0", name="value"),
        Index(
            "uq_institution_metric",
            "institution_id",
            "period",
            "metric",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index(None, "period", "metric"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    period: Mapped[str]
    metric: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Numeric(24, 4))
    unit: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    approved_at: Mapped[datetime]
    approved_by: Mapped[int | None]
    superseded_at: Mapped[datetime | None]
