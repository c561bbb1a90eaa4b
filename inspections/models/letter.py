"""Numbered letters of the inspectors' floor, and how each was served."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

LETTERS = (
    "inspection_notice",
    "fact_confirmation",
    "inspection_opinion",
    "recommendation",
    "demand",
    "order",
    "talk",
    "measure",
    "referral",
)
SERVED = ("portal", "in_person", "post", "electronic")


class LetterSeries(Base):
    """The last number a unit gave in a year; the row is held while a letter takes the next."""

    __tablename__ = "letter_series"

    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Letter(Base):
    """One letter to an institution: `〔2026〕12号` is unique for its unit and year, without gaps.

    `about` and `about_id` name what it is of (inspection, rectification, measure). `facts` are
    what it says, as JSON; the worker makes the PDF of them and `sha256` is the stored file.
    `served_on` is the day on which the institution had it, `proof` the stored proof of that.
    """

    __tablename__ = "inspection_letter"
    __table_args__ = (
        CheckConstraint(f"kind IN {LETTERS!r}", name="kind"),
        CheckConstraint(f"served_by IS NULL OR served_by IN {SERVED!r}", name="served_by"),
        CheckConstraint("(served_on IS NULL) = (served_by IS NULL)", name="served"),
        CheckConstraint("number > 0", name="number"),
        UniqueConstraint("unit_code", "year", "number"),
        Index(None, "about", "about_id"),
        Index(None, "institution_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    about: Mapped[str]
    about_id: Mapped[int]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    facts: Mapped[str] = mapped_column(EncryptedText("inspection_letter.facts"))
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_object.sha256"))
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None]
    served_on: Mapped[date | None]
    served_by: Mapped[str | None]
    served_note: Mapped[str] = mapped_column(default="")
    proof: Mapped[str | None] = mapped_column(ForeignKey("stored_object.sha256"))
    proof_label: Mapped[str] = mapped_column(default="")
    served_noted_at: Mapped[datetime | None]
    served_noted_by: Mapped[int | None]
