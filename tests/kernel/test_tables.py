"""The one reader behind every import: what it takes and what it refuses, and how it says so."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from portal.kernel import tables
from portal.kernel.tables import Columns, ImportReport, Limits

COLUMNS = Columns(required=("code", "name"), optional=("note",))


def read(data: bytes, limits: Limits | None = None):
    report = ImportReport()
    rows = list(tables.read(data, COLUMNS, report, limits or Limits()))
    return rows, report.findings


def sheet(*rows, **options) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet()
        dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at, values in enumerate(rows):
            for column, value in enumerate(values):
                extra = [dates] if isinstance(value, date) else []
                page.write(at, column, value, *extra)
    return buffer.getvalue()


def test_a_csv_row_comes_with_the_number_a_spreadsheet_shows():
    rows, findings = read("code,name\nA,甲\n\n B ,\u3000乙 \n".encode())
    assert rows == [
        (2, {"code": "A", "name": "甲", "note": ""}),
        (4, {"code": "B", "name": "乙", "note": ""}),
    ]
    assert findings == []


def test_a_byte_order_mark_and_a_line_break_inside_quotes_are_taken():
    rows, findings = read('\ufeffname,code\r\n"甲\n乙",A\r\n丙,C\r\n'.encode())
    assert [(n, r["name"]) for n, r in rows] == [(2, "甲\n乙"), (3, "丙")]
    assert findings == []


def test_an_xlsx_reads_like_the_csv():
    rows, findings = read(sheet(["code", "name", "note"], ["A", "甲", 12.0], ["B", "乙"]))
    assert rows[0] == (2, {"code": "A", "name": "甲", "note": "12"})
    assert rows[1] == (3, {"code": "B", "name": "乙", "note": ""})
    assert findings == []


def test_dates_of_an_xlsx_come_as_iso_text():
    rows, _ = read(sheet(["code", "name"], [datetime(2026, 2, 12), datetime(2026, 2, 12, 9, 30)]))
    assert rows[0][1] == {"code": "2026-02-12", "name": "2026-02-12T09:30:00", "note": ""}


BAD_FILES = {
    "empty": (b"", 1, "空的"),
    "header only blanks": (b",,\n", 1, "空的"),
    "gbk": ("code,name\nA,浙江监管局\n".encode("gbk"), 0, "GBK"),
    "latin-1": (b"code,name\nA,\xff\xe9 \xff\n", 0, "UTF-8"),
    "utf-16": ("code,name\n".encode("utf-16"), 0, "UTF-16"),
    "old xls": (b"\xd0\xcf\x11\xe0" + bytes(600), 0, "XLS"),
    "truncated zip": (b"PK\x03\x04" + bytes(60), 0, "损坏"),
    "open quote": (b'code,name\nA,"never closed\n', 2, "引号"),
    "missing column": (b"code\nA\n", 1, "缺少"),
    "unknown column": (b"code,name,colour\nA,B,C\n", 1, "不认识"),
    "column twice": (b"code,name,name\nA,B,C\n", 1, "重复"),
    "too many cells": (b"code,name\nA,B,C\n", 2, "多于"),
    "nul byte": (b"code,name\nA,B\x00\n", 2, "控制字符"),
    "escape": (b"code,name\nA,\x1b[31m\n", 2, "控制字符"),
    "long cell": (b"code,name\nA," + b"x" * 20_001 + b"\n", 2, "过长"),
    "longer than csv allows": (b"code,name\nA," + b"x" * 200_000 + b"\n", 2, "过长"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused_with_its_row_and_the_way_to_mend_it(case):
    data, row, words = BAD_FILES[case]
    rows, findings = read(data)
    assert rows == []
    assert findings[0].row == row
    assert words in findings[0].text


def test_a_good_row_next_to_a_bad_one_is_still_read_so_that_every_fault_is_found():
    rows, findings = read(b"code,name\nA,B,C\nD,E\nF,G,H\n")
    assert [number for number, _ in rows] == [3]
    assert [finding.row for finding in findings] == [2, 4]


def test_rows_beyond_the_limit_are_refused_in_both_kinds():
    small = Limits(rows=2, sheet_rows=2)
    _, findings = read(b"code,name\n" + b"A,B\n" * 3, small)
    assert "超过 2 行" in findings[0].text
    rows, findings = read(sheet(["code", "name"], *[["A", "B"]] * 3), small)
    assert rows == []
    assert "超过 2 行" in findings[0].text


def test_a_formula_is_refused_with_its_cell():
    rows, findings = read(sheet(["code", "name"], ["A", "=1+1"]))
    assert rows == []
    assert (findings[0].row, findings[0].column) == (2, "B")
    assert "公式" in findings[0].text


def test_an_identity_number_kept_as_a_number_is_refused_because_its_end_is_lost():
    rows, findings = read(sheet(["code", "name"], ["A", 110105194912310021]))
    assert rows == []
    assert findings[0].column == "name"
    assert "失真" in findings[0].text


def test_a_cell_far_away_is_refused_before_a_dense_table_is_built():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write(0, 0, "code")
        page.write(1_048_575, 16_383, "x")
    rows, findings = read(buffer.getvalue())
    assert rows == []
    assert "行" in findings[0].text


def test_an_archive_that_unpacks_too_far_is_refused():
    data = io.BytesIO(sheet(["code", "name"]))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb", bytes(257 * 1024 * 1024))
    rows, findings = read(data.getvalue())
    assert rows == []
    assert "过大" in findings[0].text


def test_one_long_text_shared_by_many_cells_is_refused_before_it_multiplies():
    body = [["x" * 32_000] * 40] * 1000
    data = sheet(["code", "name"], *body)
    rows, findings = read(data)
    assert rows == []
    assert "过大" in findings[0].text


def test_a_document_of_another_kind_in_a_zip_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    rows, findings = read(data.getvalue())
    assert rows == []
    assert "损坏" in findings[0].text


def test_a_report_with_a_fault_says_that_nothing_was_stored():
    report = ImportReport(created=3)
    report.add(5, "name", "x" * 500, tables.N_("太长（%(n)s）"), n=500)
    told = report.as_json()
    assert (told["ok"], told["created"]) == (False, 0)
    assert told["findings"][0]["reason"] == "太长（500）"
    assert len(told["findings"][0]["value"]) < 200
