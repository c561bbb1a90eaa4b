"""Art. 15 on the pages: officers at every state, the complainant online, the institution's view."""

import re

import pytest

from forwarding.commands.receive import issue_code
from forwarding.commands.withdraw import withdraw
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import kept, state_of
from tests.forwarding.test_withdrawal import HERE, NOON, in_state

NOW = "2026-03-04T12:00+08:00"
ASKED = {"requested_at": "2026-03-04T09:00", "reason": "已解决"}


@pytest.mark.parametrize("state", [*HERE, "answered"])
@pytest.mark.parametrize("role", ["clerk", "triage", "supervisor"])
def test_art_15_an_officer_enters_a_withdrawal_at_every_state(desk, house, frozen, state, role):
    number = in_state(house, state).number
    house.commit()
    staff = desk(role)
    answer = staff.act(number, "withdrawal", "withdrawal", **ASKED)
    assert answer.status_code == 303, answer.text
    assert state_of(house, number) == "withdrawn"
    page = staff.open(number)
    assert "已撤回" in page and "投诉人撤回，终止办理" in page
    assert "告知投诉人：已撤回" in page


@pytest.mark.parametrize("role", ["inspector", "statistician"])
def test_art_15_who_may_only_look_enters_none(desk, house, role):
    number = make.forwarded(house).number
    house.commit()
    staff = desk(role)
    answer = staff.act(number, "withdrawal", "withdrawal", version=1, **ASKED)
    assert answer.status_code == 403 and state_of(house, number) == "forwarded"


def test_another_territorys_case_cannot_be_withdrawn(desk, house):
    number = make.forwarded(house).number
    house.commit()
    other = desk(unit="320000")
    answer = other.post(
        f"/staff/complaints/{number}/withdrawal", {"withdrawal-version": 4}, page="/staff/"
    )
    assert answer.status_code == 404 and state_of(house, number) == "forwarded"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"requested_at": "2026-03-05T09:00"}, "不能晚于现在"),
        ({"requested_at": "2026-03-01T09:00"}, "不能早于接收投诉之日"),
        ({"requested_at": "2026-03-03T10:00"}, "今天才登记"),
        ({"requested_at": ""}, "请填写“收到撤回申请的时间”"),
        ({"requested_at": "昨天"}, "日期和时间"),
        ({"reason": "字" * 501}, "最多500个字符"),
    ],
)
def test_a_wrong_withdrawal_says_how_to_mend_it_and_changes_nothing(desk, house, changes, sentence):
    number = make.forwarded(house).number
    house.commit()
    answer = desk().act(number, "withdrawal", "withdrawal", **{**ASKED, **changes})
    assert answer.status_code == 422 and sentence in answer.text
    assert state_of(house, number) == "forwarded"


def test_of_two_officers_withdrawing_at_once_the_second_gets_a_409(desk, house):
    complaint = make.forwarded(house)
    house.commit()
    staff, version = desk(), complaint.version
    assert staff.act(complaint.number, "withdrawal", "withdrawal", version=version, **ASKED)
    again = staff.act(complaint.number, "withdrawal", "withdrawal", version=version, **ASKED)
    assert again.status_code == 409
    assert len(make.tellings_of(house, kept(house, complaint))) == 2


def test_art_15_the_letter_of_the_withdrawal_can_be_taken(desk, house):
    complaint = make.forwarded(house)
    withdraw(house, complaint, requested_at=make.DAY, reason=None, by=SYSTEM, at=make.DAY)
    house.commit()
    telling = make.tellings_of(house, complaint)[-1]
    answer = desk().get(f"/staff/tellings/{telling.id}/letter")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")


@pytest.fixture
def owner(app, house, frozen):
    """The complainant in front of the status page of a forwarded case: (visitor, sent, number)."""
    complaint = make.forwarded(house)
    code = issue_code(house, complaint.id, at=make.DAY)
    house.commit()
    frozen(NOW)
    return Visitor(app), {"number": complaint.number, "code": code}, complaint.number


def ask(owner, **data):
    visitor, sent, _number = owner
    return visitor.post("/status/withdrawal", {**sent, **data}, page="/status")


