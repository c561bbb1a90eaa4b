"""Who answers for complaints at an institution, from day to day (Arts. 25, 35)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.filings.rules.persons import CHANGES, OFFICES
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class ResponsiblePerson(Base):
    """One person in one office for a span of days; `ended_on` is the last day in office.

    A correction closes nothing: the wrong row is struck by `struck_at` and stays on record.
    """

    __tablename__ = "responsible_person"
    __table_args__ = (
        CheckConstraint(f"office IN {OFFICES!r}", name="office"),
        CheckConstraint(f"change IN {CHANGES!r}", name="change"),
        CheckConstraint("ended_on >= began_on", name="ended_on"),
        Index(
            "uq_responsible_person_in_office",
            "institution_id",
            "office",
            unique=True,
            postgresql_where=text("ended_on IS NULL AND struck_at IS NULL"),
        ),
        Index(None, "institution_id", "office", "began_on"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    office: Mapped[str]
    name: Mapped[str] = mapped_column(EncryptedText("responsible_person.name"))
    department: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(EncryptedText("responsible_person.phone"), default="")
    mobile: Mapped[str] = mapped_column(EncryptedText("responsible_person.mobile"), default="")
    email: Mapped[str] = mapped_column(EncryptedText("responsible_person.email"), default="")
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    change: Mapped[str] = mapped_column(default="appointed")
    reason: Mapped[str] = mapped_column(default="")
    begun_by_filing: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    ended_by_filing: Mapped[int | None] = mapped_column(ForeignKey("filing.id"))
    entered_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
