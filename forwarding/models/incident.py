"""An institution's report on a major complaint (Art. 29)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class IncidentReport(Base):
    """One report on the incident behind a major complaint; a later one adds, never replaces."""

    __tablename__ = "incident_report"
    __table_args__ = (Index(None, "forwarding_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    forwarding_id: Mapped[int] = mapped_column(ForeignKey("forwarding.id"))
    reported_at: Mapped[datetime]
    reported_by: Mapped[int | None]
    happened: Mapped[str] = mapped_column(EncryptedText("incident_report.happened"))
    people_involved: Mapped[int | None]
    measures: Mapped[str] = mapped_column(EncryptedText("incident_report.measures"))
    next_steps: Mapped[str] = mapped_column(EncryptedText("incident_report.next_steps"))
