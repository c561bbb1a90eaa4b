"""A complaint's forwarding to one institution, and what its complainant is told (Art. 21, 33)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forwarding.lifecycle import FORWARDING, OPEN_FORWARDING_STATES, TELLING
from forwarding.models.complaint import Complaint, one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Forwarding(Base):
    """One forwarding: day 0 of the institution's clock is `reached_on`, whenever it signs.

    `paused_on` is the day since when excluded days run (Art. 18, 23): `due_on` then waits for
    their end and is no day to be late by.
    """

    __tablename__ = "forwarding"
    __table_args__ = (
        CheckConstraint(one_of("state", FORWARDING.states), name="state"),
        CheckConstraint(
            "state <> 'returned' OR return_reason IS NOT NULL", name="returned_has_reason"
        ),
        CheckConstraint(
            "state NOT IN ('reported', 'settled') OR reported_at IS NOT NULL OR history",
            name="reported_has_instant",
        ),
        Index(
            "uq_forwarding_live",
            "complaint_id",
            "institution_id",
            unique=True,
            postgresql_where=text("state NOT IN ('returned', 'withdrawn')"),
        ),
        Index(
            "ix_forwarding_inbox",
            "institution_id",
            "due_on",
            "id",
            postgresql_where=text(one_of("state", OPEN_FORWARDING_STATES)),
        ),
        Index(
            "ix_forwarding_reported",
            "complaint_id",
            postgresql_where=text("state = 'reported'"),
        ),
        Index("ix_forwarding_institution_at", "institution_id", "forwarded_at", "id"),
        Index(None, "forwarded_at"),
        Index(None, "complaint_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    legal_entity_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    letter_no: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    history: Mapped[bool] = mapped_column(default=False)
    forwarded_at: Mapped[datetime]
    forwarded_by: Mapped[int | None]
    reached_on: Mapped[date]
    due_on: Mapped[date]
    tier: Mapped[str] = mapped_column(default="simple", server_default="simple")
    paused_on: Mapped[date | None]
    report_by: Mapped[date]
    instructions: Mapped[str | None] = mapped_column(EncryptedText("forwarding.instructions"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None]
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str | None]
    return_text: Mapped[str | None] = mapped_column(EncryptedText("forwarding.return_text"))
    reported_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    complaint: Mapped[Complaint] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class Telling(Base):
    """Something a complainant must be told, by which means, and the proof that it was done.

    `words` stand in its letter (告知书) besides what every such letter says.
    """

    __tablename__ = "telling"
    __table_args__ = (
        CheckConstraint(one_of("state", TELLING.states), name="state"),
        CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done_has_instant"),
        Index(None, "complaint_id"),
        Index(
            "ix_telling_due",
            "complaint_id",
            postgresql_where=text("state = 'due'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    occasion: Mapped[str]
    article: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    means: Mapped[str]
    automatic: Mapped[bool]
    state: Mapped[str]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
    proof: Mapped[str | None] = mapped_column(EncryptedText("telling.proof"))
    words: Mapped[str | None] = mapped_column(EncryptedText("telling.words"))

    complaint: Mapped[Complaint] = relationship(lazy="raise")
    attempts: Mapped[list["TellingAttempt"]] = relationship(
        order_by="TellingAttempt.id", lazy="raise"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def about(self) -> int | None:
        """The id of the matter or hand-over it tells of; None where the case says enough."""
        rest = self.key.split(":")[4:]
        return int(rest[0]) if rest else None


class TellingAttempt(Base):
    """One try to reach the complainant; logged attempts excuse a telling that failed (Art. 21)."""

    __tablename__ = "telling_attempt"
    __table_args__ = (Index(None, "telling_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    telling_id: Mapped[int] = mapped_column(ForeignKey("telling.id"))
    at: Mapped[datetime]
    means: Mapped[str]
    outcome: Mapped[str]
    note: Mapped[str | None] = mapped_column(EncryptedText("telling_attempt.note"))
    by: Mapped[int | None]
