"""One complaint's whole way over HTTP, for each of the four ways in, across a Spring Festival."""

import pytest
from sqlalchemy import func, select

from forwarding.models import Complaint, Telling
from portal.kernel import audit
from tests.stories.acts import Officer, forwarding_of, report, status, stored
from tests.stories.pages import text_of
from tests.stories.people import Person
from tests.stories.ways import BANK, ID_NO, NAME, PHONE, WAYS, Filed, House

RECEIVED = "2026-02-12T09:30+08:00"  # a Thursday; the Spring Festival begins on Sunday
LAST_DAY = "2026-02-28T17:00+08:00"  # a make-up Saturday, the seventh working day


@pytest.fixture(params=WAYS)
def filed(request, house: House, frozen) -> Filed:
    """The complaint, received on a Thursday before the Spring Festival by one of the ways."""
    frozen(RECEIVED)
    return WAYS[request.param](house, RECEIVED.removesuffix("+08:00"))


def forward_on_the_last_day(house: House, filed: Filed, frozen) -> Person:
    """Triage, classify and name the institution on their days, and forward on the seventh."""
    frozen("2026-02-13T10:00+08:00")
    person = Person(house.app, house.session, "triage", unit_code="330000", name="陈初审")
    officer = Officer(person, filed.number)
    officer.triage()
    frozen("2026-02-14T10:00+08:00")
    person.come_in()
    officer.classify()
    officer.name_institution(house)
    frozen(LAST_DAY)
    person.come_in()
    officer.forward(house)
    house.deliver()
    assert officer.clock() == "已按期完成（第 7 日）"
    return person


def handle(house: House, filed: Filed, frozen) -> None:
    """Sign for the case on one day and report on another, as the bank does."""
    forwarding = forwarding_of(house, filed.number)
    frozen("2026-03-02T09:00+08:00")
    desk = Person(house.app, house.session, "institution", institution_id=forwarding.institution_id)
    page = f"/desk/forwardings/{forwarding.id}"
    assert filed.number in desk.get("/desk/").text
    desk.do(page, f"{page}/receipt")
    frozen("2026-03-10T15:00+08:00")
    desk.come_in()
    report(desk, forwarding.id)


def test_a_complaint_is_received_forwarded_told_answered_and_closed(house, filed, frozen):
    person = forward_on_the_last_day(house, filed, frozen)
    handle(house, filed, frozen)
    frozen("2026-03-11T09:00+08:00")
    Officer(person.come_in(), filed.number).accept(forwarding_of(house, filed.number).id)
    house.deliver()
    row = stored(house, filed.number)
    assert (row.state, row.due_on.isoformat()) == ("closed", "2026-02-28")
    assert row.clock_stopped_at == max(row.forwarded_at, row.told_at)
    said = text_of(status(house, filed))
    for words in (
        "已接收您的投诉",
        "已转送被投诉机构",
        "已告知您办理情况",
        "工商银行已签收，正在办理",
        "工商银行已报告处理情况，正在审核",
        "已办结",
    ):
        assert words in said
    assert row.state not in said and "forwarding." not in said
    assert audit.verify(house.session).sound


def test_the_complainant_is_told_once_of_each_and_the_institutions_notice_names_nobody(
    house, filed, frozen
):
    forward_on_the_last_day(house, filed, frozen)
    house.deliver()
    messages = house.mailbox()
    told = [row for key, row in messages.items() if key.startswith("telling:")]
    assert [(row.kind, row.recipient) for row in told] == [("sms", PHONE)]
    assert filed.number in told[0].body and "2月28日" in told[0].body
    (notice,) = [row for key, row in messages.items() if key.startswith("forwarding.sent")]
    assert (notice.kind, notice.recipient) == ("email", "complaints@icbc.example")
    for personal in (NAME, NAME[:2], ID_NO, PHONE, "年费", filed.code):
        assert personal not in notice.subject + notice.body
    assert filed.number in notice.body
    count = house.session.scalar(select(func.count()).select_from(Telling))
    assert count == 1 and house.session.scalar(select(func.count()).select_from(Complaint)) == 1
    assert BANK in notice.body
