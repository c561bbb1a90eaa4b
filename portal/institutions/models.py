"""The register of institutions: legal entities and branches, their channels and their aliases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.institutions.lifecycle import PROPOSAL, REGISTRATION
from portal.institutions.rules import LEVELS, PROPOSALS, TYPES
from portal.kernel.db import Base


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


class Institution(Base):
    """A legal entity or a branch; type, category and legal entity of a branch follow its parent.

    `search_text` and `grams` are what a search looks in, `pinyin_key` what a list is sorted by;
    all three are written by the commands.
    """

    __tablename__ = "institution"
    __table_args__ = (
        CheckConstraint(_one_of("type", TYPES), name="type"),
        CheckConstraint(_one_of("level", LEVELS), name="level"),
        CheckConstraint(_one_of("state", REGISTRATION.states), name="state"),
        CheckConstraint("code ~ '^[A-Z0-9][A-Z0-9-]{0,31}$'", name="code"),
        CheckConstraint("territory ~ '^[0-9]{6}$'", name="territory"),
        CheckConstraint("(level = 'head') = (parent_id IS NULL)", name="branch_has_parent"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("level = 'branch' OR legal_entity_id = id", name="head_is_legal_entity"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_date"),
        CheckConstraint("closed_on >= opened_on", name="closed_after_opening"),
        Index(
            "ix_institution_order", text("(CAST(level = 'branch' AS integer))"), "pinyin_key", "id"
        ),
        Index(
            "ix_institution_territory",
            "territory",
            postgresql_ops={"territory": "text_pattern_ops"},
        ),
        Index("ix_institution_grams", "grams", postgresql_using="gin"),
        Index("uq_institution_uscc", "uscc", unique=True, postgresql_where=text("uscc <> ''")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    type: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    legal_entity_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    territory: Mapped[str]
    uscc: Mapped[str] = mapped_column(default="")
    licence_no: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    process_url: Mapped[str] = mapped_column(default="")
    notice_email: Mapped[str] = mapped_column(default="")
    internet_channel: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default=REGISTRATION.initial)
    version: Mapped[int] = mapped_column(default=1)
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    pinyin_key: Mapped[str] = mapped_column(Text(collation="C"))
    search_text: Mapped[str]
    grams: Mapped[list[str]] = mapped_column(ARRAY(Text))

    __mapper_args__ = {"version_id_col": version}


class InstitutionAlias(Base):
    """Another name people use; equal names of one institution are kept once."""

    __tablename__ = "institution_alias"
    __table_args__ = (Index("uq_institution_alias_key", "institution_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    alias: Mapped[str]
    key: Mapped[str]


class RegisterRevision(Base):
    """One row, raised by every act on the register: writers queue on it, readers cache by it."""

    __tablename__ = "institution_revision"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigInteger)


class InstitutionFile(Base):
    """A file uploaded to be loaded; `stored_at` stays empty until somebody confirms it."""

    __tablename__ = "institution_file"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_object.sha256"))
    label: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(BigInteger, index=True)
    stored_at: Mapped[datetime | None]
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)


class MediationOrganisation(Base):
    """An organisation that mediates disputes of banks' and insurers' consumers (Art. 39)."""

    __tablename__ = "mediation_organisation"
    __table_args__ = (
        CheckConstraint("territory ~ '^[0-9]{6}$'", name="territory"),
        CheckConstraint("ended_on >= began_on", name="ended_after_beginning"),
        Index("uq_mediation_organisation_name", "name", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    name: Mapped[str]
    territory: Mapped[str]
    sectors: Mapped[list[str]] = mapped_column(ARRAY(Text))
    association: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}


class InstitutionProposal(Base):
    """What an institution proposes of its own entry; an officer of the territory decides (Art. 4).

    `institution_id` is the one concerned, of an opening the institution above. `stated` holds of a
    change each column's value before and after, else the values proposed.
    """

    __tablename__ = "institution_proposal"
    __table_args__ = (
        CheckConstraint(_one_of("kind", tuple(PROPOSALS)), name="kind"),
        CheckConstraint(_one_of("state", PROPOSAL.states), name="state"),
        CheckConstraint("territory ~ '^[0-9]{6}$'", name="territory"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'refused' OR remarks <> ''", name="refused_with_remarks"),
        CheckConstraint("opened_id IS NULL OR kind = 'opening'", name="opened"),
        Index(
            "uq_institution_proposal_open",
            "institution_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'proposed' AND kind <> 'opening'"),
        ),
        Index(None, "state", "id"),
        Index(None, "institution_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=PROPOSAL.initial)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    territory: Mapped[str]
    stated: Mapped[dict[str, Any]]
    reason: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    remarks: Mapped[str] = mapped_column(default="")
    opened_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))

    __mapper_args__ = {"version_id_col": version}
