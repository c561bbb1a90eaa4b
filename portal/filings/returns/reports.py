"""The sense of handling reports and of metrics."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.filings.returns.collecting import Found
from portal.filings.returns.detail import DAYS, Counts
from portal.filings.returns.layout import MONEY, TEXT
from portal.filings.returns.reference import Reference
from portal.filings.returns.shape import Filled
from portal.filings.returns.sheets import kind_of, limit_of

_KEPT_TEXT = 200
_FIGURE = re.compile(r"[0-9]{1,30}(\.[0-9]{1,4})?")
_PARTS = (
    ("not_proceeded", "settled"),
    ("reviews_decided", "reviews_applied"),
    ("reviews_changed", "reviews_decided"),
    ("mediated", "mediations"),
    ("satisfied", "surveyed"),
)
_SAME = {
    "settled": "summary.total.settled",
    "not_proceeded": "classes.result.not_proceeded.settled",
    **{name: f"days.{name}" for name in DAYS},
}


def figures_of(places: Mapping[str, Filled]) -> Counts:
    """Return what the sheets with fixed lines say, long texts left out."""
    figures: Counts = {}
    for filled in places.values():
        for index, line in enumerate(filled.sheet.lines):
            for column in filled.sheet.columns:
                if column.given or (column.type == TEXT and limit_of(line, column) > _KEPT_TEXT):
                    continue
                value = filled.values[column.code][index]
                nought = Decimal(0) if kind_of(line, column) == MONEY else 0
                if value is None and filled.sheet.noughts:
                    value = nought
                if value is not None:
                    figures[f"{filled.sheet.code}.{line.code}.{column.code}"] = _plain(value)
    return figures


def _plain(value: Any) -> int | str:
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.01")), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def handling_makes_sense(
    places: Mapping[str, Filled], reference: Reference | None, found: Found
) -> None:
    """Check a handling report by itself, and against the accepted complaint data."""
    handling = places["handling"]
    count = {line: handling.cell(line, "value") or 0 for line in handling.lines}
    added = sum(count[name] for name in DAYS)
    if added != count["settled"]:
        facts = {"sum": added, "total": count["settled"]}
        _note(handling, "tiers_and_settled", "settled", found, **facts)
    for part, whole in _PARTS:
        if count[part] > count[whole]:
            name = handling.sheet.lines[handling.lines[whole]].given[0]
            facts = {"part": count[part], "whole": count[whole], "name": name}
            _note(handling, "part_exceeds_whole", part, found, **facts)
    if count["recovered"] and not count["settled"]:
        _note(handling, "recovered_without_settled", "recovered", found)
    accepted = reference.complaint_data if reference else None
    for line, figure in _SAME.items():
        if accepted is not None and count[line] != accepted.get(figure, 0):
            facts = {"here": count[line], "accepted": accepted.get(figure, 0)}
            _note(handling, "complaint_data_differ", line, found, **facts)
    _mended(places["rectification"], reference, found)


def _note(filled: Filled, rule: str, line: str, found: Found, **facts: int | str) -> None:
    filled.note(found, rule, filled.lines[line], "value", line, **facts)


def _mended(sheet: Filled, reference: Reference | None, found: Found) -> None:
    pairs = zip(sheet.values["found_on"], sheet.values["mended_on"], strict=True)
    for index, (seen, mended) in enumerate(pairs):
        if mended is None:
            continue
        if mended < seen:
            sheet.note(found, "mended_before_found", index, "mended_on", found=seen.isoformat())
        if reference and mended > reference.span.last:
            last = reference.span.last.isoformat()
            sheet.note(found, "mended_after_period", index, "mended_on", last=last)


def metrics_make_sense(
    places: Mapping[str, Filled], reference: Reference | None, found: Found
) -> None:
    """Check that each metric has its day, its basis and its source, and its day lies inside."""
    sheet = places["metrics"]
    for index, line in enumerate(sheet.sheet.lines):
        value, as_of = sheet.values["value"][index], sheet.values["as_of"][index]
        if value is None:
            sheet.note(found, "metric_missing", index, "value", line.code, name=line.given[0])
            continue
        for code in ("as_of", "basis", "source"):
            if sheet.values[code][index] is None:
                heading = sheet.sheet.column(code).heading
                key = f"{line.code}.{code}"
                sheet.note(found, "metric_incomplete", index, code, key, heading=heading)
        if as_of and reference and not reference.span.first <= as_of <= reference.span.last:
            span = reference.span
            facts = {"first": span.first.isoformat(), "last": span.last.isoformat()}
            sheet.note(found, "as_of_outside_period", index, "as_of", line.code, **facts)


def figures_moved(
    places: Mapping[str, Filled], figures: Counts, reference: Reference, found: Found
) -> None:
    """Note figures that moved far from those of the last accepted return."""
    for filled in places.values():
        for index, line in enumerate(filled.sheet.lines):
            figure = f"{filled.sheet.code}.{line.code}.value"
            now, before = figures.get(figure), (reference.previous or {}).get(figure)
            if now is None or before is None or not _moved(str(now), str(before), reference):
                continue
            facts = {"now": now, "before": before, "period": reference.previous_period}
            filled.note(found, "outlier", index, "value", line.code, **facts)


def _moved(now: str, before: str, reference: Reference) -> bool:
    if not _FIGURE.fullmatch(now) or not _FIGURE.fullmatch(before):
        return False
    less, more = sorted((Decimal(now), Decimal(before)))
    return more >= reference.outlier_floor and more >= reference.outlier_factor * less
