"""Whether the sheets of complaint data agree with each other and with the last return."""

from collections.abc import Mapping

from portal.filings.returns.collecting import Found
from portal.filings.returns.layout import Layout
from portal.filings.returns.reference import Reference, Totals
from portal.filings.returns.shape import Filled

FLOWS = ("opening", "received", "settled", "withdrawn", "closing")


def summary_agrees(summary: Filled, found: Found) -> None:
    """Check that every line balances, and that the lines add up to the total."""
    for index, line in enumerate(summary.sheet.lines):
        given = {flow: summary.values[flow][index] or 0 for flow in FLOWS}
        before = given["opening"] + given["received"]
        if before != given["settled"] + given["withdrawn"] + given["closing"]:
            summary.note(found, "balance", index, "closing", line.code, **given)
    for flow in FLOWS:
        values = [value or 0 for value in summary.values[flow]]
        total = summary.lines["total"]
        added = sum(values[:total]) + sum(values[total + 1 :])
        if values[total] != added:
            facts = {"total": values[total], "sum": added}
            summary.note(found, "total_line", total, flow, flow, **facts)


def classes_agree(classes: Filled, totals: Totals, found: Found) -> None:
    """Check that the lines of each dimension add up to the total of the summary."""
    dimensions = dict.fromkeys(line.code.partition(".")[0] for line in classes.sheet.lines)
    for dimension in dimensions:
        lines = [
            (index, line)
            for index, line in enumerate(classes.sheet.lines)
            if line.code.startswith(f"{dimension}.")
        ]
        words = lines[0][1].given[0]
        for flow in ("received", "settled"):
            if flow in lines[0][1].blocked:
                continue
            added = sum(classes.values[flow][index] or 0 for index, _ in lines)
            total = totals[f"summary.total.{flow}"]
            if added != total:
                facts = {"dimension": words, "sum": added, "total": total}
                key = f"{dimension}.{flow}"
                classes.note(found, "class_total", lines[-1][0], flow, key, **facts)


def agrees_with_rows(filled: Filled, totals: Totals, rule: str, found: Found) -> None:
    """Check every figure of a sheet against what the rows count up to."""
    for index, line in enumerate(filled.sheet.lines):
        for column in filled.sheet.columns:
            figure = f"{filled.sheet.code}.{line.code}.{column.code}"
            if figure not in totals:
                continue
            here = filled.values[column.code][index] or 0
            if here != totals[figure]:
                facts = {"here": here, "detail": totals[figure]}
                filled.note(found, rule, index, column.code, figure, **facts)


def follows_the_last(
    summary: Filled | None, title: str, totals: Totals, reference: Reference, found: Found
) -> None:
    """Check that each line opens with what the last accepted return closed with."""
    if reference.previous is None:
        return
    places = list(summary.sheet.lines) if summary and not summary.blank else []
    codes = [line.code for line in places] or ["total"]
    for index, code in enumerate(codes):
        closed = reference.previous.get(f"summary.{code}.closing", 0)
        opened = totals[f"summary.{code}.opening"]
        if opened == closed:
            continue
        facts = {"opening": opened, "closing": closed, "period": reference.previous_period}
        if summary and places:
            summary.note(found, "opening_differs", index, "opening", code, **facts)
        else:
            found.add("opening_differs", title, key=code, **facts)


def outliers(
    layout: Layout, totals: Totals, reference: Reference, places: Mapping[str, Filled], found: Found
) -> None:
    """Note figures that moved far from the last accepted return's; both must be of one form."""
    for figure, now in totals.items():
        before = (reference.previous or {}).get(figure)
        if before is None or not _far(now, before, reference):
            continue
        sheet, _, rest = figure.partition(".")
        line, _, column = rest.rpartition(".")
        if column in ("opening", "closing", "withdrawn"):
            continue
        facts = {"now": now, "before": before, "period": reference.previous_period}
        filled = places.get(sheet)
        if filled and line in filled.lines and not filled.blank:
            filled.note(found, "outlier", filled.lines[line], column, figure, **facts)
        elif figure.startswith(("summary.total.", "classes.")):
            words = layout.words(figure)
            found.add("outlier", words[0], 0, -1, words[-2], str(now), key=figure, **facts)


def _far(now: int | str, before: int | str, reference: Reference) -> bool:
    if not isinstance(now, int) or not isinstance(before, int):
        return False
    less, more = sorted((now, before))
    return more >= reference.outlier_floor and more >= reference.outlier_factor * less
