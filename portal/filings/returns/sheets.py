"""The sheets of a template that are filled in, and the one that lists the codes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.filings.returns.codes import provincial_units
from portal.filings.returns.layout import (
    CODE,
    COUNT,
    DATE,
    DIVISION,
    LINES,
    MONEY,
    TEXT,
    Column,
    Layout,
    Line,
    Sheet,
)
from portal.filings.returns.looks import Looks
from portal.filings.rules.periods import Period

CODES_TITLE = "代码"
ROWS_AT_MOST = 200_000
_EARLIEST = date(1990, 1, 1)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONG = 500
_HEADING = 32
LONG_ROW = 150
_MESSAGE, _TITLE = 250, 32
Lists = Mapping[tuple[str, str], str]
"""Sheet and column → the cells of the codes sheet in which its choices stand."""


def choice(code: str, words: str) -> str:
    """Return how a code and its words stand in a list."""
    return f"{code} {words}"


def choices_of(column: Column) -> dict[str, str]:
    """Return the codes that the list of a column offers, with their words."""
    return provincial_units() if column.type == DIVISION else dict(column.codes)


def shown_heading(column: Column) -> str:
    """Return a heading as it stands in a template: required ones bear a star."""
    return f"{column.heading}*" if column.required else column.heading


def _lists(layout: Layout) -> dict[tuple[str, str], Column]:
    return {
        (sheet.code, column.code): column
        for sheet in layout.sheets
        for column in sheet.columns
        if choices_of(column)
    }


def places_of_codes(layout: Layout) -> Lists:
    """Return where the codes sheet holds the choices of each column."""
    return {
        key: f"='{CODES_TITLE}'!${letter}$2:${letter}${len(choices_of(column)) + 1}"
        for letter, (key, column) in zip(_LETTERS, _lists(layout).items(), strict=False)
    }


def write_codes(page: Any, layout: Layout, looks: Looks) -> None:
    """Write the codes sheet, one column of choices for every column that has any."""
    columns = [(column, list(choices_of(column).items())) for column in _lists(layout).values()]
    for place, (column, _) in enumerate(columns):
        page.write_string(0, place, column.heading, looks.heading)
    for row in range(max((len(offered) for _, offered in columns), default=0)):
        for place, (_, offered) in enumerate(columns):
            if row < len(offered):
                page.write_string(row + 1, place, choice(*offered[row]), looks.given)
    page.set_column(0, max(len(columns) - 1, 0), 30)
    page.freeze_panes(1, 0)
    page.protect("", {"format_columns": True})


def write(page: Any, sheet: Sheet, span: Period, looks: Looks, lists: Lists) -> None:
    """Write headings, fixed lines and rules of a sheet, and lock all but its inputs."""
    frame(page, sheet, span, looks, lists)
    page.set_row(0, _HEADING)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, shown_heading(column), looks.heading)
    for row, line in enumerate(sheet.lines, 1):
        _write_line(page, row, line, sheet, looks)


def frame(page: Any, sheet: Sheet, span: Period, looks: Looks, lists: Lists) -> None:
    """Set up everything of a sheet but its cells: widths, notes, rules, locks and printing."""
    free = sheet.kind != LINES
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, looks.column[column.type] if free else None)
        if column.note:
            page.write_comment(0, place, column.note, {"x_scale": 1.6, "author": ""})
        if free:
            _rule(page, (1, ROWS_AT_MOST), place, _input_rule(sheet, column, None, span, lists))
        for row, line in enumerate(sheet.lines, 1):
            if not column.given and column.code not in line.blocked:
                _rule(page, (row, row), place, _input_rule(sheet, column, line, span, {}))
    page.freeze_panes(1, 1 if free else sum(column.given for column in sheet.columns))
    page.protect("", _allowed(free))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P/&N")


def _allowed(free: bool) -> dict[str, bool]:
    allowed = {"format_columns": True, "format_rows": True, "sort": free, "autofilter": free}
    return allowed | {"insert_rows": free, "delete_rows": free}


def _write_line(page: Any, row: int, line: Line, sheet: Sheet, looks: Looks) -> None:
    texts = iter(line.given)
    total = line.code == "total"
    for place, column in enumerate(sheet.columns):
        if column.given:
            page.write_string(row, place, next(texts), looks.total if total else looks.given)
        elif column.code in line.blocked:
            page.write_blank(row, place, None, looks.blocked)
        elif is_long(line, column):
            page.set_row(row, LONG_ROW)
            page.write_blank(row, place, None, looks.block)
        else:
            page.write_blank(row, place, None, looks.input[kind_of(line, column)])


def is_long(line: Line | None, column: Column) -> bool:
    """Return whether a fixed line's cell takes a text of many lines."""
    return bool(line) and column.type == TEXT and limit_of(line, column) >= _LONG


def kind_of(line: Line | None, column: Column) -> str:
    """Return the type of a cell: the line's own for its figures, else the column's."""
    return line.type if line and line.type and column.type == COUNT else column.type


def limit_of(line: Line | None, column: Column) -> int:
    """Return the most a cell holds: of a number its value, of a text its characters; 0 for none."""
    own = line.maximum if line and column.type == COUNT else None
    return int(own or column.maximum or 0)


def _input_rule(
    sheet: Sheet, column: Column, line: Line | None, span: Period, lists: Lists
) -> dict[str, Any]:
    kind, most = kind_of(line, column), limit_of(line, column)
    source = lists.get((sheet.code, column.code))
    rule: dict[str, Any] = {"validate": "any"}
    if source:
        rule = {"validate": "list", "source": source}
    elif kind == DATE:
        # Later than the period is refused by the check, with a reason; here a typing slip is.
        latest = date(span.last.year + 1, 12, 31)
        rule = {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": latest}
    elif kind in (COUNT, MONEY) and most:
        what = "integer" if kind == COUNT else "decimal"
        rule = {"validate": what, "criteria": "between", "minimum": 0, "maximum": most}
    elif kind == TEXT and most:
        rule = {"validate": "length", "criteria": "<=", "value": most}
    words = _ERRORS[CODE if source else kind] % {"most": most}
    rule |= {"error_title": column.heading[:_TITLE], "error_message": words[:_MESSAGE]}
    if column.note:
        message = {"input_title": column.heading[:_TITLE], "input_message": column.note[:_MESSAGE]}
        rule |= message
    if kind == DIVISION:  # the list holds provinces; a county's code may be typed
        rule["show_error"] = False
    return rule


_ERRORS = {
    TEXT: "最多%(most)s字。",
    CODE: "请从下拉列表中选择。",
    DIVISION: "请填写6位行政区划代码。",
    COUNT: "请填写不小于0的整数。",
    MONEY: "请填写不小于0的数字，以元为单位。",
    DATE: "请填写日期，如2026-03-15。",
}


def _rule(page: Any, rows: tuple[int, int], place: int, rule: Mapping[str, Any]) -> None:
    if rule["validate"] != "any" or "input_message" in rule:
        page.data_validation(rows[0], place, rows[1], place, dict(rule))
