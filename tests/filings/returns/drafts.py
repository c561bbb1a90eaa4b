"""Returns as an institution fills them in: a template of the portal with cells written into it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import python_calamine
import xlsxwriter

from portal.filings.returns.check import check
from portal.filings.returns.layout import Layout, layout_for
from portal.filings.returns.reference import Forwarded, Reference
from portal.filings.returns.template import template
from portal.filings.returns.verdict import Verdict

MADE = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
FORWARDED = (
    Forwarded("ZJ-2025-12-000009", date(2025, 12, 20), "B0402", "open"),
    Forwarded("ZJ-2026-02-000001", date(2026, 2, 3), "B0402", "answered"),
    Forwarded("ZJ-2026-05-000002", date(2026, 5, 6), "B0301", "open"),
    Forwarded("ZJ-2026-05-000003", date(2026, 5, 7), "B0301", "returned"),
)
PREVIOUS = {"summary.phone.closing": 1, "summary.transfer.closing": 1, "summary.total.closing": 2}
Row = tuple[Any, ...]
Target = TypeVar("Target", Path, io.BytesIO)
ROWS: tuple[Row, ...] = (
    ("TS-0001", date(2025, 12, 28), "phone", "330100", "B0301", "C07", "counter", 1200.5, "",
     date(2026, 1, 6), 9, "upheld", "", ""),
    ("TS-0002", date(2025, 12, 20), "transfer", "330200", "B0402", "C12", "telephone", "",
     "complex", date(2026, 1, 12), "", "settled", "", "ZJ-2025-12-000009"),
    ("TS-0003", date(2026, 2, 3), "transfer 监管部门或者其他机关转来", "330100", "B0402 信用卡",
     "C07 定价收费", "app", 300, "", date(2026, 2, 13), 10, "部分支持", "", "ZJ-2026-02-000001"),
    ("TS-0004", "2026-03-02", "visit", "330106", "B01", "C01", "counter", "", "", "2026-03-09", 7,
     "not_upheld", "", ""),
    ("TS-0005", date(2026, 4, 1), "web", "330100", "B05", "C02", "app", "", "", "", "", "",
     date(2026, 4, 3), ""),
    ("TS-0006", date(2026, 5, 6), "transfer", "330100", "B0301", "C09", "counter", 50000,
     "especially_complex", "", "", "", "", "ZJ-2026-05-000002"),
    ("TS-0007", date(2026, 6, 29), "phone", "330200", "B0402", "C07", "telephone", 88.8, "", "",
     "", "", "", ""),
)  # fmt: skip


def reference(layout: str = "complaint_data", **other: Any) -> Reference:
    """Return what the portal knows of a small bank of the first half of 2026."""
    known: dict[str, Any] = {
        "institution_code": "ZJ-RCB-01",
        "institution_name": "临安农村商业银行",
        "institution_type": "banking",
        "category": "农村中小金融机构",
        "layout": layout,
        "period": "2026H1",
        "made_at": MADE,
        "due_on": date(2026, 7, 30),
    }
    if layout == "complaint_data":
        known |= {"previous": PREVIOUS, "previous_period": "2025H2", "forwarded": FORWARDED}
    return Reference(**known | other)


def form(known: Reference) -> Layout:
    """Return the form of a reference."""
    kind = known.institution_type
    return layout_for(known.layout, known.span.last, kind, known.category)


def seal(text: bytes) -> str:
    """Seal as the tests' portal does."""
    return f"sealed:{len(text)}"


