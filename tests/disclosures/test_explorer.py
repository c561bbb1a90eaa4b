"""The explorer: what it shows of the cube, what it refuses, and the files it gives."""

import csv
import io
import json

import pyarrow.parquet as parquet
import pytest
from python_calamine import CalamineWorkbook

from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import Visitor
from tests.disclosures.public_stock import deliver, disclosed


@pytest.fixture
def house(session, frozen):
    frozen("2026-07-06T10:00+08:00")
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def reader(app, house):
    return Visitor(app)


@pytest.fixture
def cube(house, database):
    """Four banks with 9, 7, 6 and 2 complaints: the last two are not shown."""
    disclosed(house, 9, 7, 6, 2)
    deliver(database)


def test_before_anything_is_disclosed_the_explorer_says_so(reader):
    answer = reader.get("/explorer")
    assert answer.status_code == 200 and "还没有公布过季度数据" in answer.text
    assert reader.get("/explorer/cells.csv").status_code == 404


def test_art_37_the_explorer_shows_what_is_published_and_how_much_is_not(reader, cube):
    html = reader.get("/explorer").text
    assert "24" in html and "第0银行" in html and "第1银行" in html
    assert "第2银行" not in html and "第3银行" not in html
    assert "其余未单列：8件" in html


def test_a_filter_narrows_and_stands_in_the_address(reader, cube):
    html = reader.get("/explorer?entity=BANK0&by=cause").text
    assert ">9</strong>" in html and "按投诉原因排列" in html
    assert "entity=BANK0" in html.split('id="found"')[1]


def test_more_than_three_features_are_refused_with_the_reason(reader, cube):
    wanted = "entity=BANK0&channel=web&territory=330000&business=B0402&cause=C07"
    html = reader.get("/explorer").text
    known = [part for part in wanted.split("&") if f'value="{part.split("=")[1]}"' in html]
    assert len(known) > 3
    answer = reader.get("/explorer?" + "&".join(known))
    assert answer.status_code == 422 and "最多同时限定三项" in answer.text


def test_odd_addresses_are_answered_with_the_whole_and_never_break(reader, cube):
    for query in ("sector=x", "first=9999Q9&last=%00", "entity=%27%3B--", "by=month", "by=nothing"):
        answer = reader.get(f"/explorer?{query}")
        assert answer.status_code == 200 and "24" in answer.text, query


def test_every_published_cell_comes_in_each_of_four_forms(reader, cube, tmp_path):
    files = {}
    for ending in ("csv", "jsonl", "xlsx", "parquet"):
        answer = reader.get(f"/explorer/cells.{ending}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        files[ending] = answer.data
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode())))
    lines = [json.loads(line) for line in files["jsonl"].decode().splitlines()]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0)
    table = parquet.read_table(io.BytesIO(files["parquet"])).to_pylist()
    assert lines == table
    assert [{k: str(v) if v is not None else "" for k, v in row.items()} for row in lines] == rows
    cells = [dict(zip(sheet.to_python()[0], row, strict=True)) for row in sheet.to_python()[1:]]
    assert [int(row["count"]) for row in cells] == [row["count"] for row in lines]
    assert min(row["count"] for row in lines) >= 5
    assert {"BANK0", "BANK1", None} == {row["institution"] for row in lines}


def test_a_file_known_already_is_not_sent_again(reader, cube):
    first = reader.get("/explorer/cells.csv?entity=BANK0")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    known = {"If-None-Match": first.headers["ETag"]}
    again = reader.get("/explorer/cells.csv?entity=BANK0", headers=known)
    other = reader.get("/explorer/cells.csv?entity=BANK1", headers=known)
    assert (again.status_code, again.data, other.status_code) == (304, b"", 200)
    page = reader.get("/explorer")
    assert reader.get("/explorer", headers={"If-None-Match": page.headers["ETag"]}).data == b""
