"""The published cube: one slice for each sector and quarter, with the cells that are shown."""

from datetime import date, datetime

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class CubeSlice(Base):
    """A quarter of one sector, as it stood when an edition of the head office was published.

    A correction makes a new slice; the one before is `superseded_at` and stays.
    """

    __tablename__ = "cube_slice"
    __table_args__ = (
        Index(
            "uq_cube_slice_current",
            "sector",
            "period",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index(None, "edition_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("bulletin_edition.id"))
    sector: Mapped[str]
    period: Mapped[str]
    least: Mapped[int]
    total: Mapped[int]
    shown: Mapped[int]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class CubeCell(Base):
    """One cell: what it fixes (NULL leaves a feature open) and how many complaints it holds.

    `mask` has a bit for each part that is fixed. A cell that is large but not `shown`, because
    it would give away a small one, is kept so that a correction does not show it either; small
    cells are not stored at all.
    """

    __tablename__ = "cube_cell"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        Index(None, "slice_id", "mask"),
        *(
            Index(
                f"ix_cube_cell_{part}",
                "mask",
                part,
                "slice_id",
                postgresql_where=text(f"shown AND {part} IS NOT NULL"),
            )
            for part in ("territory", "entity", "category", "business", "cause", "channel")
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    slice_id: Mapped[int] = mapped_column(ForeignKey("cube_slice.id"))
    mask: Mapped[int] = mapped_column(SmallInteger)
    month: Mapped[date | None]
    territory: Mapped[str | None]
    category: Mapped[str | None]
    entity: Mapped[str | None]
    business: Mapped[str | None]
    cause: Mapped[str | None]
    channel: Mapped[str | None]
    count: Mapped[int]
    shown: Mapped[bool]


# A published cell never changes: a correction is a slice of its own.
IMMUTABLE = """
CREATE OR REPLACE FUNCTION cube_cell_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published cell never changes';
END $$;
CREATE TRIGGER cube_cell_immutable BEFORE UPDATE OR DELETE ON cube_cell
  FOR EACH STATEMENT EXECUTE FUNCTION cube_cell_keep();
"""
event.listen(CubeCell.__table__, "after_create", DDL(IMMUTABLE.replace("%", "%%")))