class Draft:
    """A template taken apart into cells, to be filled in and written again."""

    def __init__(self, known: Reference, body: bytes | None = None) -> None:
        self.known = known
        made = body or template(form(known), known, seal)
        book = python_calamine.load_workbook(io.BytesIO(made))
        self.sheets: dict[str, list[list[Any]]] = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
        self.formulas: dict[tuple[str, str], str] = {}

    def put(self, title: str, cell: str, value: Any) -> "Draft":
        """Write into a cell such as B7; the sheet grows as it must."""
        place = ord(cell[0]) - 65
        row = int(cell[1:]) - 1
        cells = self.sheets[title]
        while len(cells) <= row:
            cells.append([])
        cells[row] += [""] * (place + 1 - len(cells[row]))
        cells[row][place] = value
        return self

    def rows(self, title: str, rows: Iterable[Sequence[Any]]) -> "Draft":
        """Write rows under the heading, in place of any that stood there."""
        self.sheets[title] = [self.sheets[title][0], *(list(row) for row in rows)]
        return self

    def lines(self, title: str, cells: Mapping[str, Sequence[Any]]) -> "Draft":
        """Fill in fixed lines, found by the text of any of their given cells."""
        sheet = next(each for each in form(self.known).sheets if each.title == title)
        given = sum(column.given for column in sheet.columns)
        for line in self.sheets[title][1:]:
            for words, values in cells.items():
                if words in line[:given]:
                    line[given:] = values
        return self

    def bytes(self) -> bytes:
        """Return the workbook as a spreadsheet programme would write it."""
        body = io.BytesIO()
        self.write(body)
        return body.getvalue()

    def write(self, path: Target) -> Target:
        """Write the workbook as a spreadsheet programme would."""
        with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for title, rows in self.sheets.items():
                page = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    for place, value in enumerate(row):
                        _write(page, at, place, value, day)
                for (name, cell), text in self.formulas.items():
                    if name == title:
                        page.write_formula(cell, text)
        return path


def _write(page: Any, row: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        page.write_string(row, place, value) if value else None
    elif isinstance(value, bool):
        page.write_boolean(row, place, value)
    else:
        page.write(row, place, value)


def complaint_data(known: Reference | None = None, rows: Sequence[Row] = ROWS) -> Draft:
    """Return complaint data with the rows filled in, the two sheets of totals left empty."""
    return Draft(known or reference()).rows("明细", rows)


def full(known: Reference | None = None) -> Draft:
    """Return complaint data with all three sheets filled in rightly."""
    draft = complaint_data(known)
    draft.lines("汇总", {
        "电话": (1, 1, 1, 0, 1),
        "来访": (0, 1, 1, 0, 0),
        "网页": (0, 1, 0, 1, 0),
        "监管部门或者其他机关转来": (1, 2, 2, 0, 1),
        "合计": (2, 5, 4, 1, 2),
    })  # fmt: skip
    draft.lines("分类", {
        "B0301": (1, 1), "B0402": (2, 2), "B01": (1, 1), "B05": (1, 0),
        "C07": (2, 2), "C12": (0, 1), "C01": (1, 1), "C02": (1, 0), "C09": (1, 0),
        "counter": (2, 2), "telephone": (1, 1), "app": (2, 1),
        "330000": (4, 3), "330200": (1, 1),
        "upheld": ("", 1), "settled": ("", 1), "partly_upheld": ("", 1), "not_upheld": ("", 1),
    })  # fmt: skip
    return draft


def small(layout: str, **other: Any) -> Draft:
    """Return a right handling report, metrics or bancassurance report."""
    draft = Draft(reference(layout, **other))
    if layout == "handling_report":
        draft.lines("办理情况", {"办结的投诉": (4,), "其中15日以内办结": (3,)})
        draft.lines("办理情况", {"其中16日至30日办结": (1,), "为消费者挽回的金额": (1500.25,)})
        days = (date(2026, 3, 1), date(2026, 5, 1))
        draft.rows("溯源整改", [("年费告知不清", "话术不全", "修改话术", "银行卡部", *days)])
        for row in range(2, 6):
            draft.put("文字说明", f"C{row}", "本期工作平稳。")
    elif layout == "metrics":
        day = date(2026, 6, 30)
        for row, value in enumerate((36, 420_000, 52_000_000_000), 2):
            draft.lines(
                "指标", {draft.sheets["指标"][row - 1][0]: (value, day, "全行", "1104报表")}
            )
    else:
        draft.lines("业务数据", {"代理保单": (120,), "代理保费收入": (360000.5,)})
        for row in range(2, 7):
            draft.put("文字报告", f"C{row}", "无")
    return draft


def check_of(draft: Draft, folder: Path) -> Verdict:
    """Return the verdict on a draft."""
    return check(draft.write(folder / "draft.xlsx"))
