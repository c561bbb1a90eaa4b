"""Weights of the yearly evaluation as dated data: proposed by one officer, approved by another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.models import WeightSet
from inspections.rules import weights_2025 as shipped
from inspections.rules.evaluating import MINIMA, faults_of
from inspections.rules.indicators import MEASURES
from portal.kernel import audit, tables
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.findings import N_, ImportReport
from portal.kernel.law import Breach

COLUMNS = tables.Columns(
    ("element", "element_weight", "code", "name", "weight", "measure"), ("full", "zero")
)
_ROWS = tables.Limits(rows=500, sheet_rows=500, cell=200)


def in_force(session: Session, year: int, *, at: datetime) -> WeightSet:
    """Return the set by which a year is evaluated; the 2025 edition where none was approved.

    Raises Breach("no_weights") for a year before the first edition.
    """
    found = select(WeightSet).where(WeightSet.approved_at.is_not(None), WeightSet.year <= year)
    newest = found.order_by(WeightSet.year.desc(), WeightSet.id.desc()).limit(1)
    row = session.scalar(newest)
    if row is not None:
        return row
    if year < shipped.YEAR:
        raise Breach("no_weights", "38", year=year)
    return _ship(session, at)


def _ship(session: Session, at: datetime) -> WeightSet:
    row = WeightSet(
        edition=shipped.EDITION,
        year=shipped.YEAR,
        elements=shipped.ELEMENTS,
        grades=shipped.GRADES,
        made_at=at,
        approved_at=at,
    )
    session.add(row)
    session.flush()
    _log(session, row, "weights.ship", by=SYSTEM, at=at)
    return row


def read(stream: BinaryIO) -> tuple[list[dict[str, Any]], ImportReport]:
    """Read elements and indicators off a table, one indicator a row."""
    report, found = ImportReport(), dict[str, dict[str, Any]]()
    for number, row in tables.read(stream, COLUMNS, report, _ROWS):
        if not _sound(number, row, report):
            continue
        element = found.setdefault(
            row["element"],
            {"code": row["element"], "weight": row["element_weight"], "indicators": []},
        )
        kept = {name: row[name] for name in ("code", "name", "weight", "measure")}
        bounds = {} if row["measure"] == "manual" else {n: row[n] for n in ("full", "zero")}
        element["indicators"].append(kept | bounds)
    return list(found.values()), report


def _sound(number: int, row: Mapping[str, str], report: ImportReport) -> bool:
    before = len(report.findings)
    if row["element"] not in MINIMA:
        report.add(number, "element", row["element"], N_("没有这一要素。"))
    if row["measure"] not in ("manual", *MEASURES):
        report.add(number, "measure", row["measure"], N_("没有这一指标口径。"))
    for name in ("code", "name"):
        if not row[name]:
            report.add(number, name, "", N_("请填写这一格。"))
    numbers = ["element_weight", "weight"]
    numbers += [] if row["measure"] == "manual" else ["full", "zero"]
    for name in numbers:
        if not _is_number(row.get(name, "")):
            report.add(number, name, row.get(name, ""), N_("请填写数字，例如 10 或 2.5。"))
    return len(report.findings) == before


def _is_number(text: str) -> bool:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return False
    return found.is_finite() and 0 <= found <= 1_000_000


def propose(
    session: Session,
    *,
    edition: str,
    year: int,
    elements: Sequence[Mapping[str, Any]],
    grades: Sequence[Mapping[str, Any]],
    note: str,
    by: Actor,
    at: datetime,
) -> WeightSet:
    """Propose a set for the years from one on; raises Breach naming what does not add up."""
    if not edition.strip():
        raise Breach("weights_edition_missing", "38")
    for code, facts in faults_of(elements, grades):
        raise Breach(code, "38", **facts)
    taken = select(WeightSet.id).where(WeightSet.edition == edition.strip())
    if session.scalar(taken) is not None:
        raise Breach("weights_edition_taken", "38", edition=edition.strip())
    row = WeightSet(
        edition=edition.strip(),
        year=year,
        elements=[dict(each) for each in elements],
        grades=[dict(each) for each in grades],
        note=note.strip(),
        made_at=at,
        made_by=by.account_id,
    )
    session.add(row)
    session.flush()
    _log(session, row, "weights.propose", by=by, at=at)
    return row


def approve(session: Session, row: WeightSet, *, by: Actor, at: datetime) -> None:
    """Put a set in force; who proposed it may not, and sheets drafted before keep their own."""
    if row.approved_at is not None:
        raise Breach("weights_in_force", "38")
    if row.made_by == by.account_id:
        raise Breach("weights_second_officer", "38")
    row.approved_at, row.approved_by = at, by.account_id
    session.flush()
    _log(session, row, "weights.approve", by=by, at=at)


def _log(session: Session, row: WeightSet, act: str, *, by: Actor, at: datetime) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=("weights", row.id),
        at=at,
        article="38",
        unit_code=by.unit_code,
        facts={"edition": row.edition, "year": row.year},
    )
