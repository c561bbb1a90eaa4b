"""The institution's report on a forwarding, in the blocks of Art. 19 and the feedback headings."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Report(Base):
    """One version of a report; a report sent back is followed by a new version, never changed."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("forwarding_id", "ordinal"),
        CheckConstraint(
            one_of("verdict", ("accepted", "sent_back")) + " OR verdict IS NULL", name="verdict"
        ),
        CheckConstraint("loss_recovered >= 0", name="loss_recovered_positive"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    forwarding_id: Mapped[int] = mapped_column(ForeignKey("forwarding.id"))
    ordinal: Mapped[int]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[int | None]
    result: Mapped[str]
    cause: Mapped[str]
    loss_recovered: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    remedies: Mapped[list[str]]
    decided_by_branch: Mapped[bool]
    told_on: Mapped[date]
    told_means: Mapped[str]
    texts: Mapped[str] = mapped_column(EncryptedText("report.texts"))
    verified_by: Mapped[str] = mapped_column(EncryptedText("report.verified_by"))
    no_interest: Mapped[bool]
    lateness_reason: Mapped[str | None]
    verdict: Mapped[str | None]
    verdict_at: Mapped[datetime | None]
    verdict_by: Mapped[int | None]
    remarks: Mapped[str | None] = mapped_column(EncryptedText("report.remarks"))
