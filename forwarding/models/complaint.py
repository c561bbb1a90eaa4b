"""The complaint as it was received: who, against whom, what is asked and on which facts (Art. 13).

Names, identity numbers, contacts, the claim and the facts are encrypted; the blind columns
find equal values, and `search` holds keyed word marks, so that neither tells what is stored.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Numeric,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forwarding.lifecycle import COMPLAINT, ENDED_UNFORWARDED
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText

if TYPE_CHECKING:
    from forwarding.models.people import Party, Respondent


def one_of(column: str, values: tuple[str, ...]) -> str:
    """Return the SQL of a CHECK that `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


ON_THE_CLOCK = "clock_stopped_at IS NULL"
"""SQL of "a duty of Art. 33 is still to be done": the partial indexes and the worklist share it."""

STOPPED_LATE = "due_on < (timezone('Asia/Shanghai', clock_stopped_at))::date"
"""SQL of "both acts of Art. 33 were done, but late"; index and overdue filter share it."""


class Complaint(Base):
    """One consumer complaint; `received_on` is day 0 of the seven working days and never moves.

    `due_on` is empty while the working days of its period are not announced; `sort_due` then
    holds the earliest date it can be, so that no list shows it later than it may fall due.
    `clock_stopped_at` is set when both acts of Art. 33 are done (or the telling is excused) and
    emptied again when an institution returns the case. `gaps` names what Art. 13 asks for and
    the complainant has not given; `confirmed` holds a clerk's reason per warning overridden.
    `reached_unit_on` is day 0 of a unit to which another handed the case: its clock runs from
    there, while `received_on` stays. `shown_claim` and `shown_facts` are what institutions read
    once a submission was split (Art. 32); the full text stays with the regulator.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint(one_of("state", COMPLAINT.states), name="state"),
        CheckConstraint("registered_at >= received_at", name="registered_after_receipt"),
        CheckConstraint("due_on IS NULL OR due_on > received_on", name="due_after_receipt"),
        CheckConstraint(
            "(due_on IS NULL) = provisional OR outside_rules", name="due_or_provisional"
        ),
        CheckConstraint(
            "state NOT IN ('forwarded', 'answered', 'closed') OR forwarded_at IS NOT NULL",
            name="forwarded_has_instant",
        ),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_has_instant"),
        CheckConstraint(
            "state NOT IN ('diversion_proposed', 'diverted') OR track IS NOT NULL",
            name="diverted_has_track",
        ),
        CheckConstraint(
            "clock_stopped_at IS NULL OR forwarded_at IS NOT NULL"
            f" OR {one_of('state', ENDED_UNFORWARDED)}",
            name="clock_stops_by_an_act",
        ),
        CheckConstraint(
            "state NOT IN ('non_acceptance_proposed', 'not_accepted')"
            " OR (declined_code IS NOT NULL AND declined_by IS NOT NULL)",
            name="declined_has_code",
        ),
        CheckConstraint("state <> 'withdrawn' OR withdrawn_on IS NOT NULL", name="withdrawn_on"),
        CheckConstraint("state <> 'merged' OR duplicate_of IS NOT NULL", name="merged_into_one"),
        CheckConstraint(
            "(major_kind IS NULL) = (major_basis IS NULL) AND major_kind IN (1, 2, 3)",
            name="major_has_basis",
        ),
        CheckConstraint("people_count >= 1", name="people_counted"),
        Index(
            "ix_complaint_assigned",
            "assigned_to",
            "sort_due",
            "id",
            postgresql_where=text("assigned_to IS NOT NULL"),
        ),
        Index(
            "ix_complaint_major",
            "unit_code",
            "id",
            postgresql_where=text("major_kind IS NOT NULL OR public_event IS NOT NULL OR joint"),
        ),
        Index("ix_complaint_likeness", "likeness", postgresql_using="gin"),
        Index(
            "ix_complaint_duplicate_of",
            "duplicate_of",
            postgresql_where=text("duplicate_of IS NOT NULL"),
        ),
        Index(
            "ix_complaint_clock_unit",
            "unit_code",
            "sort_due",
            "id",
            postgresql_where=text(ON_THE_CLOCK),
        ),
        Index("ix_complaint_clock", "sort_due", "id", postgresql_where=text(ON_THE_CLOCK)),
        Index(
            "ix_complaint_answered",
            "unit_code",
            "answered_at",
            "id",
            postgresql_where=text("state = 'answered'"),
        ),
        Index(
            "ix_complaint_handled_unit",
            "unit_code",
            "sort_due",
            "id",
            postgresql_where=text("state = 'forwarded'"),
        ),
        Index(
            "ix_complaint_handled",
            "sort_due",
            "id",
            postgresql_where=text("state = 'forwarded'"),
        ),
        Index(
            "ix_complaint_unit_forwarded",
            "unit_code",
            "forwarded_at",
            postgresql_include=["received_on", "due_on", "reached_unit_on"],
            postgresql_where=text("forwarded_at IS NOT NULL"),
        ),
        Index("ix_complaint_late", "received_on", "id", postgresql_where=text(STOPPED_LATE)),
        Index("ix_complaint_unit_received", "unit_code", "received_on", "id"),
        Index("ix_complaint_received", "received_on", "id"),
        Index("ix_complaint_search", "search", postgresql_using="gin"),
        Index(
            "uq_complaint_external_ref",
            "source",
            "external_ref",
            unique=True,
            postgresql_where=text("external_ref IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(nullable=False)
    state: Mapped[str]
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    territory: Mapped[str]
    channel: Mapped[str]
    source: Mapped[str]
    external_ref: Mapped[str | None]
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="zh")

    received_at: Mapped[datetime]
    received_on: Mapped[date]
    registered_at: Mapped[datetime]
    registered_by: Mapped[int | None]
    declared_at: Mapped[datetime | None]
    signed_or_sealed: Mapped[bool] = mapped_column(default=False)
    rule_set: Mapped[date]
    outside_rules: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    sort_due: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    history: Mapped[bool] = mapped_column(default=False)
    gaps: Mapped[list[str]]
    confirmed: Mapped[dict[str, Any]]

    complainant_kind: Mapped[str]
    filer_kind: Mapped[str]
    claim: Mapped[str] = mapped_column(EncryptedText("complaint.claim"))
    facts: Mapped[str] = mapped_column(EncryptedText("complaint.facts"))
    search: Mapped[Any | None] = mapped_column(TSVECTOR, deferred=True)
    asked_for: Mapped[list[str]]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    third_party: Mapped[str | None]

    triage: Mapped[dict[str, Any] | None]
    business: Mapped[str | None]
    cause: Mapped[str | None]
    business_channel: Mapped[str | None]
    reached_unit_on: Mapped[date | None]
    assigned_to: Mapped[int | None]
    joint: Mapped[bool] = mapped_column(default=False, server_default="false")
    people_count: Mapped[int] = mapped_column(default=1, server_default="1")
    public_event: Mapped[str | None]
    major_kind: Mapped[int | None]
    major_basis: Mapped[str | None] = mapped_column(EncryptedText("complaint.major_basis"))
    major_at: Mapped[datetime | None]
    major_by: Mapped[int | None]
    shown_claim: Mapped[str | None] = mapped_column(EncryptedText("complaint.shown_claim"))
    shown_facts: Mapped[str | None] = mapped_column(EncryptedText("complaint.shown_facts"))
    likeness: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger), deferred=True)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    declined_code: Mapped[str | None]
    declined_reason: Mapped[str | None] = mapped_column(EncryptedText("complaint.declined"))
    declined_to: Mapped[str | None]
    declined_by: Mapped[int | None]
    withdrawn_on: Mapped[date | None]
    withdrawal: Mapped[str | None] = mapped_column(EncryptedText("complaint.withdrawal"))
    lateness_reason: Mapped[str | None] = mapped_column(EncryptedText("complaint.lateness"))

    track: Mapped[str | None]
    diversion_code: Mapped[str | None]
    diversion_reason: Mapped[str | None] = mapped_column(EncryptedText("complaint.diversion"))
    diversion_by: Mapped[int | None]

    forwarded_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    clock_stopped_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))

    parties: Mapped[list["Party"]] = relationship(order_by="Party.id", lazy="raise")
    respondents: Mapped[list["Respondent"]] = relationship(
        order_by="Respondent.position", lazy="raise"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def clock_from(self) -> date:
        """Day 0 of the clock of the unit that has the case now (Art. 33)."""
        return self.reached_unit_on or self.received_on

    @property
    def claim_for_institution(self) -> str:
        """What institutions read as the claim; what was split off is not in it (Art. 32)."""
        return self.claim if self.shown_claim is None else self.shown_claim

    @property
    def facts_for_institution(self) -> str:
        """What institutions read as the facts; what was split off is not in it (Art. 32)."""
        return self.facts if self.shown_facts is None else self.shown_facts


class Attachment(Base):
    """A stored file's place in a case; the label is the sender's file name, never a path."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "complaint_id"), Index(None, "forwarding_id"))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    forwarding_id: Mapped[int | None] = mapped_column(ForeignKey("forwarding.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    purpose: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_object.sha256"))
    label: Mapped[str] = mapped_column(EncryptedText("attachment.label"))
    size: Mapped[int]
    content_type: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[int | None]
    shown_to_institution: Mapped[bool] = mapped_column(default=True)


class ReceiptCode(Base):
    """The hash of a secret code with which its complainant reads the status; several may hold.

    The code itself leaves once, on the receipt page or in a notice, and is not kept.
    """

    __tablename__ = "receipt_code"
    __table_args__ = (Index(None, "complaint_id"),)

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    issued_at: Mapped[datetime]
