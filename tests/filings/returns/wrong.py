"""Wrong returns: what was done to a right one, and what has to be found in it, no more and no less.

Each finding is (sheet, row, heading, rule).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.filings.returns import drafts
from tests.filings.returns.drafts import Draft, full, small

Place = tuple[str, int, str, str]
D, S, C = "明细", "汇总", "分类"


@dataclass(frozen=True)
class Wrong:
    """A wrong return and what is found in it."""

    name: str
    made: Callable[[], Draft]
    found: tuple[Place, ...]


def detail(name: str, cell: str, value: Any, *found: Place) -> Wrong:
    """Return complaint data whose rows alone are filled in, one cell of them wrong."""
    return Wrong(name, lambda: drafts.complaint_data().put(D, cell, value), found)


def totals(name: str, title: str, cell: str, value: Any, *found: Place) -> Wrong:
    """Return complaint data of three sheets, one cell wrong."""
    return Wrong(name, lambda: full().put(title, cell, value), found)


def report(name: str, layout: str, title: str, cell: str, value: Any, *found: Place) -> Wrong:
    """Return another report with one cell wrong."""
    other = {"period": "2026Q2"} if layout == "bancassurance" else {}
    return Wrong(name, lambda: small(layout, **other).put(title, cell, value), found)


def _renamed(old: str, new: str) -> Draft:
    draft = full()
    draft.sheets = {new if title == old else title: rows for title, rows in draft.sheets.items()}
    return draft


def _without(title: str) -> Draft:
    draft = full()
    del draft.sheets[title]
    return draft


def _with_formula() -> Draft:
    draft = full()
    draft.formulas[D, "H5"] = "=1+1"
    return draft


def _ticked(draft: Draft, said: str = "是") -> Draft:
    lines = enumerate(draft.sheets["填报说明"], 1)
    row = next(number for number, line in lines if "本期无投诉" in line[:1])
    return draft.put("填报说明", f"B{row}", said)


def nil_row() -> int:
    """Return the row of the guide in which nothing to report is ticked."""
    lines = enumerate(Draft(drafts.reference()).sheets["填报说明"], 1)
    return next(number for number, line in lines if "本期无投诉" in line[:1])


def _moved_line() -> Draft:
    draft = full()
    rows = draft.sheets[C]
    rows[1], rows[2] = rows[2], rows[1]
    return draft


def _lines_added() -> Draft:
    draft = full()
    draft.sheets[S].append(["传真", 1])
    return draft


def _tampered() -> Draft:
    draft = full()
    cells = draft.sheets["_reference"]
    cells[3][0] = cells[3][0].replace("2026H1", "2026H2")
    return draft


def _with_previous(**figures: int) -> Draft:
    previous = {f"classes.business.{code}.received": n for code, n in figures.items()}
    return full(drafts.reference(previous={**drafts.PREVIOUS, **previous}))


ID, ON, HOW = (D, 4, "投诉编号"), (D, 4, "收到日"), (D, 4, "收到方式")

SHAPE = (
    Wrong("a sheet is missing", lambda: _without(C), ((C, 0, "", "sheet_missing"),)),
    Wrong("the guide is missing", lambda: _without("填报说明"),
          (("填报说明", 0, "", "sheet_missing"),)),
    Wrong("a sheet was renamed", lambda: _renamed(C, "分类2"),
          (("分类2", 0, "", "sheet_unknown"), (C, 0, "", "sheet_missing"))),
    Wrong("the reference is gone", lambda: _without("_reference"),
          (("", 0, "", "reference_missing"),)),
    Wrong("the reference was changed", _tampered, (("", 0, "", "reference_damaged"),)),
    detail("a heading was changed", "C1", "来源", (D, 1, "收到方式", "heading_changed")),
    detail("a heading was emptied", "A1", "", (D, 1, "投诉编号", "heading_changed")),
    detail("something beside the table", "P3", "备注", (D, 3, "", "outside_table")),
    Wrong("lines were moved", _moved_line, (
        (C, 2, "代码", "line_changed"), (C, 2, "类别", "line_changed"),
        (C, 3, "代码", "line_changed"), (C, 3, "类别", "line_changed"))),
    Wrong("a line was added", _lines_added,
          ((S, 9, "收到方式", "outside_table"), (S, 9, "期初", "outside_table"))),
    Wrong("a formula", _with_formula, ((D, 5, "H", "formula"),)),
    detail("no number", "A4", "", (*ID, "required")),
    detail("no day of receipt", "B4", "", (*ON, "required")),
    detail("no way of receipt, blanks only", "C4", "  ", (*HOW, "required")),
    detail("no territory", "D4", "", (D, 4, "地区", "required")),
    detail("no business", "E4", "", (D, 4, "业务类别", "required")),
    detail("a day that does not exist", "B4", "2026-02-30", (*ON, "not_a_date")),
    detail("a day in words", "B4", "昨天", (*ON, "not_a_date")),
    detail("a day as a bare number", "B4", 46056, (*ON, "not_a_date")),
    detail("a day of another century", "B4", date(1926, 2, 3), (*ON, "not_a_date")),
    detail("an unknown way of receipt", "C4", "传真", (*HOW, "not_a_code")),
    detail("a code with the words of another", "E4", "B0402 借记卡",
           (D, 4, "业务类别", "not_a_code")),
    detail("a line of insurance at a bank", "E4", "P01", (D, 4, "业务类别", "not_a_code")),
    detail("a division that does not exist", "D4", "339999", (D, 4, "地区", "not_a_division")),
    detail("the whole country as territory", "D4", "000000", (D, 4, "地区", "not_a_division")),
    detail("an amount with its unit", "H4", "300元", (D, 4, "涉及金额（元）", "not_an_amount")),
    detail("an amount below nothing", "H4", -1, (D, 4, "涉及金额（元）", "not_an_amount")),
    detail("an amount in tenths of a cent", "H4", 1.005, (D, 4, "涉及金额（元）", "not_an_amount")),
    detail("an amount too large to be one", "H4", 2e12, (D, 4, "涉及金额（元）", "too_much")),
    detail("days with a fraction", "K4", 9.5, (D, 4, "办理天数", "not_a_count")),
    detail("days that are true", "K4", True, (D, 4, "办理天数", "not_a_count")),
    detail("a number that is too long", "A4", "T" * 41, (*ID, "too_long")),
    detail("a number with a control character", "A4", "TS\x07-1", (*ID, "control_characters")),
    detail("an identity number as number", "A4", "11010519491231002X", (*ID, "identity_number")),
    detail("a mobile number in the number", "A4", "TS 13812345678", (*ID, "mobile_number")),
    detail("a long number that lost its digits", "A4", 2026010100000000123, (*ID, "digits_lost")),
    detail("a number twice", "A5", "TS-0003", (D, 5, "投诉编号", "number_twice")),
    totals("a count in words", S, "C2", "一件", (S, 2, "新收", "not_a_count")),
    totals("a count below nothing", S, "B2", -1, (S, 2, "期初", "not_a_count")),
    Wrong("received by result", lambda: full().lines(C, {"upheld": (1, 1)}),
          ((C, 79, "新收", "blocked_cell"),)),
    Wrong("nothing at all", lambda: Draft(drafts.reference()), (("", 0, "", "nothing_filled"),)),
    Wrong("an unclear tick", lambda: _ticked(full(), "也许"),
          (("填报说明", nil_row(), "本期无投诉", "nil_unclear"),)),
    Wrong("ticked as nil, and filled in", lambda: _ticked(drafts.complaint_data()),
          ((D, 0, "", "nil_not_empty"),)),
)  # fmt: skip
SENSE = (
    totals("a line out of balance", S, "F4", 3, (S, 4, "期末", "balance"),
           (S, 4, "期末", "detail_and_summary"), (S, 8, "期末", "total_line")),
    totals("a total that is not the sum", S, "C8", 6, (S, 8, "期末", "balance"),
           (S, 8, "新收", "total_line"), (S, 8, "新收", "detail_and_summary")),
    Wrong("an opening that is not the last closing",
          lambda: full(drafts.reference(previous=drafts.PREVIOUS | {"summary.phone.closing": 2,
                                                                    "summary.total.closing": 3})),
          ((S, 2, "期初", "opening_differs"), (S, 8, "期初", "opening_differs"))),
    Wrong("the same, of rows alone",
          lambda: drafts.complaint_data(drafts.reference(previous={"summary.total.closing": 3})),
          ((D, 0, "", "opening_differs"),)),
    Wrong("a class too many", lambda: full().lines(C, {"B02": (1, 0)}),
          ((C, 3, "新收", "detail_and_class"), (C, 19, "新收", "class_total"))),
    Wrong("one class taken for another", lambda: full().lines(C, {"C07": (1, 2), "C08": (1, 0)}),
          ((C, 26, "新收", "detail_and_class"), (C, 27, "新收", "detail_and_class"))),
    detail("received after the period", "B8", date(2026, 7, 1),
           (D, 8, "收到日", "received_after_period")),
    detail("settled after the period", "J4", date(2026, 7, 2),
           (D, 4, "办结日", "ended_after_period"), (D, 4, "办理天数", "days_differ"),
           (D, 4, "办结日", "settled_late")),
    Wrong("settled before the period", lambda: drafts.complaint_data().put(
        D, "J2", date(2025, 12, 30)).put(D, "K2", ""),
        ((D, 2, "办结日", "ended_before_period"),)),
    Wrong("settled before it was received", lambda: drafts.complaint_data().put(
        D, "J5", "2026-03-01").put(D, "K5", ""), ((D, 5, "办结日", "ended_before_received"),)),
    detail("withdrawn before it was received", "M6", date(2026, 3, 31),
           (D, 6, "撤回日", "ended_before_received")),
    detail("settled and withdrawn", "M4", date(2026, 2, 13),
           (D, 4, "撤回日", "settled_and_withdrawn")),
    detail("a result without a day", "L8", "upheld", (D, 8, "办结日", "result_without_settlement")),
    detail("a day without a result", "L4", "", (D, 4, "处理结果", "settlement_without_result")),
    detail("withdrawn with another result", "L6", "settled",
           (D, 6, "处理结果", "result_and_withdrawal")),
    detail("a withdrawal without its day", "L8", "withdrawn",
           (D, 8, "撤回日", "result_and_withdrawal")),
    detail("days counted with the first one", "K4", 11, (D, 4, "办理天数", "days_differ")),
    detail("days of what is not settled", "K8", 1, (D, 8, "办理天数", "days_without_settlement")),
    Wrong("settled on the sixteenth day", lambda: drafts.complaint_data().put(
        D, "J5", "2026-03-18").put(D, "K5", 16), ((D, 5, "办结日", "settled_late"),)),
    detail("open beyond its tier", "I7", "complex", (D, 7, "收到日", "open_late")),
    detail("a number the portal did not give", "N5", "ZJ-2026-09-999999",
           (D, 5, "转办编号", "forwarded_unknown")),
    detail("one forwarding in two rows", "N5", "ZJ-2026-02-000001",
           (D, 5, "转办编号", "forwarded_twice")),
    detail("a forwarding left out", "N4", "", (D, 0, "", "forwarded_missing")),
    detail("a forwarding of before left out", "N3", "", (D, 0, "", "forwarded_open_missing")),
    detail("another business than forwarded", "E7", "B0302",
           (D, 7, "业务类别", "forwarded_business")),
    detail("received later than forwarded", "B7", date(2026, 5, 8),
           (D, 7, "收到日", "forwarded_received_later")),
    Wrong("thirty times as many as last", lambda: _with_previous(B0402=60),
          ((C, 7, "新收", "outlier"),)),
    Wrong("nil though something was forwarded",
          lambda: _ticked(Draft(drafts.reference(previous=None, previous_period=""))),
          (("", 0, "", "nil_but_forwarded"),) * 2 + ((D, 0, "", "forwarded_open_missing"),)),
    Wrong("nil though something was open",
          lambda: _ticked(Draft(drafts.reference(forwarded=()))), (("", 0, "", "nil_but_open"),)),
)  # fmt: skip
_H, _M = "handling_report", "metrics"
_DATA = {"summary.total.settled": 5, "days.within_15": 3, "days.within_30": 1}
REPORTS = (
    report("tiers that do not add up", _H, "办理情况", "C4", 2,
           ("办理情况", 2, "数值", "tiers_and_settled")),
    report("more satisfied than asked", _H, "办理情况", "C14", 3,
           ("办理情况", 14, "数值", "part_exceeds_whole")),
    report("an amount in words", _H, "办理情况", "C15", "一万",
           ("办理情况", 15, "数值", "not_an_amount")),
    report("a text left out", _H, "文字说明", "C3", "", ("文字说明", 3, "内容", "required")),
    report("a text too long", _H, "文字说明", "C3", "长" * 5001,
           ("文字说明", 3, "内容", "too_long")),
    report("a person in a text", _H, "文字说明", "C3", "王某，13812345678",
           ("文字说明", 3, "内容", "mobile_number")),
    report("mended before it was found", _H, "溯源整改", "F2", date(2026, 2, 1),
           ("溯源整改", 2, "整改完成日", "mended_before_found")),
    report("mended after the period", _H, "溯源整改", "F2", date(2026, 7, 2),
           ("溯源整改", 2, "整改完成日", "mended_after_period")),
    report("a problem nobody owns", _H, "溯源整改", "D2", "",
           ("溯源整改", 2, "责任部门", "required")),
    Wrong("not as the complaint data say", lambda: small(_H, complaint_data=_DATA),
          (("办理情况", 2, "数值", "complaint_data_differ"),)),
    report("a metric left out", _M, "指标", "C3", "", ("指标", 3, "数值", "metric_missing")),
    report("a metric without its source", _M, "指标", "F2", "",
           ("指标", 2, "来源", "metric_incomplete")),
    report("a metric of another day", _M, "指标", "D2", date(2026, 7, 1),
           ("指标", 2, "时点", "as_of_outside_period")),
    report("half a customer", _M, "指标", "C3", 1.5, ("指标", 3, "数值", "not_a_count")),
    report("a unit of one's own", _M, "指标", "B4", "万元", ("指标", 4, "单位", "line_changed")),
    Wrong("ten thousand times as much", lambda: small(
        _M, previous={"metrics.total_assets.value": "5200000.00"}, previous_period="2025H2"),
        (("指标", 4, "数值", "outlier"),)),
    report("a section left out", "bancassurance", "文字报告", "C6", "",
           ("文字报告", 6, "内容", "required")),
    Wrong("a report with nothing in it", lambda: Draft(drafts.reference(_M)),
          (("", 0, "", "nothing_filled_at_all"),)),
    report("a time instead of a day", _M, "指标", "D2", datetime(2026, 7, 1, 8, 30),
           ("指标", 2, "时点", "as_of_outside_period")),
)  # fmt: skip
ALL = (*SHAPE, *SENSE, *REPORTS)
