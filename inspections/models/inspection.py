"""An inspection from its plan to the archive: team, requests, working papers, files (Art. 34)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import INSPECTION
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

MODES = ("on_site", "off_site")
ABOUT = ("inspection", "request", "paper", "finding", "rectification", "item", "measure")
"""What a file of this floor hangs on."""
SIDES = ("staff", "institution")


class Inspection(Base):
    """One inspection of one institution (Art. 34).

    `figures` holds what gave the reason for it, as it was on the day of planning. `from_on` and
    `until_on` bound the period looked into; `starts_on` and `ends_on` the days on site. The
    letters are those of notice, facts and opinion.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint(f"state IN {INSPECTION.states!r}", name="state"),
        CheckConstraint(f"mode IN {MODES!r}", name="mode"),
        CheckConstraint("until_on >= from_on", name="period"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint(
            "state IN ('planned', 'proposed', 'called_off') OR approved_at IS NOT NULL",
            name="approved",
        ),
        CheckConstraint("approved_by <> proposed_by", name="second_officer"),
        CheckConstraint("state <> 'called_off' OR ended_reason <> ''", name="called_off_why"),
        Index(None, "unit_code", "state", "id"),
        Index(None, "institution_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=INSPECTION.initial)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    year: Mapped[int]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    title: Mapped[str]
    mode: Mapped[str] = mapped_column(default="on_site")
    follow_up_of: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_proposal.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("inspection.reason"), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    scope: Mapped[str] = mapped_column(EncryptedText("inspection.scope"), default="")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]
    rejected_why: Mapped[str] = mapped_column(default="")
    noticed_at: Mapped[datetime | None]
    entered_on: Mapped[date | None]
    facts_put_at: Mapped[datetime | None]
    facts_due_on: Mapped[date | None]
    facts_answered_at: Mapped[datetime | None]
    facts_answered_by: Mapped[int | None]
    facts_signer: Mapped[str | None] = mapped_column(EncryptedText("inspection.facts_signer"))
    report: Mapped[str] = mapped_column(EncryptedText("inspection.report"), default="")
    reported_at: Mapped[datetime | None]
    reported_by: Mapped[int | None]
    opinion: Mapped[str] = mapped_column(EncryptedText("inspection.opinion"), default="")
    concluded_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    archived_by: Mapped[int | None]
    ended_reason: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}


class TeamMember(Base):
    """An officer of an inspection's team, and what he declared of conflicts of interest."""

    __tablename__ = "inspection_member"
    __table_args__ = (
        Index(
            "uq_inspection_member",
            "inspection_id",
            "account_id",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(
            "uq_inspection_leader",
            "inspection_id",
            unique=True,
            postgresql_where=text("leads AND removed_at IS NULL"),
        ),
        CheckConstraint("(declared_at IS NULL) = (conflict IS NULL)", name="declared"),
        Index(None, "account_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    leads: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    conflict: Mapped[bool | None]
    declaration: Mapped[str] = mapped_column(
        EncryptedText("inspection_member.declaration"), default=""
    )
    removed_at: Mapped[datetime | None]
    removed_why: Mapped[str] = mapped_column(default="")


class DocumentRequest(Base):
    """Something the inspectors ask the institution to hand over, by a day, and its answer."""

    __tablename__ = "document_request"
    __table_args__ = (
        Index("uq_document_request", "inspection_id", "ordinal", unique=True),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_why <> ''", name="withdrawn_why"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    ordinal: Mapped[int]
    wanted: Mapped[str] = mapped_column(EncryptedText("document_request.wanted"))
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None]
    answer: Mapped[str] = mapped_column(EncryptedText("document_request.answer"), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(default="")


class WorkingPaper(Base):
    """What an inspector saw and noted; a later version replaces none."""

    __tablename__ = "working_paper"
    __table_args__ = (
        Index("uq_working_paper", "inspection_id", "ordinal", "edition", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    ordinal: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(EncryptedText("working_paper.text"))
    written_at: Mapped[datetime]
    written_by: Mapped[int | None]


class KeptFile(Base):
    """A file of this floor: what it hangs on, who added it, and on which side."""

    __tablename__ = "inspection_file"
    __table_args__ = (
        CheckConstraint(f"about IN {ABOUT!r}", name="about"),
        CheckConstraint(f"side IN {SIDES!r}", name="side"),
        Index(None, "about", "about_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    about: Mapped[str]
    about_id: Mapped[int]
    side: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_object.sha256"))
    label: Mapped[str]
    size: Mapped[int]
    content_type: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    added_by: Mapped[int | None]
