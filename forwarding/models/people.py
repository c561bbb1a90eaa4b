"""Who complains and against whom (Art. 13, 14)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Party(Base):
    """A person or organisation on the complainant's side, in one role (Art. 13, 14)."""

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("natural", "organisation")), name="kind"),
        Index(None, "complaint_id"),
        # The id behind each mark: the newest few of somebody who files often are read in order.
        Index(
            "ix_party_phone_blind",
            "phone_blind",
            "id",
            postgresql_where=text("phone_blind IS NOT NULL"),
        ),
        Index("ix_party_id_blind", "id_blind", "id", postgresql_where=text("id_blind IS NOT NULL")),
        Index("ix_party_name_blind", "name_blind", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    role: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(EncryptedText("party.name"))
    name_blind: Mapped[bytes]
    id_type: Mapped[str | None]
    id_no: Mapped[str | None] = mapped_column(EncryptedText("party.id_no"))
    id_blind: Mapped[bytes | None]
    phone: Mapped[str | None] = mapped_column(EncryptedText("party.phone"))
    phone_blind: Mapped[bytes | None]
    email: Mapped[str | None] = mapped_column(EncryptedText("party.email"))
    address: Mapped[str | None] = mapped_column(EncryptedText("party.address"))
    preferred_means: Mapped[str | None]


class EarlierParty(Base):
    """What stood of a party before a correction: all its fields as JSON, and why it was corrected.

    Both are encrypted; the rows are never changed, so that what was known when stays on record.
    """

    __tablename__ = "earlier_party"
    __table_args__ = (Index(None, "party_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    fields: Mapped[str] = mapped_column(EncryptedText("earlier_party.fields"))
    reason: Mapped[str] = mapped_column(EncryptedText("earlier_party.reason"))
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[int | None]


class Respondent(Base):
    """An institution complained about: the name as stated, and the institution a person decided."""

    __tablename__ = "respondent"
    __table_args__ = (Index(None, "complaint_id"), Index(None, "institution_id"))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    position: Mapped[int]
    stated_name: Mapped[str]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    staff_name: Mapped[str | None] = mapped_column(EncryptedText("respondent.staff_name"))
    staff_unit: Mapped[str | None]
