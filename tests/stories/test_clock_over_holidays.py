"""The seven working days over HTTP: a Spring Festival, make-up days, and the last day's evening."""

import pytest

from forwarding.models import Telling
from tests.stories.acts import Officer, forwarding_of, stored
from tests.stories.people import Person
from tests.stories.ways import House, by_clerk

RETURNED = {"back-reason": "not_ours", "back-text": "由杭州分行办理。"}


@pytest.fixture
def officer(house: House, frozen) -> Person:
    """An officer of the bureau, whose session begins anew with each day."""
    frozen("2026-01-05T09:00+08:00")
    return Person(house.app, house.session, "triage", unit_code="330000")


def receive(house: House, frozen, moment: str, officer: Person) -> Officer:
    """Let a clerk take down a complaint at a moment in Shanghai."""
    frozen(f"{moment}+08:00")
    return Officer(officer, by_clerk(house, moment).number)


def ready(case: Officer, house: House) -> None:
    """Do what comes before the forwarding."""
    case.person.come_in()
    case.triage()
    case.classify()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-12", "第 0 日 · 剩 7 个工作日"),
        ("2026-02-13", "第 1 日 · 剩 6 个工作日"),
        ("2026-02-14", "第 2 日 · 剩 5 个工作日"),
        ("2026-02-18", "第 2 日 · 剩 5 个工作日"),
        ("2026-02-27", "第 6 日 · 剩 1 个工作日"),
        ("2026-02-28", "第 7 日 · 今天到期"),
        ("2026-03-01", "已逾期 1 个工作日"),
        ("2026-03-04", "已逾期 3 个工作日"),
    ],
)
def test_art_33_the_clock_across_a_spring_festival(house, frozen, officer, day, words):
    case = receive(house, frozen, "2026-02-12T09:30", officer)
    frozen(f"{day}T10:00+08:00")
    officer.come_in()
    assert case.clock() == words
    assert words in officer.get("/staff/").text


def test_art_33_the_account_says_of_each_day_of_the_festival_why(house, frozen, officer):
    case = receive(house, frozen, "2026-02-12T09:30", officer)
    officer.come_in()
    rows = case.account()
    assert rows[0] == ("2026年2月12日 周四", "0", "不计入：收到当日，从次日起算")
    assert rows[2] == ("2026年2月14日 周六", "2", "计入：调休上班（春节）")
    assert rows[3] == ("2026年2月15日 周日", "—", "不计入：节假日（春节）")
    assert rows[-1] == ("2026年2月28日 周六", "7", "计入：调休上班（春节）")
    assert [row[1] for row in rows[3:12]] == ["—"] * 9
    assert len(rows) == 17


@pytest.mark.parametrize(
    ("moment", "first", "due_on"),
    [
        ("2026-02-14T10:00", "2026年2月14日 周六", "2026-03-03"),
        ("2026-09-20T10:00", "2026年9月20日 周日", "2026-09-30"),
        ("2026-02-17T10:00", "2026年2月17日 周二", "2026-03-03"),
    ],
)
def test_art_33_the_day_of_receipt_is_day_zero_make_up_day_or_holiday(
    house, frozen, officer, moment, first, due_on
):
    case = receive(house, frozen, moment, officer)
    officer.come_in()
    assert case.account()[0] == (first, "0", "不计入：收到当日，从次日起算")
    assert stored(house, case.number).due_on.isoformat() == due_on
    assert case.clock() == "第 0 日 · 剩 7 个工作日"


def test_art_33_a_make_up_sunday_counts_and_the_mid_autumn_festival_does_not(
    house, frozen, officer
):
    case = receive(house, frozen, "2026-09-18T16:00", officer)
    officer.come_in()
    counted = [row[0] for row in case.account() if row[1] not in ("0", "—")]
    assert counted[0] == "2026年9月20日 周日"
    assert counted[-1] == "2026年9月29日 周二"
    assert "2026年9月25日 周五" not in counted and len(counted) == 7


def test_art_33_the_receipt_of_the_call_counts_and_not_the_entry_two_days_later(
    house, frozen, officer
):
    frozen("2026-02-14T09:00+08:00")
    case = Officer(officer, by_clerk(house, "2026-02-12T17:59").number)
    officer.come_in()
    row = stored(house, case.number)
    assert (row.received_on.isoformat(), row.due_on.isoformat()) == ("2026-02-12", "2026-02-28")
    assert case.clock() == "第 2 日 · 剩 5 个工作日"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-02-28T23:59:59", "已按期完成（第 7 日）"),
        ("2026-03-01T00:00:00", "逾期完成（第 7 日）"),
    ],
)
def test_art_43_the_last_day_ends_at_midnight_in_shanghai(house, frozen, officer, moment, words):
    case = receive(house, frozen, "2026-02-12T09:30", officer)
    frozen(f"{moment}+08:00")
    ready(case, house)
    case.forward(house)
    house.deliver()
    assert case.clock() == words


def test_art_33_a_case_forwarded_in_time_and_told_late_is_late(house, frozen, officer):
    case = receive(house, frozen, "2026-02-12T09:30", officer)
    frozen("2026-02-28T17:00+08:00")
    ready(case, house)
    case.forward(house)
    frozen("2026-03-02T09:00+08:00")
    officer.come_in()
    assert case.clock() == "已逾期 1 个工作日"
    house.deliver()
    assert case.clock() == "逾期完成（第 7 日）"


def test_art_21_the_day_of_the_call_counts_though_it_was_noted_later(house, frozen, officer):
    case = receive(house, frozen, "2026-02-12T09:30", officer)
    frozen("2026-02-28T17:00+08:00")
    ready(case, house)
    case.forward(house)
    (telling,) = house.session.query(Telling).all()
    frozen("2026-03-02T09:00+08:00")
    officer.come_in()
    address, prefix = f"/staff/tellings/{telling.id}", f"tell-{telling.id}"
    told = {"means": "phone", "done_at": "2026-02-28T23:30", "proof": "通话录音0228"}
    case.person.do(case.page, address, **{f"{prefix}-{k}": v for k, v in told.items()})
    assert case.clock() == "已按期完成（第 7 日）"
    house.deliver()
    assert not [key for key in house.mailbox() if key.startswith("telling:")]


def test_trap_7_a_case_returned_and_forwarded_again_keeps_its_receipt_and_its_last_day(
    house, frozen, officer
):
    case = receive(house, frozen, "2026-02-12T09:30", officer)
    frozen("2026-02-13T10:00+08:00")
    ready(case, house)
    case.forward(house)
    house.deliver()
    frozen("2026-02-27T10:00+08:00")
    bank = forwarding_of(house, case.number).institution_id
    desk = Person(house.app, house.session, "institution", institution_id=bank)
    place = f"/desk/forwardings/{forwarding_of(house, case.number).id}"
    desk.do(place, f"{place}/return", **RETURNED)
    frozen("2026-02-28T10:00+08:00")
    officer.come_in()
    assert case.clock() == "第 7 日 · 今天到期"
    case.forward(house, "ICBC-HZ")
    house.deliver()
    row = stored(house, case.number)
    assert (row.received_on.isoformat(), row.due_on.isoformat()) == ("2026-02-12", "2026-02-28")
    assert case.clock() == "已按期完成（第 7 日）"
