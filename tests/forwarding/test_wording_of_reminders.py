"""Reminders from a unit's wordings: of one institution and of many, each with its own values."""

import pytest
from sqlalchemy import select

from forwarding.commands.remind_by_hand import remind_by_hand
from forwarding.models import Reminder
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.test_bulk_duties import REMIND, confirm
from tests.forwarding.test_wording import keep

BODY = "请{机构}于{期限}前就{编号}报告。\n{单位}，{今日}"


@pytest.fixture
def bank(house):
    """An institution that owes its report."""
    return make.make_institution(house, name="样例慢银行")


@pytest.fixture
def urging(house):
    """The unit's wording of a reminder."""
    return keep(house, name="例行催办", purpose="reminder", body=BODY)


def owing(session, bank):
    """Return a complaint whose institution owes its report, and that forwarding."""
    complaint = make.forwarded(session, bank.id)
    [row] = make.forwardings_of(session, complaint)
    session.commit()
    return complaint, row


def said(complaint):
    """Return what the wording says of a complaint forwarded on 3 March, written on 4 March."""
    first = f"请样例慢银行于2026年3月18日前就{complaint.number}报告。"
    return f"{first}\n浙江监管局，2026年3月4日"


def written(session):
    session.rollback()
    return [row.text for row in session.scalars(select(Reminder).order_by(Reminder.id))]


def fill(staff, complaint, row, wording):
    """Press the button that fills the reminder of one institution in from a wording."""
    to, page = f"/staff/forwardings/{row.id}/reminders", f"/staff/complaints/{complaint.number}"
    return staff.post(to, {"wording": wording, "fill": "yes"}, page=page)


def test_the_reminder_of_one_institution_is_filled_in_and_leaves_as_it_is_read(
    app, desk, house, bank, urging
):
    (complaint, row), staff = owing(house, bank), desk()
    assert "例行催办" in staff.open(complaint.number, act=f"remind-{row.id}")
    answer = fill(staff, complaint, row, urging.id)
    assert answer.status_code == 200 and said(complaint) in answer.text
    assert written(house) == []
    page, to = f"/staff/complaints/{complaint.number}", f"/staff/forwardings/{row.id}/reminders"
    sent = staff.send(page, to, f"remind-{row.id}", text=said(complaint))
    assert sent.status_code == 303 and written(house) == [said(complaint)]
    other = Visitor(app).enter(house, "institution", institution_id=bank.id)
    assert "2026年3月18日前就" in other.get(f"/desk/forwardings/{row.id}").text


@pytest.mark.parametrize("given", [{"active": False}, {"unit_code": "110000"}])
def test_what_is_out_of_use_or_another_unit_s_is_neither_offered_nor_taken(
    desk, house, bank, given
):
    row = keep(house, name="别的", purpose="reminder", body=BODY, **given)
    (complaint, sent), staff = owing(house, bank), desk()
    pages = [staff.open(complaint.number, act="all"), fill(staff, complaint, sent, row.id).text]
    pages.append(staff.get(REMIND, query_string={"number": complaint.number}).text)
    assert all("别的" not in page and "前就" not in page for page in pages)


def test_many_are_reminded_with_one_wording_each_in_its_own_words(desk, house, bank, urging):
    (one, first), (two, second) = owing(house, bank), owing(house, bank)
    staff = desk()
    page = confirm(staff, REMIND, [first, second], text="", wording=urging.id, fill="yes")
    assert page.status_code == 200 and "请{机构}于{期限}前" in page.text
    assert "第一件将这样写" in page.text and said(one) in page.text
    assert page.text.count('name="target"') == 2 and written(house) == []
    assert "办成 2 件" in confirm(staff, REMIND, [first, second], text=BODY).text
    assert written(house) == [said(one), said(two)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("请报告{姓名}", "没有“姓名”这个字段。这类模板可以使用的字段：{编号}"),
        ("于{转送日}转送", "没有“转送日”这个字段"),
        ("请{机构报告", "大括号没有成对"),
        ("", "催办内容"),
        ("长" * 2001, "催办内容"),
    ],
)
def test_a_field_that_a_reminder_does_not_have_is_refused_before_anybody_is_reminded(
    desk, house, bank, text, sentence
):
    (complaint, row), staff = owing(house, bank), desk()
    many = confirm(staff, REMIND, [row], text=text)
    assert many.status_code == 422 and sentence in many.text
    page, to = f"/staff/complaints/{complaint.number}", f"/staff/forwardings/{row.id}/reminders"
    one = staff.send(page, to, f"remind-{row.id}", text=text)
    assert one.status_code == 422 and sentence in one.text
    assert written(house) == []


def test_the_command_fills_fields_in_and_refuses_unknown_ones(house, bank):
    complaint, row = owing(house, bank)
    with pytest.raises(Breach, match="wording_unknown_field"):
        remind_by_hand(house, row, "{电话}", by=SYSTEM, at=make.DAY)
    remind_by_hand(house, row, "{编号}：{期限}", by=SYSTEM, at=make.DAY)
    house.commit()
    assert written(house) == [f"{complaint.number}：2026年3月18日"]


@pytest.mark.parametrize("wording", ["", "0", "x", "9" * 30, "²"])
def test_a_wording_that_is_none_leaves_what_was_written(desk, house, bank, wording):
    (_complaint, row), staff = owing(house, bank), desk()
    page = confirm(staff, REMIND, [row], text="手写的话", wording=wording, fill="yes")
    assert page.status_code == 200 and "手写的话" in page.text and written(house) == []


def test_another_territory_s_institution_is_not_filled_in_for(desk, house, bank):
    complaint, row = owing(house, bank)
    far = keep(house, "110000", name="京", purpose="reminder", body=BODY)
    staff = desk(unit="110000")
    to = f"/staff/forwardings/{row.id}/reminders"
    assert staff.post(to, {"wording": far.id, "fill": "yes"}, page="/staff/").status_code == 404
    page = confirm(staff, REMIND, [row], text="", wording=far.id, fill="yes").text
    assert complaint.number not in page.split("<main")[1] and "样例慢银行" not in page
