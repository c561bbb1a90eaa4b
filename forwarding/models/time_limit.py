"""What moves an institution's time limit: extension, exclusion, new facts, an agreed date."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

KINDS = ("extension", "exclusion", "restart", "agreement", "redo", "strike")


class TimeLimitAct(Base):
    """One act on the clock of Art. 18; never changed but for the end of an exclusion.

    What was wrongly entered stays: an act of kind `strike` names it in `strikes` and says why, and
    from then on it no longer counts. `redo` begins a handling that a review demanded (Art. 20).

    `tier` belongs to an extension; `ground`, `began_on` and `ended_on` to an exclusion (`ended_on`
    is empty while it runs); `began_on` of a restart is the day of the new material; `agreed_on` is
    the date agreed with the complainant (Art. 21). `due_before` and `due_after` are the due dates
    as they stood at the act, so that every move can be read off the record.
    """

    __tablename__ = "time_limit_act"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint("kind <> 'extension' OR tier IS NOT NULL", name="extension_has_tier"),
        CheckConstraint(
            "kind <> 'exclusion' OR (ground IS NOT NULL AND began_on IS NOT NULL)",
            name="exclusion_has_ground",
        ),
        CheckConstraint(
            "kind NOT IN ('restart', 'redo') OR began_on IS NOT NULL", name="restart_has_day"
        ),
        CheckConstraint("(kind = 'strike') = (strikes IS NOT NULL)", name="strike_names_an_act"),
        Index("uq_time_limit_act_strikes", "strikes", unique=True),
        CheckConstraint("kind <> 'agreement' OR agreed_on IS NOT NULL", name="agreement_has_day"),
        CheckConstraint("ended_on >= began_on", name="ends_after_it_began"),
        CheckConstraint(
            "tier IS DISTINCT FROM 'especially_complex' OR (approver_level IS NOT NULL"
            " AND approver IS NOT NULL AND approved_on IS NOT NULL AND told_on IS NOT NULL)",
            name="second_extension_approved_and_told",
        ),
        Index(None, "forwarding_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    forwarding_id: Mapped[int] = mapped_column(ForeignKey("forwarding.id"))
    kind: Mapped[str]
    tier: Mapped[str | None]
    ground: Mapped[str | None]
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    agreed_on: Mapped[date | None]
    mediation_id: Mapped[int | None] = mapped_column(ForeignKey("mediation.id"))
    strikes: Mapped[int | None] = mapped_column(ForeignKey("time_limit_act.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("time_limit_act.reason"))
    approver_level: Mapped[str | None]
    approver: Mapped[str | None] = mapped_column(EncryptedText("time_limit_act.approver"))
    approved_on: Mapped[date | None]
    told_on: Mapped[date | None]
    told_means: Mapped[str | None]
    due_before: Mapped[date]
    due_after: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
