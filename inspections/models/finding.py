"""What an inspection found: facts, articles, severity, evidence, and the institution's answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from inspections.lifecycle import FINDING
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

SEVERITIES = ("minor", "moderate", "serious")
EVIDENCE = ("complaint", "filing", "duty", "channel_check", "paper", "file", "figure")


class Finding(Base):
    """One finding (检查发现), mapped to the articles that were breached.

    `problem` is the kind of breach by which a repeated one (屡查屡犯) is known; `repeats` is the
    earlier standing finding of the same institution and problem. Findings outside an inspection
    (from the desk) have no inspection.
    """

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(f"state IN {FINDING.states!r}", name="state"),
        CheckConstraint(f"severity IN {SEVERITIES!r}", name="severity"),
        CheckConstraint("cardinality(articles) > 0", name="has_an_article"),
        CheckConstraint("state <> 'objected' OR objection <> ''", name="objected_why"),
        CheckConstraint("state NOT IN ('upheld', 'dropped') OR ruled_at IS NOT NULL", name="ruled"),
        Index("uq_finding_ordinal", "inspection_id", "ordinal", unique=True),
        Index(None, "institution_id", "problem", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=FINDING.initial)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    ordinal: Mapped[int]
    title: Mapped[str]
    problem: Mapped[str]
    facts: Mapped[str] = mapped_column(EncryptedText("finding.facts"))
    articles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    severity: Mapped[str]
    repeats: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    put_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(EncryptedText("finding.objection"), default="")
    ruling: Mapped[str] = mapped_column(EncryptedText("finding.ruling"), default="")
    ruled_at: Mapped[datetime | None]
    ruled_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}


class Evidence(Base):
    """What proves a finding: a case, a filing, a duty not met, a look at channels, a paper, a file.

    `ref` is the number or id under which its own package knows it.
    """

    __tablename__ = "finding_evidence"
    __table_args__ = (
        CheckConstraint(f"kind IN {EVIDENCE!r}", name="kind"),
        Index("uq_finding_evidence", "finding_id", "kind", "ref", unique=True),
        Index(None, "kind", "ref"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    kind: Mapped[str]
    ref: Mapped[str]
    note: Mapped[str] = mapped_column(EncryptedText("finding_evidence.note"), default="")
    linked_at: Mapped[datetime]
    linked_by: Mapped[int | None]
