"""Sheets of any length, written as their rows come: nothing but the present piece is held.

XlsxWriter can do the same only by way of files of a readable name, which would show people in
the clear (Art. 22), and takes longer for it; see portal/decisions.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import IO

from portal.kernel.workbook import inert

Cell = str | int | Decimal | None
Writer = Callable[[IO[bytes], str, Sequence[str], Iterable[Sequence[Cell]]], int]
ROWS_OF_A_SHEET = 1_048_576
"""What spreadsheets read, the header counted; what is more goes on in a further sheet."""

_BYTES_OF_A_SHEET = 1_900_000_000
"""Before 2 GiB a part of an archive needs nothing that some programmes do not read."""
_PIECE = 256
_LEVEL = 1
_NAME_LENGTH = 25
_ODD_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
# What no text of XML may hold is written in the way of spreadsheets, and so is what looks like it.
_ODD = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1"/></cellXfs></styleSheet>'
)


def write_csv(
    file: IO[bytes], _name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> int:
    """Write UTF-8 CSV that spreadsheets open rightly and in which no cell is a formula."""
    text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    writer, counted = csv.writer(text), _Counted(rows)
    writer.writerow(header)
    for row in counted:
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
    text.flush()
    text.detach()
    return counted.count


def write_xlsx(
    file: IO[bytes],
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    rows_of_a_sheet: int = ROWS_OF_A_SHEET,
) -> int:
    """Write a workbook of texts and numbers and return how many rows it has.

    Each sheet begins with the header; what is too much for one goes on in the next.
    """
    left = _Counted(rows)
    names: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        while not names or left.more():
            names.append(_sheet_name(name, len(names) + 1))
            with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w") as part:
                _write_sheet(part, header, left, rows_of_a_sheet)
        for path, text in _frame(names):
            archive.writestr(path, _HEAD + text)
    return left.count


WRITERS: dict[str, tuple[Writer, str]] = {
    "xlsx": (write_xlsx, f"{_KIND}.sheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}
"""What writes each kind of file, and its content type."""


class _Counted:
    """Rows that are counted as they are taken, with a look at whether any are left."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows: Iterator[Sequence[Cell]] = iter(rows)
        self.count = 0

    def more(self) -> bool:
        for row in self._rows:
            self._rows = chain((row,), self._rows)
            return True
        return False

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _write_sheet(part: IO[bytes], header: Sequence[str], rows: _Counted, most: int) -> None:
    letters = [_letters(number) for number in range(1, len(header) + 1)]
    texts = [f'<c r="{letter}' for letter in letters]
    size = part.write(_opening(header, letters).encode())
    number, pieces = 1, []
    for row in rows:
        number += 1
        pieces.append(_row(number, texts, row))
        if len(pieces) == _PIECE:
            size += part.write("".join(pieces).encode("utf-8", "replace"))
            pieces.clear()
        if number >= most or size > _BYTES_OF_A_SHEET:
            break
    part.write("".join([*pieces, "</sheetData></worksheet>"]).encode("utf-8", "replace"))


def _row(number: int, texts: Sequence[str], row: Sequence[Cell]) -> str:
    cells = [f'<row r="{number}">']
    as_text, as_number = f'{number}" s="1" t="inlineStr"><is><t', f'{number}"><v>'
    for place, cell in zip(texts, row, strict=True):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            cells.append(f"{place}{as_text}{escaped(cell)}</t></is></c>")
        else:
            cells.append(f"{place}{as_number}{cell}</v></c>")
    cells.append("</row>")
    return "".join(cells)


def escaped(text: str) -> str:
    """Return a text as the end of an opened `<t` and what stands in it; never a formula."""
    kept = inert(text)
    if _ODD.search(kept):
        kept = _ODD.sub(_mark, kept)
    outer = kept[0].isspace() or kept[-1].isspace()
    return f' xml:space="preserve">{kept}' if outer else f">{kept}"


def _mark(found: re.Match[str]) -> str:
    odd = found[0]
    if len(odd) > 1:
        return f"_x005F{odd}"
    return _MARKS.get(odd) or ("\ufffd" if odd >= "\ud800" else f"_x{ord(odd):04X}_")


def _opening(header: Sequence[str], letters: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{letter}1" s="2" t="inlineStr"><is><t{escaped(text or " ")}</t></is></c>'
        for letter, text in zip(letters, header, strict=True)
    )
    last = max(len(header), 1)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><cols><col min="1" max="{last}" width="18" customWidth="1"/>'
        f'</cols><sheetData><row r="1">{cells}</row>'
    )


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts that say what the archive is, and which sheets it has."""
    places = range(1, len(names) + 1)
    yield "xl/styles.xml", _STYLES
    sheets = "".join(
        f'<sheet name="{_ODD.sub(_mark, name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(places, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>',
    )
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in places]
    links.append(("rIdStyles", "styles", "styles.xml"))
    yield "xl/_rels/workbook.xml.rels", _links(links)
    yield "_rels/.rels", _links([("rId1", "officeDocument", "xl/workbook.xml")])
    kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    kinds += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in places]
    listed = "".join(
        f'<Override PartName="{path}" ContentType="{_KIND}.{kind}+xml"/>' for path, kind in kinds
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>',
    )


def _links(links: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{target}"/>'
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _sheet_name(name: str, number: int) -> str:
    kept = _ODD_NAME.sub("_", name)[:_NAME_LENGTH] or "Sheet"
    return kept if number == 1 else f"{kept}({number})"


def _letters(number: int) -> str:
    name = ""
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name
