"""The working-day calendar on screen: what is loaded, what is not, and loading a new year."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from forwarding.models import Complaint
from tests import factories as make
from tests.browsing import Visitor

NEW_YEAR = (
    "date,kind,occasion,document_no\n"
    "2027-01-01,holiday,元旦,国办发明电〔2026〕7号\n"
    "2027-10-01,holiday,国庆节,国办发明电〔2026〕7号\n"
)
PAGE = "/staff/calendar"


@pytest.fixture
def supervisor(app, house, frozen):
    """A supervisor at the end of a year whose successor is not announced."""
    frozen("2026-12-30T09:00+08:00")
    return Visitor(app).enter(house, "supervisor")


def load(visitor, text, act="load"):
    data = {"file": (BytesIO(text.encode()), "2027.csv"), "act": act}
    return visitor.post(f"{PAGE}/arrangements", data, page=PAGE)


def test_a_loaded_year_lists_its_days_and_an_unloaded_one_says_so(supervisor):
    assert "调休上班" in supervisor.get(f"{PAGE}?year=2026").text
    assert "尚未载入" in supervisor.get(f"{PAGE}?year=2027").text


def test_trap_6_a_provisional_due_date_becomes_firm_when_the_year_is_loaded(supervisor, house):
    at = make.DAY.replace(month=12, day=29)
    number = make.receive_complaint(house, at=at).number
    house.commit()
    row = house.scalar(select(Complaint).where(Complaint.number == number))
    assert row.provisional and row.due_on is None
    page = load(supervisor, NEW_YEAR)
    assert number in page.text
    house.expire_all()
    assert (row.provisional, row.due_on) == (False, date(2027, 1, 8))


def test_a_check_loads_nothing(supervisor):
    assert load(supervisor, NEW_YEAR, act="check").status_code == 200
    assert "尚未载入" in supervisor.get(f"{PAGE}?year=2027").text


def test_a_faulty_file_is_refused_by_row_and_column(supervisor):
    page = load(supervisor, NEW_YEAR.replace("2027-10-01", "十月一日"))
    assert page.status_code == 422 and "date" in page.text


def test_a_triage_officer_sees_the_calendar_and_loads_nothing(app, house, frozen):
    frozen("2026-12-30T09:00+08:00")
    visitor = Visitor(app).enter(house, "triage")
    assert visitor.get(PAGE).status_code == 200
    assert load(visitor, NEW_YEAR).status_code == 403


def test_art_33_what_moved_is_shown_with_why_and_found_again(supervisor, app, house):
    number = make.receive_complaint(house, at=make.DAY.replace(month=12, day=29)).number
    house.commit()
    shown = load(supervisor, NEW_YEAR).text
    assert "暂定期限确定下来" in shown and "已通知承办人员" in shown
    listed = supervisor.get(f"{PAGE}/moves").text
    assert number in listed and "2027年1月8日" in listed and "暂定期限确定下来" in listed
    reader = Visitor(app).enter(house, "inspector")
    assert number in reader.get(f"{PAGE}/moves").text
    assert (
        number
        not in Visitor(app).enter(house, "clerk", unit_code="110000").get(f"{PAGE}/moves").text
    )
    assert Visitor(app).enter(house, "admin").get(f"{PAGE}/moves").status_code == 403
    assert Visitor(app).enter(house, "admin").get(PAGE).status_code == 200