def test_art_15_the_complainant_withdraws_online_after_confirming(owner, house):
    visitor, sent, number = owner
    progress = visitor.post("/status", sent, page="/status").text
    assert "申请撤回" in progress and sent["code"] in progress
    asked = ask(owner)
    assert asked.status_code == 200 and "确认撤回" in asked.text
    assert state_of(house, number) == "forwarded"
    done = ask(owner, step="confirm", confirmed="y", reason="已解决")
    assert "已撤回，本件终止办理" in done.text and "已于2026年3月4日" in done.text
    assert 'action="/status/withdrawal"' not in done.text
    stored = make.again(house, number)
    assert (stored.state, stored.withdrawal) == ("withdrawn", "已解决")


def test_a_second_click_shows_the_withdrawal_and_repeats_nothing(owner, house):
    number = owner[2]
    for _time in (1, 2):
        answer = ask(owner, step="confirm", confirmed="y")
        assert answer.status_code == 200 and "按您的申请撤回" in answer.text
    tellings = make.tellings_of(house, make.again(house, number))
    assert [row.occasion for row in tellings] == ["forwarded", "withdrawn"]


def test_without_the_confirmation_nothing_is_withdrawn(owner, house):
    answer = ask(owner, step="confirm")
    assert answer.status_code == 422 and "请勾选" in answer.text
    assert state_of(house, owner[2]) == "forwarded"


@pytest.mark.parametrize(
    "wrong", [{"code": "0000-0000-0000-0000"}, {"code": "\x00"}, {"number": "x" * 50}, {"code": ""}]
)
def test_a_wrong_code_withdraws_nothing(owner, house, wrong):
    answer = ask(owner, step="confirm", confirmed="y", **wrong)
    assert answer.status_code == 422 and "请核对编号和查询码" in answer.text
    assert state_of(house, owner[2]) == "forwarded"


def test_a_withdrawal_needs_the_token_and_is_limited_like_the_status_page(owner, house):
    visitor, sent, number = owner
    data = {**sent, "step": "confirm", "confirmed": "y", "csrf_token": "x"}
    assert visitor.client.post("/status/withdrawal", data=data).status_code == 400
    answers = [ask(owner, code="0000-0000-0000-0000").status_code for _n in range(11)]
    assert answers[-1] == 429
    assert state_of(house, number) == "forwarded"


def test_art_15_a_closed_case_offers_no_withdrawal(app, house, frozen):
    complaint = make.closed(house)
    sent = {"number": complaint.number, "code": issue_code(house, complaint.id, at=make.DAY)}
    house.commit()
    frozen(NOW)
    visitor = Visitor(app)
    assert "申请撤回" not in visitor.post("/status", sent, page="/status").text
    data = {**sent, "step": "confirm", "confirmed": "y"}
    answer = visitor.post("/status/withdrawal", data, page="/status")
    assert answer.status_code == 422 and "不能撤回" in answer.text
    assert state_of(house, complaint.number) == "closed"


def test_the_address_alone_leads_to_the_status_page(client):
    assert client.get("/status/withdrawal").location == "/status"


@pytest.fixture
def withdrawn(app, house, frozen):
    """An institution's user in front of a withdrawn case: (visitor, forwarding, address)."""
    bank = make.make_institution(house)
    complaint = make.forwarded(house, bank.id)
    withdraw(house, complaint, requested_at=NOON, reason=None, by=SYSTEM, at=NOON)
    house.commit()
    (row,) = make.forwardings_of(house, complaint)
    frozen(NOW)
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    return visitor, row, f"/desk/forwardings/{row.id}"


def test_art_15_the_institution_reads_that_it_was_withdrawn_and_has_no_act(withdrawn):
    visitor, row, address = withdrawn
    page = visitor.get(address).text
    assert "投诉人已于2026年3月4日撤回" in page
    main = page.split("<main", 1)[1]
    assert re.findall(r'<form[^>]*action="(/desk/forwardings[^"]*)"', main) == []
    assert row.complaint.number in visitor.get("/desk/?queue=withdrawn").text
    assert row.complaint.number not in visitor.get("/desk/").text


@pytest.mark.parametrize("noun", ["receipt", "return", "reveals", "attachments"])
def test_art_15_what_the_institution_still_sends_is_refused(withdrawn, house, noun):
    visitor, row, address = withdrawn
    party = make.again(house, row.complaint.number).parties[0].id
    data = {"version": row.version, "back-version": row.version, "reveal-party": party}
    data |= {"back-reason": "not_ours", "back-text": "不是本行", "reveal-reason": "联系核实"}
    answer = visitor.post(f"{address}/{noun}", data, page=address)
    assert answer.status_code == 422 and "王小明" not in answer.text
