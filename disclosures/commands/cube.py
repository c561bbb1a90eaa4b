"""Slices of the public cube, made when the head office discloses a period (Art. 37)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from disclosures.models import CubeCell, CubeSlice, Edition
from disclosures.queries.cube import current_slice, stored_cells
from disclosures.queries.lots import lots_of
from disclosures.queries.material import HEAD_OFFICE
from disclosures.rules.cube import ALL, Key, Lot, cells
from disclosures.rules.hiding import LEAST, hidden, shown
from portal.filings.rules.periods import Period, period, periods_between
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.batches import batched
from portal.kernel.law import clause

_ROWS = 5_000


@clause("37")
def open_cube(session: Session, edition_id: int, *, by: Actor, at: datetime) -> list[CubeSlice]:
    """Publish the quarters of a disclosed period in the cube; return the slices made.

    Only what the head office disclosed to the public comes into the cube: it covers every
    territory, and cubes that overlap would give each other's small cells away. A quarter that
    is there already is made anew by a correction only.
    """
    row = session.get(Edition, edition_id, with_for_update=True)
    if row is None or row.kind != "disclosure" or row.unit_code != HEAD_OFFICE:
        return []
    span = period(row.period)
    assert span is not None, "an edition is of a period"
    made = []
    for quarter in periods_between("quarterly", span.first, span.last):
        before = current_slice(session, row.sector, quarter.text)
        if before is None or _corrected_by(row, before):
            lots = lots_of(session, row.sector, quarter)
            found = publish_slice(session, row, quarter, lots, before, at=at)
            _log(session, found, by, at)
            made.append(found)
    return made


def _corrected_by(row: Edition, before: CubeSlice) -> bool:
    return row.corrects_id is not None and before.edition_id < row.id


def publish_slice(
    session: Session,
    row: Edition,
    quarter: Period,
    lots: Iterable[Lot],
    before: CubeSlice | None,
    *,
    at: datetime,
) -> CubeSlice:
    """Store what is published of a quarter's lots; the slice `before` is superseded by it."""
    least = LEAST.at(quarter.first)
    counts = cells(lots)
    earlier = stored_cells(session, before.id) if before else []
    withheld = hidden(counts, least, [key for key, _count, seen in earlier if not seen])
    if withheld is None:  # so few that even their sum is a small cell
        counts, withheld = {}, frozenset()
    public = shown(counts, withheld, least, {key: count for key, count, seen in earlier if seen})
    if before is not None:
        before.superseded_at = at
        session.flush()
    found = CubeSlice(
        edition_id=row.id,
        sector=row.sector,
        period=quarter.text,
        least=least,
        total=public.get(ALL, 0),
        shown=len(public),
        sha256=_digest(public),
        made_at=at,
    )
    session.add(found)
    session.flush()
    kept = {key: counts[key] for key in withheld if counts[key] >= least}
    _store(session, found.id, public, seen=True)
    _store(session, found.id, kept, seen=False)
    return found


def _store(session: Session, slice_id: int, counts: Mapping[Key, int], *, seen: bool) -> None:
    for batch in batched(counts.items(), _ROWS):
        session.execute(
            insert(CubeCell),
            [
                {
                    **key._asdict(),
                    "month": date.fromisoformat(key.month) if key.month else None,
                    "slice_id": slice_id,
                    "mask": key.mask,
                    "count": count,
                    "shown": seen,
                }
                for key, count in batch
            ],
        )


def _digest(public: Mapping[Key, int]) -> str:
    """Return the SHA-256 of the published cells, one to a line, sorted."""
    lines = sorted(
        json.dumps([*key, count], ensure_ascii=False, separators=(",", ":"))
        for key, count in public.items()
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _log(session: Session, made: CubeSlice, by: Actor, at: datetime) -> None:
    facts = {"sector": made.sector, "period": made.period, "sha256": made.sha256}
    audit.record(
        session,
        act="cube.open",
        subject=("cube_slice", made.id),
        by=by,
        at=at,
        article="37",
        unit_code=HEAD_OFFICE,
        facts={**facts, "cells": made.shown, "total": made.total},
    )
