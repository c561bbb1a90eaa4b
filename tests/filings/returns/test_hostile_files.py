"""Files that are no return, by mistake or on purpose: refused in words, at no cost."""

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from portal.filings.returns.check import check
from portal.filings.returns.marked import marked
from portal.filings.returns.opening import COLUMNS_AT_MOST, FILE_AT_MOST, ROWS_AT_MOST
from tests.filings.returns import drafts

DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
GOOD_HEAD = "投诉编号,收到日,收到方式,地区,业务类别,投诉原因,业务办理渠道\n"


def repacked(tmp_path: Path, change: dict[str, bytes], drop: tuple[str, ...] = ()) -> bytes:
    """Return a right return with parts of its archive replaced, added or dropped."""
    whole = drafts.complaint_data().write(tmp_path / "right.xlsx")
    file = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in change if name not in old.namelist())]:
            if name not in drop:
                new.writestr(name, change.get(name) or old.read(name))
    return file.getvalue()


def sheet(cells: bytes) -> bytes:
    """Return the XML of a sheet."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, cells)


def bomb(tmp_path: Path) -> bytes:
    return repacked(tmp_path, {"xl/media/image1.xml": b"0" * 300_000_000})


def lying_bomb(tmp_path: Path) -> bytes:
    """Return an archive whose directory says that a large part is small."""
    body = bytearray(repacked(tmp_path, {"xl/media/big.xml": b"0" * 3_000_000}))
    at = body.rindex(b"xl/media/big.xml") - 46
    struct.pack_into("<I", body, at + 24, 100)
    return bytes(body)


def macros(tmp_path: Path) -> bytes:
    return repacked(tmp_path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"})


def declared(tmp_path: Path, part: str) -> bytes:
    return repacked(tmp_path, {part: DOCTYPE + sheet(b"")})


def repeated_text(tmp_path: Path) -> bytes:
    """Return one long shared text used so often that the table of it would fill the memory."""
    text = b'<sst xmlns="x"><si><t>' + b"long" * 250_000 + b"</t></si></sst>"
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 999)
    )
    return repacked(
        tmp_path, {"xl/sharedStrings.xml": text, "xl/worksheets/sheet4.xml": sheet(cells)}
    )


def far_out(tmp_path: Path, cell: bytes) -> bytes:
    return repacked(
        tmp_path, {"xl/worksheets/sheet4.xml": sheet(b'<row><c r="%s"><v>1</v></c></row>' % cell)}
    )


def encrypted(_: Path) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"EncryptedPackage"


def half(tmp_path: Path) -> bytes:
    whole = repacked(tmp_path, {})
    return whole[: len(whole) // 2]


def wide_part(tmp_path: Path) -> bytes:
    """Return a sheet written in UTF-16, in which no formula could be found by its bytes."""
    text = sheet(b'<row r="1"><c r="A1"><f>1+1</f></c></row>').decode().encode("utf-16")
    return repacked(tmp_path, {"xl/worksheets/sheet4.xml": text})


CASES = {
    "empty": (lambda _: b"", "file_empty"),
    "zip bomb": (bomb, "file_unpacks_too_large"),
    "zip bomb that lies": (lying_bomb, "file_damaged"),
    "macros": (macros, "file_macros"),
    "macros by type": (
        lambda t: repacked(t, {"[Content_Types].xml": b"<Types>sheet.macroEnabled.main</Types>"}),
        "file_macros",
    ),
    "billion laughs in the book": (lambda t: declared(t, "xl/workbook.xml"), "file_entities"),
    "billion laughs in a sheet": (
        lambda t: declared(t, "xl/worksheets/sheet4.xml"),
        "file_entities",
    ),
    "billion laughs in the texts": (lambda t: declared(t, "xl/sharedStrings.xml"), "file_entities"),
    "one text a thousand times": (repeated_text, "file_unpacks_too_large"),
    "a row far out": (lambda t: far_out(t, b"A1048576"), "file_too_many_rows"),
    "a column far out": (lambda t: far_out(t, b"XFD1"), "file_too_many_columns"),
    "a column just out": (lambda t: far_out(t, b"U1"), "file_too_many_columns"),
    "an old or encrypted workbook": (encrypted, "file_old_or_encrypted"),
    "half a file": (half, "file_damaged"),
    "a sheet in UTF-16": (wide_part, "file_damaged"),
    "an archive of something else": (
        lambda t: repacked(t, {}, drop=("xl/workbook.xml",)),
        "file_damaged",
    ),
    "a book without its sheet": (
        lambda t: repacked(t, {}, drop=("xl/worksheets/sheet4.xml",)),
        "file_damaged",
    ),
    "a PDF": (lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file_not_a_table"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file_not_a_table"),
    "a page": (lambda _: b"<html><table><tr><td>1</td></tr></table></html>", "file_not_a_table"),
    "a programme": (lambda _: b"MZ\x90\0\x03\0\0\0", "file_not_a_table"),
    "GBK": (lambda _: (GOOD_HEAD + "TS-1,2026-01-05,电话\n").encode("gbk"), "file_gbk"),
    "UTF-16": (lambda _: GOOD_HEAD.encode("utf-16"), "file_utf16"),
    "neither": (lambda _: GOOD_HEAD.encode() + b"\xff\xff\xff\n", "file_not_utf8"),
    "an open quotation mark": (
        lambda _: (GOOD_HEAD + '"TS-1,2026-01-05').encode(),
        "file_broken_quotes",
    ),
    "a line without end": (
        lambda _: GOOD_HEAD.encode() + b"," * 5_000_000,
        "file_broken_quotes",
    ),
    "too many rows": (
        lambda _: GOOD_HEAD.encode() + b"x\n" * (ROWS_AT_MOST + 5),
        "file_too_many_rows",
    ),
    "a table of something else": (lambda _: b"a,b\n1,2\n", "unknown_form"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_refused_in_words_and_marked_as_a_list(name, tmp_path):
    make, rule = CASES[name]
    path = tmp_path / "return.xlsx"
    path.write_bytes(make(tmp_path))
    verdict = check(path)
    assert [finding.rule for finding in verdict.findings] == [rule]
    assert not verdict.ok and verdict.totals == {}
    assert marked(path, verdict).startswith(b"PK")


def test_two_gigabytes_are_refused_without_being_read_into_memory(tmp_path):
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True
    )
    rule, megabytes = done.stdout.split()
    assert (rule, float(megabytes) < 150) == ("file_too_large", True)
    assert path.stat().st_size > FILE_AT_MOST


_MEASURED = """
import re, sys
from pathlib import Path
from portal.filings.returns.check import check
print(check(Path(sys.argv[1])).findings[0].rule, end=" ")
print(int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def test_a_dense_sheet_within_the_bounds_stays_within_the_memory(tmp_path):
    path = tmp_path / "dense.xlsx"
    path.write_bytes(far_out(tmp_path, b"T200001"))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True
    )
    assert float(done.stdout.split()[1]) < 300 and COLUMNS_AT_MOST == 20


