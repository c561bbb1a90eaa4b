"""The return handed in, once more, with what is wrong marked where it stands."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.filings.returns import carrying, guide, marks, sheets
from portal.filings.returns.layout import CODES, Layout, Sheet, layout_for
from portal.filings.returns.opening import Opened, open_return
from portal.filings.returns.reference import NoReference, Reference
from portal.filings.returns.shape import heading_form
from portal.filings.returns.verdict import Verdict
from portal.kernel.spreadsheets import Unreadable


def marked(source: Path, verdict: Verdict) -> bytes:
    """Return an XLSX of the same content, bad cells coloured and noted, findings listed in front.

    No cell of it is a formula or a link. Lists and locks are those of the template, so that it can
    be mended and handed in. A file that cannot be read gives the list alone.
    """
    from xlsxwriter import Workbook  # at need: it takes 20 MB

    file = io.BytesIO()
    # Rows wait on the disk, in a directory that nobody else may enter, and not in memory.
    with tempfile.TemporaryDirectory(prefix="marked-") as private:
        options = {
            "constant_memory": True,
            "tmpdir": private,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with Workbook(file, options) as book:
            book.set_properties({"title": verdict.period})
            _Marking(book, verdict).write(source)
    return file.getvalue()


class _Marking:
    def __init__(self, book: Any, verdict: Verdict) -> None:
        self.book, self.verdict = book, verdict
        self.looks = marks.MarkedLooks(book)
        self.layout: Layout | None = None
        self.reference: Reference | None = None

    def write(self, source: Path) -> None:
        marks.write_list(self.book.add_worksheet(marks.TITLE), self.verdict, self.looks)
        try:
            opened = open_return(source)
        except (Unreadable, OSError):
            return
        try:
            self._copy(opened)
        except Unreadable:
            return
        finally:
            opened.close()

    def _copy(self, opened: Opened) -> None:
        if opened.book is None:
            title = next((f.sheet for f in self.verdict.findings if f.sheet), "明细")
            self._page(title, opened, None, {})
            return
        self._know(opened)
        lists: Mapping[tuple[str, str], str] = {}
        known = {sheet.title: sheet for sheet in self.layout.sheets} if self.layout else {}
        for name in opened.book.names:
            if name == sheets.CODES_TITLE and self.layout:
                page = self.book.add_worksheet(name)
                sheets.write_codes(page, self.layout, self.looks)
            elif name != marks.TITLE:
                if self.layout:
                    lists = sheets.places_of_codes(self.layout)
                self._page(name, opened, known.get(name), lists)

    def _know(self, opened: Opened) -> None:
        """Find the form the file is of, so that lists and locks can be set again."""
        sealed = carrying.carried(opened.book) if opened.book else None
        if sealed is None or self.verdict.layout not in CODES:
            return
        try:
            self.reference = own = Reference.from_json(sealed.text)
            kind = own.institution_type or None
            self.layout = layout_for(own.layout, own.span.last, kind, own.category)
        except (NoReference, LookupError):
            self.reference = self.layout = None

    def _page(
        self,
        title: str,
        opened: Opened,
        sheet: Sheet | None,
        lists: Mapping[tuple[str, str], str],
    ) -> None:
        table = opened.table(title, 0)
        page = self.book.add_worksheet(title)
        if sheet and not _headings_stand(sheet, table.heading):
            sheet = None
        if sheet and self.reference:
            sheets.frame(page, sheet, self.reference.span, self.looks, lists)
        at = self.looks.marks_of(self.verdict, title)
        for place, text in enumerate(table.heading):
            self.looks.write(page, 0, place, text, sheet, at)
        for row, values in enumerate(zip(*table.columns, strict=True), 1):
            self._row(page, row, values, sheet, at)
        marks.write_notes(page, at)
        if title == carrying.TITLE:
            page.very_hidden()
        elif title == guide.TITLE:
            page.set_column(0, 0, 20)
            page.set_column(1, 1, 92)

    def _row(
        self, page: Any, row: int, values: Sequence[Any], sheet: Sheet | None, at: marks.Marks
    ) -> None:
        if sheet and row <= len(sheet.lines):
            line = sheet.lines[row - 1]
            if any(sheets.is_long(line, column) for column in sheet.columns):
                page.set_row(row, sheets.LONG_ROW)
        for place, value in enumerate(values):
            self.looks.write(page, row, place, value, sheet, at)


def _headings_stand(sheet: Sheet, headings: Sequence[str]) -> bool:
    shown = [heading_form(each) for each in headings[: len(sheet.columns)]]
    return shown == [heading_form(column.heading) for column in sheet.columns]
