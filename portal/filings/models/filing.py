"""What institutions file: a row for each version, with its file, findings and signature."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.filings.lifecycle import FILING, OPEN_FILING
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

KINDS = (
    "policy",
    "persons",
    "data_return",
    "handling_report",
    "metrics",
    "disclosure",
    "other",
)
_SIGNED = ("submitted", "accepted", "returned", "superseded", "retired")


class Filing(Base):
    """One version of what an institution files (Arts. 25-28, 35, 36).

    `subject` tells filings of a kind apart (a policy's kind, a return's form); `ordinal` counts
    the versions of one subject and period. `due_on` is the day it was judged by when it was
    signed and `late_days` the stamp that stays. `content` holds nothing personal; what is
    personal of it stands in `personal`, encrypted JSON.
    """

    __tablename__ = "filing"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS!r}", name="kind"),
        CheckConstraint(f"state IN {FILING.states!r}", name="state"),
        CheckConstraint(
            f"state NOT IN {_SIGNED!r} OR (signed_at IS NOT NULL AND signer_name IS NOT NULL"
            " AND late_days IS NOT NULL)",
            name="signed",
        ),
        CheckConstraint(
            "state NOT IN ('accepted', 'returned', 'superseded', 'retired')"
            " OR decided_at IS NOT NULL",
            name="decided",
        ),
        CheckConstraint("state <> 'returned' OR remarks <> ''", name="returned_with_remarks"),
        CheckConstraint("late_days >= 0", name="late_days"),
        CheckConstraint("effective_until >= effective_from", name="effective"),
        Index(
            "uq_filing_version",
            "institution_id",
            "kind",
            "subject",
            "period",
            "ordinal",
            unique=True,
        ),
        Index(
            "uq_filing_open",
            "institution_id",
            "kind",
            "subject",
            "period",
            unique=True,
            postgresql_where=text(f"state IN {OPEN_FILING!r}"),
        ),
        Index(None, "state", "id"),
        Index(None, "obligation_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=FILING.initial)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("filing_obligation.id"))
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"))
    title: Mapped[str] = mapped_column(default="")
    why_again: Mapped[str] = mapped_column(default="")
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]
    nil: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_object.sha256"))
    label: Mapped[str] = mapped_column(default="")
    size: Mapped[int | None]
    content_type: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    personal: Mapped[str | None] = mapped_column(EncryptedText("filing.personal"))
    findings: Mapped[str | None] = mapped_column(EncryptedText("filing.findings"))
    errors: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    due_on: Mapped[date | None]
    late_days: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None]
    signer_name: Mapped[str | None] = mapped_column(EncryptedText("filing.signer_name"))
    signer_post: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    remarks: Mapped[str] = mapped_column(default="")
    again_by: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}


class FilingText(Base):
    """The text read out of a filed document, for reading and for telling versions apart.

    `fault` says why there is none: scanned, damaged, too_large, too_slow.
    """

    __tablename__ = "filing_text"

    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    fault: Mapped[str] = mapped_column(default="", server_default="")
