"""The first sheet of an XLSX as plain rows, refused before it costs memory or hides a formula."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree import ElementTree

import python_calamine

from portal.kernel.findings import N_, Finding

MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 2000
_SHARED = "xl/sharedStrings.xml"
MAX_COLUMNS = 200
EXACT_DIGITS = 15
"""A spreadsheet keeps fifteen digits of a number; an identity number typed as one is damaged."""

_CHUNK = 1 << 20
_TAG = re.compile(rb"<(?:\w+:)?(row|c|f)\b([^<>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_TEXT_END = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si/>")
_TEXT_USE = re.compile(rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_FORMULAS_SHOWN = 50
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


DAMAGED = N_("文件已损坏或不是 XLSX 表格。请重新另存为 .xlsx，或 UTF-8 编码的 CSV。")


class Unreadable(Exception):
    """The file cannot be read as a table; `findings` say why and how to mend it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].text)
        self.findings = findings


def unreadable(reason: str, row: int = 0, **facts: Any) -> Unreadable:
    """Return an Unreadable with one finding about the file or a row."""
    return Unreadable([Finding(row, "", "", reason, facts)])


class Inexact(str):
    """A number as text whose last digits the spreadsheet has already lost."""


def rows(stream: BinaryIO, max_rows: int) -> Iterator[list[str]]:
    """Yield the first sheet's rows as text; raises Unreadable before anything is yielded.

    A number of more than fifteen digits comes as Inexact: a spreadsheet has damaged it.
    """
    try:
        _check_archive(stream, max_rows)
        stream.seek(0)
        sheet = python_calamine.load_workbook(stream).get_sheet_by_index(0)
        found = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise unreadable(DAMAGED) from error
    except (KeyError, IndexError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise unreadable(DAMAGED) from error
    for values in found:
        yield [_text(value) for value in values]


def _check_archive(stream: BinaryIO, max_rows: int) -> None:
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
            raise _too_large()
        # A size may be a lie: reading every part once against its checksum finds that out.
        if archive.testzip() is not None:
            raise unreadable(DAMAGED)
        first = _first_sheet(archive)
        with archive.open(first) as sheet:
            _check_sheet(sheet, max_rows)
        if _SHARED in archive.namelist():
            _check_shared(archive.read(_SHARED), archive.read(first))


def _too_large() -> Unreadable:
    reason = N_("表格解压后过大（上限 %(megabytes)s MB）。请拆成几个文件，或另存为 CSV。")
    return unreadable(reason, megabytes=MAX_UNPACKED // 1024 // 1024)


def _check_shared(texts: bytes, sheet: bytes) -> None:
    """Refuse a text stored once but used so often that the table of it would fill the memory."""
    ends = [0, *(found.end() for found in _TEXT_END.finditer(texts))]
    lengths = [after - before for before, after in zip(ends, ends[1:], strict=False)]
    total = 0
    for found in _TEXT_USE.finditer(sheet):
        at = int(found[1])
        total += lengths[at] if at < len(lengths) else 0
        if total > MAX_UNPACKED:
            raise _too_large()


def _first_sheet(archive: zipfile.ZipFile) -> str:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    sheet = next(node for node in book.iter() if node.tag.endswith("}sheet"))
    wanted = sheet.get(_RELATION) or next(v for k, v in sheet.items() if k.endswith("}id"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(link.get("Target", "") for link in links if link.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)


def _check_sheet(sheet: Any, max_rows: int) -> None:
    """Refuse formulas, and cells so far out that a dense table of them would fill the memory."""
    place, formulas = b"", []
    for name, attributes in _tags(sheet):
        found = _PLACE.search(attributes)
        if name == b"f":
            formulas.append(place.decode())
            if len(formulas) >= _FORMULAS_SHOWN:
                break
            continue
        if found is None:
            continue
        place = found[1] + found[2]
        if int(found[2][:9]) > max_rows + 1:
            raise unreadable(
                N_("表格超过 %(rows)s 行。请拆成几个文件，或另存为 CSV。"), rows=max_rows
            )
        if len(found[1]) > 2 or _column_number(found[1]) > MAX_COLUMNS:
            raise unreadable(
                N_("表格的列数超过 %(columns)s。请删去右侧多余的列。"), columns=MAX_COLUMNS
            )
    if formulas:
        raise Unreadable([_formula(place) for place in formulas])


def _formula(place: str) -> Finding:
    digits = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    reason = N_("这一格是公式。请复制后“选择性粘贴为数值”，再上传。")
    return Finding(int(digits or 0), place.removesuffix(digits), "", reason)


def _tags(sheet: Any) -> Iterator[tuple[bytes, bytes]]:
    rest = b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        end = text.rfind(b">") + 1
        for found in _TAG.finditer(text, 0, end):
            yield found[1], found[2]
        rest = text[end:]
        if len(rest) > _CHUNK * 4:  # one shared text may be long, never four megabytes
            raise unreadable(DAMAGED)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    if abs(value) >= 10**EXACT_DIGITS:
        return Inexact(format(value, ".0f"))
    return str(int(value)) if value.is_integer() else repr(value)
