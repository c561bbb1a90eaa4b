"""The register as a file, in the columns of the import: what is exported can be loaded again."""

import csv
import io
from collections.abc import Iterable, Iterator

from sqlalchemy import Select
from sqlalchemy.orm import Session, aliased

from portal.institutions.commands.register import shown
from portal.institutions.models import Institution, InstitutionAlias
from portal.institutions.queries.lists import ORDER
from portal.institutions.sheet import LIVE
from portal.institutions.sheet import ORDER as COLUMNS


def lines(session: Session, rows: Select[Institution]) -> Iterator[list[str]]:
    """Yield the header and one line per institution, legal entities first."""
    parent = aliased(Institution)
    wanted = rows.outerjoin(parent, parent.id == Institution.parent_id).add_columns(parent.code)
    yield list(COLUMNS)
    called = _aliases(session)
    for row, parent_code in session.execute(wanted.order_by(*ORDER.columns)):
        given = {"aliases": ";".join(called.get(row.id, ())), "parent_code": parent_code or ""}
        yield [given[name] if name in given else shown(getattr(row, name)) for name in COLUMNS]


def _aliases(session: Session) -> dict[int, list[str]]:
    called: dict[int, list[str]] = {}
    for alias in session.query(InstitutionAlias).order_by(InstitutionAlias.id):
        called.setdefault(alias.institution_id, []).append(alias.alias)
    return called


def as_csv(table: Iterable[list[str]]) -> bytes:
    """Return a UTF-8 CSV that spreadsheets open rightly and in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in table:
        writer.writerow([_inert(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(LIVE) else cell


def as_xlsx(table: Iterable[list[str]], notes: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return a workbook of plain texts; `notes` go to a second sheet, which no import reads."""
    from xlsxwriter import Workbook  # at need: it takes 20 MB, and a sheet is seldom asked for

    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("institutions")
        sheet.set_column(0, len(COLUMNS) - 1, 18, text)
        for number, line in enumerate(table):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell, text)
        explained = list(notes)
        if explained:
            second = book.add_worksheet("columns")
            second.set_column(0, 1, 40)
            for number, (name, words) in enumerate(explained):
                second.write_string(number, 0, name)
                second.write_string(number, 1, words)
    return file.getvalue()
