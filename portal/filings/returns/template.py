"""The workbook an institution fills in: explained, with lists, everything else locked."""

import io
from typing import Any

from portal.filings.returns import carrying, guide, sheets
from portal.filings.returns.carrying import Seal as Seal
from portal.filings.returns.layout import Layout
from portal.filings.returns.looks import Looks
from portal.filings.returns.reference import Reference

_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def template(
    layout: Layout, reference: Reference, seal: Seal | None = None, *, nil: bool = False
) -> bytes:
    """Return the XLSX template of a form for one institution and period.

    `seal` signs the reference's canonical JSON (UTF-8); without it the template is not sealed.
    With `nil` it is filled in already: there is nothing to report. The same form and reference
    give the same bytes; no cell of it is a formula.
    """
    from xlsxwriter import Workbook  # at need: it takes 20 MB

    file = io.BytesIO()
    with Workbook(file, _PLAIN) as book:
        book.set_properties(
            {"title": f"{layout.title} {reference.period}", "created": reference.made_at}
        )
        looks = Looks(book)
        guide.write(book.add_worksheet(guide.TITLE), layout, reference, looks, nil=nil)
        pages = [book.add_worksheet(sheet.title) for sheet in layout.sheets]
        lists = sheets.places_of_codes(layout)
        if lists:
            sheets.write_codes(book.add_worksheet(sheets.CODES_TITLE), layout, looks)
        for page, sheet in zip(pages, layout.sheets, strict=True):
            sheets.write(page, sheet, reference.span, looks, lists)
        _carry(book.add_worksheet(carrying.TITLE), reference, seal)
    return file.getvalue()


def _carry(page: Any, reference: Reference, seal: Seal | None) -> None:
    for row, text in enumerate(carrying.lines_of(reference, seal)):
        page.write_string(row, 0, text)
    page.protect()
    page.very_hidden()
