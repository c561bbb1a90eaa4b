"""Editions of bulletins: drafted, checked, approved by a second officer, published, corrected."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Identity, Index, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from disclosures.lifecycle import EDITION, OPEN_EDITION, PUBLIC_EDITION
from portal.kernel.db import Base

KINDS = ("notice", "disclosure")
"""A notice goes to institutions (通报), a disclosure to the public (披露)."""


class Edition(Base):
    """One edition of a bulletin (Art. 37).

    `document` is the bulletin's JSON and `extract` all that it was computed from, without
    personal data: the one gives the other byte for byte. `changes` are those since the draft
    before, `findings` what the checks found, `confirmed` why a finding stands; `correction` is
    what a correcting edition changed. Once published only the state may change, to superseded.
    """

    __tablename__ = "bulletin_edition"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS!r}", name="kind"),
        CheckConstraint(f"state IN {EDITION.states!r}", name="state"),
        CheckConstraint("approved_by <> submitted_by", name="second_officer"),
        CheckConstraint(
            f"state NOT IN {PUBLIC_EDITION!r}"
            " OR (published_at IS NOT NULL AND approved_at IS NOT NULL)",
            name="published",
        ),
        CheckConstraint("corrects_id IS NULL OR correction_reason <> ''", name="corrected_why"),
        Index(
            "uq_bulletin_edition_open",
            "kind",
            "sector",
            "period",
            "unit_code",
            "compare",
            unique=True,
            postgresql_where=text(f"state IN {OPEN_EDITION!r}"),
        ),
        Index(
            "uq_bulletin_edition_published",
            "kind",
            "sector",
            "period",
            "unit_code",
            "compare",
            unique=True,
            postgresql_where=text("state = 'published'"),
        ),
        Index(None, "unit_code", "id"),
        Index("ix_bulletin_edition_due", "publish_at", postgresql_where=text("state = 'approved'")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str] = mapped_column(default=EDITION.initial)
    kind: Mapped[str]
    sector: Mapped[str]
    period: Mapped[str]
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    compare: Mapped[str]
    decimals: Mapped[int | None]
    rates: Mapped[list[str]] = mapped_column(JSONB, default=list)
    number: Mapped[str] = mapped_column(default="")
    document: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    extract: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    sha256: Mapped[str]
    rule_set: Mapped[str]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, deferred=True)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    confirmed: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None]
    remarks: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("bulletin_edition.id"))
    correction_reason: Mapped[str] = mapped_column(default="")
    correction: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, deferred=True)

    __mapper_args__ = {"version_id_col": version}


# What was published stays as it was: of its row the state alone may change, to superseded.
IMMUTABLE = """
CREATE OR REPLACE FUNCTION bulletin_edition_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a published edition is never deleted'; END IF;
  IF NEW.state NOT IN ('published', 'superseded')
     OR to_jsonb(NEW) - ARRAY['state', 'version'] <> to_jsonb(OLD) - ARRAY['state', 'version'] THEN
    RAISE EXCEPTION 'a published edition never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bulletin_edition_immutable BEFORE UPDATE OR DELETE ON bulletin_edition
  FOR EACH ROW WHEN (OLD.state IN ('published', 'superseded'))
  EXECUTE FUNCTION bulletin_edition_keep();
"""
event.listen(Edition.__table__, "after_create", DDL(IMMUTABLE.replace("%", "%%")))
