"""What is overdue and by whom, on screen; each in the own territory alone."""

from datetime import timedelta

import pytest

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands.escalate import escalate
from forwarding.commands.remind import remind
from portal.kernel import clock, outbox
from tests import factories as make
from tests.forwarding.test_reminders import reviewed

PAGE = "/staff/overdue"
LATE = "2026-05-20T10:00+08:00"


def test_it_shows_officers_institutions_and_reviews(desk, house, frozen):
    review = reviewed(house)
    li = make.make_account(house, "triage", name="李初审").id
    ours = make.receive_complaint(house)
    ours.assigned_to = li
    bank = make.make_institution(house, name="样例慢银行")
    make.told(house, make.forwarded(house, bank.id))
    house.commit()
    frozen(LATE)
    chief = desk("supervisor")
    html = chief.get(PAGE).text
    for shown in ("李初审", ours.number, "已逾期 46 个工作日", "样例慢银行", review, "逾期19日"):
        assert shown in html
    assert 'href="/staff/overdue"' in chief.get("/staff/").text


def test_what_nobody_has_in_hand_leads_to_whoever_may_assign_it(desk, house, frozen):
    make.receive_complaint(house)
    house.commit()
    frozen(LATE)
    html = desk("supervisor").get(PAGE).text
    assert "没有承办人员" in html and 'href="/staff/assignments">安排经办人' in html


def test_nothing_overdue_says_so(desk):
    html = desk("supervisor").get(PAGE).text
    assert "没有逾期" in html and "没有机构逾期" in html and "没有核查逾期" in html


def test_another_territorys_are_not_shown(desk, house, frozen):
    number = make.receive_complaint(house).number
    house.commit()
    frozen((make.DAY + timedelta(days=30)).isoformat())
    other, head = desk("supervisor", "110000"), desk("supervisor", "000000")
    assert number not in other.get(PAGE).text
    assert number in head.get(PAGE).text


@pytest.mark.parametrize("role", ["clerk", "admin", "statistician", "auditor"])
def test_others_do_not_see_it(desk, role):
    assert desk(role).get(PAGE).status_code == 403


def test_the_case_tells_of_its_reminders(desk, house, database, frozen):
    li = make.make_account(house, "triage", login="li@example.cn").id
    complaint = make.receive_complaint(house)
    complaint.assigned_to = li
    number = complaint.number
    house.commit()
    frozen("2026-03-15T08:00+08:00")
    chief = desk("supervisor")
    remind(house, at=clock.now(), before=(), after=(3,))
    escalate(house, at=clock.now(), after=3)
    house.commit()
    outbox.drain(database, clock.now)
    html = chief.open(number)
    assert "催办承办人员" in html and "升级催办" in html and "已逾期3日" in html
