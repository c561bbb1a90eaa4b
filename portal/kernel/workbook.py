"""Workbooks that the house hands out: plain texts, in which no cell is a formula or a link."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_LIVE = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000
"""A spreadsheet cuts a cell at 32,767 characters without a word."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""How XlsxWriter is asked for a workbook in which no text is a formula, a link or a number.

Not `constant_memory`: that writes the rows in the clear to files of a readable name.
"""

CUT = "…（内容过长，已截断，全文见转办单或平台）"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its header, its rows, and for some columns the values to choose from."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    width: int = 18


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, however it is passed on."""
    kept = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
    return f"'{kept}" if kept.startswith(_LIVE) else kept


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an XLSX; it is made in memory, for its rows may show people (Art. 22)."""
    from xlsxwriter import Workbook  # at need: it takes 20 MB, and a sheet is seldom asked for

    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        plain = book.add_format({"num_format": "@", "valign": "top"})
        bold = book.add_format({"num_format": "@", "bold": True})
        for each in sheets:
            _write(book.add_worksheet(each.name), each, plain, bold)
    return file.getvalue()


def _write(page: object, sheet: Sheet, plain: object, bold: object) -> None:
    write = page.write_string  # type: ignore[attr-defined]
    page.set_column(0, len(sheet.header) - 1, sheet.width, plain)  # type: ignore[attr-defined]
    page.freeze_panes(1, 0)  # type: ignore[attr-defined]
    for column, heading in enumerate(sheet.header):
        write(0, column, heading, bold)
        if heading in sheet.choices:
            offered = {"validate": "list", "source": list(sheet.choices[heading])}
            page.data_validation(1, column, 2000, column, offered)  # type: ignore[attr-defined]
    for number, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            write(number, column, inert(cell), plain)
