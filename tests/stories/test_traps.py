"""Traps of the Measures as they would show on the pages: what must never be said or done."""

import re

from tests.guards.sources import PRODUCT, files, name
from tests.stories.acts import Officer, status, stored
from tests.stories.pages import text_of
from tests.stories.people import Person
from tests.stories.ways import House, by_form

_REPEALED = re.compile(r"(?<!\d)(15|60|十五|六十)\s*个?\s*(工作日|working days)")


def test_trap_1_the_working_days_of_the_repealed_notice_stand_nowhere():
    texts = (*files(*PRODUCT), *files("templates", "portal/locales", ending=""))
    said = {name(path) for path in texts if _REPEALED.search(path.read_text("utf-8"))}
    assert said == set()


def test_trap_6_a_case_beyond_the_announced_calendar_is_provisional_on_every_page(
    house: House, frozen
):
    frozen("2026-12-30T10:00+08:00")
    filed = by_form(house, "2026-12-30T10:00")
    row = stored(house, filed.number)
    assert (row.due_on, row.provisional) == (None, True)
    officer = Person(house.app, house.session, "triage", unit_code="330000")
    for page in ("/staff/", f"/staff/complaints/{filed.number}"):
        assert "暂定" in text_of(officer.get(page).text)
    account = text_of(officer.get(f"/staff/complaints/{filed.number}/clock").text)
    assert "暂定" in account and "2027年1月8日" not in account
    shown = text_of(status(house, filed))
    assert "将在接收之日起7个工作日内转送机构" in shown
    assert "不早于 2027年1月6日（暂定）" in shown and "最后期限以安排载入后的计算为准" in shown


def test_trap_6_a_provisional_case_is_forwarded_and_closed_like_any_other(house: House, frozen):
    frozen("2026-12-30T10:00+08:00")
    filed = by_form(house, "2026-12-30T10:00")
    frozen("2027-01-04T10:00+08:00")
    person = Person(house.app, house.session, "triage", unit_code="330000")
    case = Officer(person, filed.number)
    case.triage()
    case.classify()
    case.forward(house)
    house.deliver()
    row = stored(house, filed.number)
    assert (row.state, row.provisional, row.due_on) == ("forwarded", True, None)
    assert row.clock_stopped_at is not None
    page = text_of(person.get(case.page).text)
    assert page.count("不早于 2027年1月6日（暂定）") == 2, "the case's own and that of the telling"
    assert "应在何日前 不早于" in page
    assert "不早于 2027年1月6日（暂定）" in text_of(status(house, filed))


def test_art_22_what_the_complainant_reads_names_neither_officer_nor_complainant(
    house: House, frozen
):
    frozen("2026-02-12T09:30+08:00")
    filed = by_form(house, "2026-02-12T09:30")
    person = Person(house.app, house.session, "triage", unit_code="330000", name="陈初审")
    case = Officer(person, filed.number)
    case.triage()
    case.classify()
    case.forward(house)
    house.deliver()
    said = status(house, filed)
    for hidden in ("陈初审", "王小明", "13812341234", "11010519491231002X", "triage"):
        assert hidden not in said
