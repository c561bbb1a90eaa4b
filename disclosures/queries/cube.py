"""The published cube: its slices and the cells the public sees."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from disclosures.models import CubeCell, CubeSlice
from disclosures.rules.cube import PARTS, Key

_COLUMNS = tuple(getattr(CubeCell, part) for part in PARTS)


def current_slice(session: Session, sector: str, period: str) -> CubeSlice | None:
    """Return the slice of a sector's quarter that stands, if it was published."""
    return session.scalar(
        select(CubeSlice).where(
            CubeSlice.sector == sector,
            CubeSlice.period == period,
            CubeSlice.superseded_at.is_(None),
        )
    )


def slices(session: Session) -> list[CubeSlice]:
    """Return the slices that stand, by sector and quarter."""
    standing = select(CubeSlice).where(CubeSlice.superseded_at.is_(None))
    return list(session.scalars(standing.order_by(CubeSlice.sector, CubeSlice.period)))


def stored_cells(session: Session, slice_id: int) -> list[tuple[Key, int, bool]]:
    """Return all cells of a slice that are stored, with whether each is shown."""
    query = select(*_COLUMNS, CubeCell.count, CubeCell.shown).where(CubeCell.slice_id == slice_id)
    return [(_key(row), row[-2], row[-1]) for row in session.execute(query)]


def _key(row: Sequence[Any]) -> Key:
    month, *rest = row[: len(PARTS)]
    return Key(month.isoformat() if month else None, *rest)


@dataclass(frozen=True)
class Asked:
    """A query of the cube: some slices, and for some parts the values wanted."""

    slices: tuple[int, ...]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The shown complaints of one value, and in how many of the slices asked it is shown."""

    value: Any
    count: int
    slices: int


def grouped(session: Session, asked: Asked, part: str) -> list[Answer]:
    """Return the shown counts by the values of a part, the largest first."""
    column = CubeSlice.period if part == "quarter" else getattr(CubeCell, part)
    query = (
        _cells(asked, () if part == "quarter" else (part,))
        .with_only_columns(
            column, func.sum(CubeCell.count), func.count(CubeCell.slice_id.distinct())
        )
        .group_by(column)
    )
    if part == "quarter":
        query = query.join(CubeSlice, CubeSlice.id == CubeCell.slice_id)
    rows = session.execute(query)
    found = [Answer(value, int(count), int(n)) for value, count, n in rows]
    return sorted(found, key=lambda each: (-each.count, str(each.value)))


def whole(session: Session, asked: Asked) -> Answer:
    """Return what the filters come to where it is shown."""
    query = _cells(asked, ()).with_only_columns(
        func.coalesce(func.sum(CubeCell.count), 0), func.count(CubeCell.slice_id.distinct())
    )
    count, n = session.execute(query).one()
    return Answer(None, int(count), int(n))


def rows(session: Session, asked: Asked, masks: Collection[int] | None = None) -> Iterator[Any]:
    """Yield the shown cells of some slices as (sector, period, *parts, count), streamed.

    `masks` narrows to some tables; without it, all of them.
    """
    query = (
        select(CubeSlice.sector, CubeSlice.period, *_COLUMNS, CubeCell.count)
        .join(CubeSlice, CubeSlice.id == CubeCell.slice_id)
        .where(CubeCell.slice_id == func.any(list(asked.slices)), CubeCell.shown)
        .where(CubeCell.mask == func.any(list(masks)) if masks is not None else true())
        .where(*_wanted(asked))
        .order_by(CubeCell.slice_id, CubeCell.id)
    )
    yield from session.execute(query, execution_options={"yield_per": 5_000})


def values_of(session: Session, slice_ids: Collection[int], part: str) -> list[str]:
    """Return the values of a part that are shown in some slices, for a choice."""
    mask = Key(**{part: "", **({"category": ""} if part == "entity" else {})}).mask
    query = select(getattr(CubeCell, part)).where(
        CubeCell.slice_id == func.any(list(slice_ids)), CubeCell.mask == mask, CubeCell.shown
    )
    return sorted(session.scalars(query.distinct()))


def mask_of(parts: Collection[str]) -> int:
    """Return the mask of the table that fixes some parts; an institution brings its category."""
    fixed = set(parts) | ({"category"} if "entity" in parts else set())
    return sum(1 << place for place, part in enumerate(PARTS) if part in fixed)


def _cells(asked: Asked, by: Collection[str]) -> Select[CubeCell]:
    return select(CubeCell).where(
        CubeCell.slice_id == func.any(list(asked.slices)),
        CubeCell.mask == mask_of({*asked.filters, *by}),
        CubeCell.shown,
        *_wanted(asked),
    )


def _wanted(asked: Asked) -> list[Any]:
    return [
        getattr(CubeCell, part) == func.any(list(values))
        for part, values in asked.filters.items()
    ]  # fmt: skip
