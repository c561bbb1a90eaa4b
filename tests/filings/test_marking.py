"""The marked copy of a large return: made by the worker, once, for who asked."""

import io
from datetime import timedelta

import pytest
import python_calamine

from portal.filings.commands import marking
from portal.filings.views import return_parts
from portal.kernel import audit, clock, outbox
from tests.browsing import Visitor
from tests.filings.test_returns_flow import (
    ROW,
    begun,
    checked,
    csv_of,
    desk,
    handed_in,
    officer,
)

__all__ = ["begun", "checked", "desk", "officer"]


@pytest.fixture
def large(desk, begun, checked, monkeypatch):
    """Hand in a return with a fault that counts as large; returns its address."""
    monkeypatch.setattr(return_parts, "AT_ONCE", 0)
    address = begun()
    wrong = csv_of(desk, address, (*ROW, "upheld", "", ""), (*ROW, "nothing", "", ""))
    handed_in(desk, address, wrong, "明细.csv")
    assert "制作标注了问题的表格" in checked(desk, address)
    return address


def ask(visitor, address):
    return visitor.post(f"{address}/marking", page=address).headers["Location"]


def test_a_large_copy_is_made_by_the_worker_once_for_two_clicks(desk, house, large, database):
    assert desk.get(f"{large}/marked.xlsx").status_code == 404
    there = ask(desk, large)
    assert ask(desk, large) == there
    assert "正在制作" in desk.get(there).text and desk.get(f"{there}/file").status_code == 404
    outbox.drain(database, clock.now)
    assert "下载文件" in desk.get(there).text
    file = desk.get(f"{there}/file")
    assert len(python_calamine.load_workbook(io.BytesIO(file.data)).sheet_names) > 1
    trail = audit.history(house, "filing", large.rsplit("/", 1)[1])
    assert [each.act for each in trail].count("filing.hand_out") == 1


def test_a_copy_is_its_askers_alone_and_kept_for_a_time(
    app, house, bank, desk, large, database, monkeypatch
):
    there = ask(desk, large)
    outbox.drain(database, clock.now)
    other = Visitor(app).enter(house, "institution", institution_id=bank.id)
    assert other.get(there).status_code == other.get(f"{there}/file").status_code == 404
    monkeypatch.setattr(marking, "KEPT_FOR", timedelta())
    assert "已过保留期" in desk.get(there).text
    assert desk.get(f"{there}/file").status_code == 404
    assert ask(desk, large) != there


def test_no_copy_is_made_of_a_file_that_was_replaced(desk, large, database):
    there = ask(desk, large)
    handed_in(desk, large, csv_of(desk, large, (*ROW, "upheld", "", "")), "明细.csv")
    outbox.drain(database, clock.now)
    assert "没有制作" in desk.get(there).text
