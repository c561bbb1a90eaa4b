"""Loading the figures that published rates divide by from a file, all or nothing (Art. 37)."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from portal.filings.commands.metrics import CHANGED, CREATED, UNCHANGED, Figure, enter_all
from portal.filings.models import METRICS
from portal.filings.returns.layouts.metrics import unit_of
from portal.filings.rules.periods import Period, period
from portal.institutions.queries import Card, by_codes
from portal.kernel import audit, tables
from portal.kernel.actor import Actor
from portal.kernel.findings import N_, ImportReport

COLUMNS = tables.Columns(
    ("institution_code", "period", "metric", "value"), ("unit", "as_of", "basis", "source")
)
_VALUE = re.compile(r"[0-9]{1,18}(\.[0-9]{1,4})?")
_MULTIPLES = re.compile(r"[十百千万亿]|thousand|million|billion|[0-9]", re.IGNORECASE)
_LONGEST = 200
Place = tuple[int, str, str]


def import_metrics(
    session: Session,
    source: BinaryIO | Path | bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> ImportReport:
    """Load figures in the caller's transaction; any finding stores nothing, twice is as once.

    Money is in yuan. Without `as_of` a figure is of the last day of its period. A value that
    differs from the one that stands supersedes it.
    """
    report = ImportReport()
    rows = list(tables.read(source, COLUMNS, report))
    cards = by_codes(session, {cells["institution_code"] for _, cells in rows})
    figures: dict[Place, Figure] = {}
    first: dict[Place, int] = {}
    for number, cells in rows:
        figure = _read(number, cells, cards, report)
        if figure is None:
            continue
        if figure.place in figures:
            reason = N_("同一机构、报告期和指标在第 %(first)s 行已出现。请删去重复的一行。")
            report.add(number, "metric", figure.metric, reason, first=first[figure.place])
        figures[figure.place] = figure
        first.setdefault(figure.place, number)
    if report.ok:
        _store(session, figures, report, dry_run, by, at)
    return report


def _store(
    session: Session,
    figures: dict[Place, Figure],
    report: ImportReport,
    dry_run: bool,
    by: Actor,
    at: datetime,
) -> None:
    counts = enter_all(session, figures.values(), by=by, at=at, dry_run=dry_run)
    report.created, report.changed = counts[CREATED], counts[CHANGED]
    report.unchanged = counts[UNCHANGED]
    if not dry_run and (report.created or report.changed):
        facts = {"created": report.created, "changed": report.changed}
        told: dict[str, Any] = {"act": "metrics.import", "article": "37", "facts": facts}
        audit.record(session, subject=("metrics", "file"), by=by, at=at, **told)


def _read(
    number: int, cells: dict[str, str], cards: dict[str, Card], report: ImportReport
) -> Figure | None:
    before = len(report.findings)
    owner = cards.get(cells["institution_code"])
    if owner is None:
        reason = N_("没有这个代码的机构。请先登记机构，或者更正代码。")
        report.add(number, "institution_code", cells["institution_code"], reason)
    span = period(cells["period"])
    if span is None:
        reason = N_("请写成 2022、2022H1 或者 2022Q4。")
        report.add(number, "period", cells["period"], reason)
    if cells["metric"] not in METRICS:
        reason = N_("不认识的指标。可用的指标：%(known)s。")
        report.add(number, "metric", cells["metric"], reason, known=", ".join(METRICS))
    if not _VALUE.fullmatch(cells["value"]):
        reason = N_("请填写不小于0的数字，不带千位分隔符和单位，小数不超过4位。")
        report.add(number, "value", cells["value"], reason)
    if _MULTIPLES.search(cells["unit"]):
        reason = N_("请换算为基本单位（元、个、户、件、人次）后填写，不用万、亿等倍数。")
        report.add(number, "unit", cells["unit"], reason)
    as_of = _day(number, cells, span, report)
    for column in ("unit", "basis", "source"):
        if len(cells[column]) > _LONGEST:
            reason = N_("内容过长（上限 %(limit)s 字）。请缩短。")
            report.add(number, column, cells[column], reason, limit=_LONGEST)
    if len(report.findings) > before or owner is None or span is None or as_of is None:
        return None
    unit = cells["unit"] or unit_of(cells["metric"])
    told = {"basis": cells["basis"], "source": cells["source"], "unit": unit, "as_of": as_of}
    return Figure(owner.id, span.text, cells["metric"], Decimal(cells["value"]), **told)


def _day(
    number: int, cells: dict[str, str], span: Period | None, report: ImportReport
) -> date | None:
    if not cells["as_of"]:
        return span.last if span else None
    try:
        return date.fromisoformat(cells["as_of"][:10])
    except ValueError:
        reason = N_("请按 2022-12-31 的格式填写日期，或者留空（即报告期末日）。")
        report.add(number, "as_of", cells["as_of"], reason)
        return None