def test_a_file_that_is_gone_is_said_to_be_unreadable(tmp_path):
    assert [f.rule for f in check(tmp_path / "none.xlsx").findings] == ["file_unreadable"]


def test_a_formula_in_a_csv_is_found_as_one(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(GOOD_HEAD + "=1+1,2026-01-05,phone,330100,B01,C01,app\n", encoding="utf-8")
    found = check(path, expected=drafts.reference(forwarded=(), previous=None))
    assert [(f.rule, f.cell) for f in found.errors] == [("formula", "A2")]


def test_a_template_sealed_by_another_is_not_taken(tmp_path):
    path = drafts.full().write(tmp_path / "r.xlsx")
    found = check(path, seal=lambda text: "another")
    assert [f.rule for f in found.findings] == ["reference_not_sealed"]


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"institution_code": "ZJ-RCB-02"}, "another_institution"),
        ({"period": "2025H2"}, "another_period"),
        ({"layout": "metrics"}, "another_form"),
    ],
)
def test_the_template_of_another_filing_is_not_taken(tmp_path, other, rule):
    path = drafts.full().write(tmp_path / "r.xlsx")
    found = check(path, expected=drafts.reference(**other))
    assert [f.rule for f in found.findings] == [rule]


def test_any_workbook_that_is_no_template_says_so(tmp_path):
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Sheet1").write(0, 0, 1)
    assert [f.rule for f in check(path).findings] == ["reference_missing"]
