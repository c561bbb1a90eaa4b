"""What is due from whom and when: requirements, the duties that follow, exemptions, reminders."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.filings.lifecycle import REQUIREMENT
from portal.filings.models.filing import KINDS
from portal.filings.rules.periods import DAY_KINDS, FREQUENCIES
from portal.kernel.db import Base

LEVELS = ("", "head", "branch")


class Requirement(Base):
    """Something that institutions must file, as a unit of the regulator defines it (Arts. 35, 36).

    Who: types, categories, territories, level, or institutions one by one; an empty list narrows
    nothing. When: `due_on` once; yearly dates (`07-30`) or so many days after a period's end;
    or so many days after a change.
    """

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS!r}", name="kind"),
        CheckConstraint(f"frequency IN {FREQUENCIES!r}", name="frequency"),
        CheckConstraint(f"day_kind IN {DAY_KINDS!r}", name="day_kind"),
        CheckConstraint(f"level IN {LEVELS!r}", name="level"),
        CheckConstraint(f"state IN {REQUIREMENT.states!r}", name="state"),
        CheckConstraint("days_after BETWEEN 1 AND 366", name="days_after"),
        CheckConstraint("(frequency = 'once') = (due_on IS NOT NULL)", name="once_has_a_day"),
        CheckConstraint(
            "frequency <> 'on_change' OR days_after IS NOT NULL", name="change_has_days"
        ),
        CheckConstraint(
            "frequency IN ('once', 'on_change')"
            " OR (days_after IS NULL) <> (cardinality(days_of_year) = 0)",
            name="one_way_of_dating",
        ),
        CheckConstraint("valid_until >= valid_from", name="valid_until"),
        Index(None, "unit_code", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=REQUIREMENT.initial)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    article: Mapped[str]
    types: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    territories: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    institution_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    level: Mapped[str] = mapped_column(default="head")
    frequency: Mapped[str]
    days_of_year: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    days_after: Mapped[int | None]
    day_kind: Mapped[str] = mapped_column(default="natural")
    due_on: Mapped[date | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    remind_before: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    remind_after: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}


class Obligation(Base):
    """One institution's duty under a requirement for one period, or for one change.

    `filed_on` is the day on which what stands was signed; `again_by` the day set when it was sent
    back; `late` once true stays true. `period` is "" for a duty that comes once, and `change:ID`
    for one that a change brought about.
    """

    __tablename__ = "filing_obligation"
    __table_args__ = (
        Index("uq_filing_obligation", "requirement_id", "institution_id", "period", unique=True),
        Index(None, "institution_id", "due_on"),
        Index("ix_filing_obligation_open", "due_on", postgresql_where=text("filed_on IS NULL")),
        CheckConstraint("(due_on IS NULL) = provisional", name="provisional"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    period: Mapped[str] = mapped_column(default="")
    opens_on: Mapped[date]
    due_on: Mapped[date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    exempt: Mapped[bool] = mapped_column(default=False)
    filed_on: Mapped[date | None]
    again_by: Mapped[date | None]
    late: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]

    requirement: Mapped[Requirement] = relationship()


class Exemption(Base):
    """Why an institution need not file under a requirement; of all periods where `period` is ""."""

    __tablename__ = "filing_exemption"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lift_reason IS NULL)", name="lifted"),
        Index(
            "uq_filing_exemption",
            "requirement_id",
            "institution_id",
            "period",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    period: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None]
    lifted_at: Mapped[datetime | None]
    lift_reason: Mapped[str | None]


class FilingReminder(Base):
    """One reminder of a duty to report, on a day before or after it is due; never sent twice."""

    __tablename__ = "filing_reminder"
    __table_args__ = (Index("uq_filing_reminder", "obligation_id", "days_left", unique=True),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("filing_obligation.id"))
    days_left: Mapped[int]
    at: Mapped[datetime]
