"""Sheets written as their rows come: read back as they were, inert, and never held whole."""

import csv
import io
import tempfile
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from portal.kernel.sheets import write_csv, write_xlsx
from portal.kernel.workbook import inert

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


def opened(rows, **options):
    """Return the sheets of a workbook of these rows, by name, as a spreadsheet reads them."""
    file = io.BytesIO()
    written = write_xlsx(file, "清单", ["一", "二"], iter(rows), **options)
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    return written, {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_every_text_comes_back_as_it_was_written(rows):
    written, sheets = opened(rows)
    assert written == len(rows)
    kept = [[inert(cell).replace("\r\n", "\n") for cell in row] for row in rows]
    found = [[str(c) for c in row] for row in sheets["清单"][1:]]
    found += [["", ""]] * (len(kept) - len(found))
    assert [[c.replace("\r\n", "\n") for c in row] for row in found] == kept


@pytest.mark.parametrize("live", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula_however_the_file_is_passed_on(live):
    _written, sheets = opened([(live, "")])
    assert str(sheets["清单"][1][0]).startswith("'")
    file = io.BytesIO()
    write_csv(file, "", ["一", "二"], [(live, 5)])
    told = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert told == [["一", "二"], [f"'{live}", "5"]]


def test_what_is_too_much_for_one_sheet_goes_on_in_the_next_under_the_same_header():
    written, sheets = opened([(str(n), n) for n in range(7)], rows_of_a_sheet=4)
    assert written == 7 and list(sheets) == ["清单", "清单(2)", "清单(3)"]
    assert all(sheet[0] == ["一", "二"] for sheet in sheets.values())
    assert [row[1] for sheet in sheets.values() for row in sheet[1:]] == list(range(7))


def test_a_sheet_that_is_just_full_has_no_empty_one_after_it():
    _written, sheets = opened([(str(n), n) for n in range(3)], rows_of_a_sheet=4)
    assert list(sheets) == ["清单"]
    assert list(opened([])[1].values()) == [[["一", "二"]]]


def test_what_xml_cannot_hold_does_not_break_the_file():
    _written, sheets = opened([("a\x00\x1f\ufffe_x0041_", "\ud800<&>")])
    assert [str(cell) for cell in sheets["清单"][1]] == ["a\x00\x1f\ufffd_x0041_", "\ufffd<&>"]


def test_ten_times_the_rows_take_the_same_memory():
    peaks = []
    for count in (2_000, 20_000):
        with tempfile.TemporaryFile() as file:
            tracemalloc.start()
            write_xlsx(file, "清单", ["一", "二"], ((f"第{n}行", n) for n in range(count)))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
