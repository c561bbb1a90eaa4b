"""The filing calendar month by month, for calendar programmes, and as files."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.accounts import commands as accounts
from portal.filings.commands.requirements import Terms, require
from portal.filings.models import CalendarLink, Obligation
from portal.filings.queries.months import due_between
from portal.filings.rules.feed import Entry, feed
from portal.filings.rules.months import month, month_of
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor

HALF_YEAR = {
    "title": "投诉处理情况报告",
    "kind": "other",
    "article": "35",
    "frequency": "half_yearly",
    "days_of_year": ("01-30", "07-30"),
    "valid_from": date(2026, 1, 1),
    "level": "",
}
JULY = date(2026, 7, 1), date(2026, 7, 31)


@pytest.fixture
def asked(house, bank, head, frozen):
    """A half-year's report is due from the bank by 30 July 2026; it is the 20th."""
    frozen("2026-07-20T10:00+08:00")
    row = require(house, Terms(**HALF_YEAR), by=head, at=make.DAY)
    house.commit()
    return row


@pytest.fixture
def desk(app, house, bank, asked):
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


@pytest.fixture
def staff(app, house, asked):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "1999-12", "2026-1", "x", "2026-11-01", ""])
def test_what_is_no_month_is_none(text):
    assert month(text) is None


def test_a_month_is_shown_in_whole_weeks_from_monday():
    shown = month("2026-02")
    assert (shown.before, shown.after, shown.last) == ("2026-01", "2026-03", date(2026, 2, 28))
    assert shown.weeks[0][0] == date(2026, 1, 26)
    assert all(len(week) == 7 for week in shown.weeks)
    assert month_of(date(2026, 12, 31)).after == "2027-01"


def test_duties_of_one_requirement_and_day_are_counted_together(house, bank, head, asked):
    make.make_institution(house, territory="330106")
    house.commit()
    (due,) = due_between(house, head, *JULY)
    duty = house.scalar(select(Obligation.id).where(Obligation.period == "2026H1"))
    assert (due.day, due.total, due.unmet, due.duty_id) == (date(2026, 7, 30), 1, 1, duty)
    states = {"to_come": (6, 1), "open": (7, 30), "overdue": (7, 31)}
    assert all(due.state(date(2026, *day)) == state for state, day in states.items())
    assert due_between(house, make.make_officer(house, "supervisor", "110000"), *JULY) == []


def test_the_month_shows_what_falls_due_and_leads_to_it(desk, house):
    page = desk.get("/desk/filings/months").text
    duty = house.scalar(select(Obligation.id).where(Obligation.period == "2026H1"))
    assert "投诉处理情况报告" in page and f"/desk/filings/duties/{duty}" in page
    assert 'aria-current="date"' in page and "/desk/filings/months/2026-08" in page
    empty = desk.get("/desk/filings/months/2026-08").text
    assert "没有到期的报送事项" in empty and "下一个截止日：2026年7月30日" in empty
    assert desk.get("/desk/filings/months/2026-8").status_code == 404


def test_an_overdue_month_says_so_on_both_sides(app, house, bank, asked, frozen):
    frozen("2026-08-02T10:00+08:00")
    desk = Visitor(app).enter(house, "institution", institution_id=bank.id)
    staff = Visitor(app).enter(house, "statistician", unit_code="330000")
    for visitor, side in ((desk, "desk"), (staff, "staff")):
        assert "本月有1项逾期未报" in visitor.get(f"/{side}/filings/months/2026-07").text


def made(visitor, address="/desk/filings/link", **fields):
    page = visitor.post(address, fields, page=address)
    found = re.search(r"/calendars/[\w-]+\.ics", page.text)
    return found.group(0) if found else None


def test_a_link_gives_the_calendar_to_a_programme_that_is_not_signed_in(desk, house, client):
    link = made(desk)
    answer = client.get(link)
    assert answer.content_type == "text/calendar; charset=utf-8"
    text = answer.text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260730" in text and "SUMMARY:投诉处理情况报告" in text
    assert link not in desk.get("/desk/filings/link").text
    stored = house.scalars(select(CalendarLink)).one()
    assert link.split("/")[-1].removesuffix(".ics").encode() not in stored.hash
    assert audit.history(house, "account", stored.account_id)[-1].act == "make_calendar_link"


def test_a_renewed_or_ended_link_opens_nothing_more(desk, client):
    first, second = made(desk), made(desk)
    assert [client.get(each).status_code for each in (first, second)] == [404, 200]
    assert made(desk, end="1") is None
    assert client.get(second).status_code == 404


def test_a_wrong_link_and_one_of_an_account_that_is_off_are_not_found(desk, house, client):
    assert client.get("/calendars/nobody.ics").status_code == 404
    link = made(desk)
    account = house.scalars(select(CalendarLink.account_id)).one()
    accounts.switch_off(house, account, by=SYSTEM, at=datetime.now(UTC))
    house.commit()
    assert client.get(link).status_code == 404


def test_a_link_shows_each_reader_their_own_institutions_only(desk, app, house, client):
    other = make.make_institution(house, territory="110000")
    house.commit()
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    assert "投诉处理" not in client.get(made(stranger)).text


def test_the_officers_link_counts_the_institutions(staff, client):
    text = client.get(made(staff, "/staff/filings/link")).text
    assert "BEGIN:VEVENT" in text and "/staff/filings/months/2026-07" in text


def test_lines_of_a_feed_are_folded_at_75_octets_and_marks_escaped():
    entry = Entry("1@x", date(2026, 7, 30), "报" * 60, "甲;乙,丙\n丁", "http://x/", remind=True)
    text = feed("报送日历", [entry], datetime(2026, 7, 1, tzinfo=UTC))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "甲\\;乙\\,丙\\n丁" in whole and f"SUMMARY:{'报' * 60}" in whole
    assert "TRIGGER:-P3D" in whole


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_matrix_is_handed_out_whole_and_logged(staff, house, bank, kind):
    answer = staff.get(f"/staff/filings/matrix.{kind}")
    body = answer.data
    if kind == "xlsx":
        archive = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(archive.read(name) for name in archive.namelist())
    text = body.decode("utf-8-sig", "replace")
    assert bank.code in text and "待报送 2026H1 2026-07-30" in text.replace(
        "2026年上半年", "2026H1"
    )
    house.rollback()
    line = audit.history(house, "register", "filings")[-1]
    assert (line.act, line.facts) == ("filings_matrix_export", {"kind": kind, "rows": 1})
