"""Handing over at the screens: out of sight at once, on a list, both clocks day by day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from portal.kernel import outbox
from portal.kernel.notices import MailboxMessage
from tests import elsewhere_factories as going
from tests import factories as make
from tests.forwarding.officers import kept

FIELDS = {"to_unit": "110000", "reason": "网点在北京"}
NOON = make.DAY + timedelta(hours=3)


def test_art_33_the_first_unit_sees_it_no_more_but_on_its_list(desk, house):
    case, staff = make.receive_complaint(house), desk()
    answer = staff.act(case.number, "hand-over", "handing", **FIELDS)
    assert answer.status_code == 303 and answer.location == "/staff/hand-overs"
    page = staff.get("/staff/hand-overs").text
    for shown in (case.number, "北京监管局", "浙江监管局", "网点在北京", "2026年3月12日"):
        assert shown in page
    address = f"/staff/complaints/{case.number}"
    assert f'href="{address}"' not in page
    for path in (address, f"{address}/clock"):
        assert staff.get(path).status_code == 404
    assert case.number not in staff.get("/staff/?queue=all").text
    assert kept(house, case).territory == "110000"


def test_art_33_the_new_unit_finds_both_clocks_day_by_day(desk, house):
    case = make.receive_complaint(house)
    going.handed_over(house, case, at=NOON)
    staff = desk(unit="110000")
    page = staff.open(case.number)
    assert "移交其他监管机构" in page and "由浙江监管局移交北京监管局" in page
    clock = staff.get(f"/staff/complaints/{case.number}/clock").text
    assert "移交以前：浙江监管局" in clock and clock.count('zb-account"') == 2
    assert clock.count("收到当日，从次日起算") == 2
    assert case.number not in staff.get("/staff/hand-overs").text
    assert f"/staff/complaints/{case.number}" in desk(unit="000000").get("/staff/hand-overs").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"to_unit": ""}, "请选择“移交给”"),
        ({"to_unit": "999999"}, "所选的项目不存在"),
        ({"reason": ""}, "请填写“移交理由”"),
        ({"territory": "330106"}, "所选地点不在北京监管局的辖区"),
        ({"territory": "ab"}, "没有这个监管单位或者行政区划"),
        ({"to_unit": "330000"}, "本件已经由该单位办理"),
    ],
)
def test_art_33_a_wrong_hand_over_is_refused_and_the_case_stays(desk, house, fields, sentence):
    case = make.receive_complaint(house)
    answer = desk().act(case.number, "hand-over", "handing", **FIELDS | fields)
    assert answer.status_code == 422 and sentence in answer.text
    assert kept(house, case).unit_code == "330000"


def test_art_33_the_same_form_sent_twice_hands_over_once(desk, house):
    case, boss = make.receive_complaint(house), desk("supervisor", "000000")
    sent = {**FIELDS, "version": case.version}
    assert boss.act(case.number, "hand-over", "handing", **sent).status_code == 303
    assert boss.act(case.number, "hand-over", "handing", **sent).status_code == 409


def test_art_33_a_clerk_hands_nothing_over_and_another_unit_s_case_is_404(desk, house):
    case = make.receive_complaint(house)
    to = f"/staff/complaints/{case.number}/hand-over"
    assert desk("clerk").post(to, page="/account").status_code == 403
    assert desk("triage", "110000").post(to, page="/staff/").status_code == 404


def test_art_6_the_respondent_hints_at_the_competent_unit(desk, house):
    head, branch = make.make_institution(house), make.make_institution(house, territory="110101")
    for card, hint in ((head, "总局"), (branch, "北京监管局")):
        case = make.receive_complaint(house, institution_id=card.id)
        assert "可能属于" in (page := desk().open(case.number)) and hint in page
    local = make.make_institution(house, territory="330106")
    case = make.receive_complaint(house, institution_id=local.id)
    assert "可能属于" not in desk().open(case.number)


def test_art_33_unit_and_complainant_are_told(house, database, app):
    boss = make.make_account(house, "supervisor", unit_code="110000", login="bj@example.cn")
    case = make.receive_complaint(house)
    going.handed_over(house, case, at=NOON)
    house.commit()
    outbox.drain(database, lambda: NOON)
    sent = house.scalars(select(MailboxMessage)).all()
    to_unit = [m for m in sent if m.recipient == "bj@example.cn"]
    assert boss and "浙江监管局移交消费投诉" in to_unit[0].subject
    assert "2026年3月12日" in to_unit[0].body
    assert any(
        "属北京监管局辖区，已于3月3日移交其处理" in m.body and "【浙江监管局】" in m.body
        for m in sent
    )


def test_art_11_the_institution_named_in_a_return_is_offered(desk, house):
    make.make_institution(house, name="中国农业银行", short_name="农业银行", aliases=("农行",))
    case = make.forwarded(house)
    (row,) = make.forwardings_of(house, case)
    make.returned(house, row, text="该卡由中国农业银行发行，请转该行。")
    page = desk().open(case.number)
    assert "退回的机构提到：农业银行" in page
