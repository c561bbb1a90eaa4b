"""How findings look in a workbook: a list in front, a colour and a note where each one stands."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from portal.filings.returns.layout import TEXT, Sheet
from portal.filings.returns.looks import Looks
from portal.filings.returns.sheets import is_long, kind_of
from portal.filings.returns.verdict import Finding, Verdict
from portal.filings.returns.wording import ERROR
from portal.kernel.spreadsheets import as_text

TITLE = "校验结果"
_LEVELS = {"error": "错误", "warning": "提示"}
_HEADINGS = (("级别", 8), ("工作表", 12), ("位置", 10), ("列", 18), ("所填内容", 26))
_SAID = (("原因", 60), ("怎么改", 60))
_COLOURS = {"error": "#F8C9C4", "warning": "#FCE5A8"}
_LONGEST, _NOTE = 2000, 500
Marks = dict[tuple[int, int], list[Finding]]


def write_list(page: Any, verdict: Verdict, looks: "MarkedLooks") -> None:
    """Write the findings one by one, places as plain text, and how many there are in all."""
    for place, (heading, width) in enumerate((*_HEADINGS, *_SAID)):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, looks.heading)
    for row, each in enumerate(verdict.findings, 1):
        said = (each.reason % dict(each.facts), each.mend % dict(each.facts))
        where = each.cell or (f"第{each.row}行" if each.row else "")
        cells = (_LEVELS[each.level], each.sheet, where, each.column, each.value[:_NOTE], *said)
        for place, text in enumerate(cells):
            page.write_string(row, place, text, looks.listed[each.level if not place else ""])
    errors, warnings = verdict.error_count, verdict.warning_count
    text = f"共有错误{errors}处、提示{warnings}处；同一类最多列出200处。"
    page.write_string(len(verdict.findings) + 2, 0, text)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def write_notes(page: Any, at: Marks) -> None:
    """Write a note on every marked cell: why, and what to do."""
    for (row, place), findings in at.items():
        said = [f"{f.reason % dict(f.facts)}{f.mend % dict(f.facts)}" for f in findings]
        text = "\n".join(dict.fromkeys(said))[:_LONGEST]
        page.write_comment(row, place, text, {"x_scale": 2, "y_scale": 1.2, "author": ""})


def _place(cell: str) -> int:
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


class MarkedLooks(Looks):
    """The formats of a template, and the same in the colours of a finding."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self._book = book
        self._coloured: dict[tuple[str, str, bool], Any] = {}
        wrapped = {"font_name": "等线", "text_wrap": True, "valign": "top", "border": 1}
        self.listed = {
            level: book.add_format(wrapped | ({"bg_color": colour} if colour else {}))
            for level, colour in (*_COLOURS.items(), ("", ""))
        }

    def marks_of(self, verdict: Verdict, title: str) -> Marks:
        """Return the findings of a sheet by the cells they stand in, counted from 0."""
        at: Marks = defaultdict(list)
        for each in verdict.findings:
            if each.sheet == title and each.cell:
                at[each.row - 1, _place(each.cell)].append(each)
        return dict(at)

    def write(
        self, page: Any, row: int, place: int, value: Any, sheet: Sheet | None, at: Marks
    ) -> None:
        """Write one cell as it came, in the look of its place."""
        findings = at.get((row, place))
        if value == "" and not findings and not (sheet and row <= len(sheet.lines)):
            return
        look = self._look(row, place, value, sheet, findings)
        if value == "":
            page.write_blank(row, place, None, look)
        elif isinstance(value, bool):
            page.write_boolean(row, place, value, look)
        elif isinstance(value, (int, float)):
            page.write_number(row, place, value, look)
        elif isinstance(value, (datetime, date)):
            page.write_datetime(row, place, value, look)
        else:
            page.write_string(row, place, as_text(value), look)

    def _look(
        self, row: int, place: int, value: Any, sheet: Sheet | None, findings: list[Finding] | None
    ) -> Any:
        column = sheet.columns[place] if sheet and place < len(sheet.columns) else None
        line = sheet.lines[row - 1] if sheet and 0 < row <= len(sheet.lines) else None
        kind = kind_of(line, column) if column else TEXT
        day = isinstance(value, (datetime, date))
        if findings:
            level = ERROR if any(f.level == ERROR for f in findings) else "warning"
            open_cell = bool(column and row and not column.given)
            return self._colour(level, "date" if day else kind, open_cell)
        if row == 0 and sheet:
            return self.heading
        if column is None or day:
            return self.column["date" if day else kind]
        if line is None:
            return self.column[kind]
        if column.given:
            return self.total if line.code == "total" else self.given
        if column.code in line.blocked:
            return self.blocked
        return self.block if is_long(line, column) else self.input[kind]

    def _colour(self, level: str, kind: str, open_cell: bool) -> Any:
        key = (level, kind, open_cell)
        if key not in self._coloured:
            shown = {"bg_color": _COLOURS[level], "locked": not open_cell}
            self._coloured[key] = self._book.add_format(self.properties(kind) | shown)
        return self._coloured[key]
