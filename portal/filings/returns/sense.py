"""The second stage: whether the figures of a form make sense, asked once its shape holds."""

from collections.abc import Mapping

from portal.filings.returns import agreement, detail, forwarded, reports
from portal.filings.returns.collecting import Found
from portal.filings.returns.detail import Counts
from portal.filings.returns.layout import Layout
from portal.filings.returns.reference import Reference
from portal.filings.returns.shape import Filled
from portal.filings.returns.unreferenced import follows


def judge(
    layout: Layout,
    places: Mapping[str, Filled],
    nil: bool,
    reference: Reference | None,
    found: Found,
) -> Counts:
    """Note what makes no sense and return the totals; both are left out while the shape is broken.

    `places` holds the sheets that came: all of a workbook's, one of a CSV, none of a nil tick.
    """
    if "detail" in places:
        detail.numbers_once(places["detail"], found)
    if nil:
        _empty(layout, places, found)
    elif places and all(filled.blank for filled in places.values()):
        found.add("nothing_filled" if layout.nil else "nothing_filled_at_all", nil=layout.nil)
    if not found.clean:
        return {}
    if layout.code == "complaint_data":
        return _complaint_data(layout, places, nil, reference, found)
    if layout.code == "handling_report":
        reports.handling_makes_sense(places, reference, found)
    elif layout.code == "metrics":
        reports.metrics_make_sense(places, reference, found)
    figures = reports.figures_of(places)
    if reference:
        reports.figures_moved(places, figures, reference, found)
    return figures


def _empty(layout: Layout, places: Mapping[str, Filled], found: Found) -> None:
    for filled in places.values():
        if not filled.blank:
            title = filled.sheet.title
            found.add("nil_not_empty", title, key=filled.sheet.code, nil=layout.nil, title=title)


def _complaint_data(
    layout: Layout,
    places: Mapping[str, Filled],
    nil: bool,
    reference: Reference | None,
    found: Found,
) -> Counts:
    rows, summary, classes = (places.get(code) for code in ("detail", "summary", "classes"))
    if rows:
        detail.rows_make_sense(rows, layout, reference.span if reference else None, found)
    if reference is None:
        return {}
    totals = detail.counted(rows, layout, reference.span)
    if nil:
        forwarded.nothing_to_report(layout, reference, found)
        return totals
    if summary and not summary.blank:
        agreement.summary_agrees(summary, found)
        agreement.agrees_with_rows(summary, totals, "detail_and_summary", found)
    if classes and not classes.blank:
        agreement.classes_agree(classes, totals, found)
        agreement.agrees_with_rows(classes, totals, "detail_and_class", found)
    title = layout.sheet("detail").title
    if follows(reference):
        agreement.follows_the_last(summary, title, totals, reference, found)
    forwarded.agrees_with_forwarded(rows, layout, reference, found)
    agreement.outliers(layout, totals, reference, places, found)
    return totals
