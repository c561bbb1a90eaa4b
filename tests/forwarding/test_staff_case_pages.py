"""The case page and the clock's account: what they show, to whom, and what stays masked."""

from datetime import timedelta

import pytest

from portal.kernel import audit
from tests import factories as make
from tests.factories import DAY


def test_the_case_shows_claim_facts_clock_and_people_masked(desk, house):
    number = make.receive_complaint(house).number
    page = desk().open(number)
    assert "要求退还多收的年费。" in page and "客服不肯退" in page
    assert "第 1 日 · 剩 6 个工作日" in page and "2026年3月12日" in page
    assert "王**" in page and "138****1234" in page and "110***********002X" in page
    for secret in ("王小明", "13812341234", "11010519491231002X"):
        assert secret not in page


@pytest.mark.parametrize("role", ["clerk", "triage", "supervisor", "inspector", "statistician"])
def test_case_staff_of_the_territory_see_the_case(desk, house, role):
    number = make.receive_complaint(house).number
    house.commit()
    assert desk(role).get(f"/staff/complaints/{number}").status_code == 200


@pytest.mark.parametrize("role", ["admin", "auditor"])
@pytest.mark.parametrize("path", ["/staff/", "/staff/complaints/{}", "/staff/complaints/{}/clock"])
def test_administrators_and_auditors_see_no_case(desk, house, role, path):
    number = make.receive_complaint(house).number
    house.commit()
    assert desk(role).get(path.format(number)).status_code == 403


@pytest.mark.parametrize("path", ["", "/clock"])
def test_another_territory_s_case_is_not_there(desk, house, path):
    number = make.receive_complaint(house, territory="110101").number
    house.commit()
    assert desk().get(f"/staff/complaints/{number}{path}").status_code == 404
    assert desk(unit="000000").get(f"/staff/complaints/{number}{path}").status_code == 200


@pytest.mark.parametrize(
    "number", ["ZJ-2026-03-999999", "x", "%00", "ZJ-2026-03-000001%00", "九" * 900]
)
def test_a_number_that_is_none_is_not_there(desk, house, number):
    make.receive_complaint(house)
    house.commit()
    assert desk().get(f"/staff/complaints/{number}").status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client, house):
    answer = client.get("/staff/")
    assert answer.status_code == 303 and "/sign-in" in answer.location


@pytest.mark.parametrize("role", ["inspector", "statistician"])
def test_who_may_only_look_is_offered_no_act(desk, house, role):
    number = make.classified(house).number
    house.commit()
    page = desk(role).open(number)
    assert "没有由您办理的事项" in page
    assert "查看投诉人的完整信息" not in page and "添加材料" not in page


def test_the_panel_says_why_an_act_is_not_legal_with_its_article(desk, house):
    number = make.receive_complaint(house).number
    house.commit()
    page = desk().open(number)
    assert "一次办完：初审、分类、转送" in page
    assert "须在“待转送、机构退回、机构办理中”状态办理，现为“新收”（第33条）" in page


def test_an_act_not_in_hand_is_a_link_that_opens_its_form(desk, house):
    number = make.receive_complaint(house).number
    house.commit()
    usual, chosen, every = (
        desk().open(number, **q) for q in ({}, {"act": "split"}, {"act": "all"})
    )
    quick, split = 'name="quick-business"', 'name="split-content"'
    assert quick in usual and split not in usual
    assert f"/staff/complaints/{number}?act=split#act-split" in usual
    assert quick not in chosen and split in chosen and 'id="act-split"' in chosen
    assert quick in every and split in every


def test_a_respondent_is_suggested_with_its_evidence(desk, house):
    bank = make.make_institution(house, name="中国工商银行股份有限公司", aliases=("工行",))
    make.make_institution(
        house, name="中国工商银行股份有限公司杭州分行", territory="330100", parent=bank
    )
    number = make.receive_complaint(house, stated_name="杭州工行").number
    house.commit()
    page = desk().open(number)
    assert "中国工商银行股份有限公司杭州分行" in page
    assert "依据：命中别名“工行” + 文中地名“杭州”" in page


def test_other_institutions_are_found_by_a_search(desk, house):
    make.make_institution(house, "SPDB", "上海浦东发展银行")
    number = make.receive_complaint(house, stated_name="某银行").number
    house.commit()
    assert "上海浦东发展银行" in desk().open(number, find="浦东")
    assert "请换一个名称、别名或代码" in desk().open(number, find="没有这家\x00")


def test_the_timeline_tells_the_case_in_plain_words(desk, house):
    bank = make.make_institution(house, name="中国工商银行", short_name="工商银行")
    complaint = make.forwarded(house, bank.id)
    make.told(house, complaint)
    make.returned(house, make.forwardings_of(house, complaint)[0], at=DAY + timedelta(hours=1))
    house.commit()
    page = desk().open(complaint.number)
    for words in (
        "12378热线，接收日 2026年3月3日",
        "初审：三个判断问题均为“是”",
        "信用卡 · 定价收费",
        "转送机构",
        "短信，2026年3月3日 09:00",
        "工商银行：非本机构",
    ):
        assert words in page


def test_a_forwarding_shows_the_institution_s_own_clock_and_letter(desk, house):
    bank = make.make_institution(house)
    complaint = make.forwarded(house, bank.id)
    house.commit()
    page = desk().open(complaint.number)
    assert "第 1 日 · 剩 14 日" in page
    assert "下载转办单 ZJ转〔2026〕1号" in page


def test_a_report_shows_its_blocks_and_the_verdict_is_asked_for(desk, house):
    complaint = make.forwarded(house)
    make.reported(house, make.forwardings_of(house, complaint)[0])
    house.commit()
    page = desk().open(complaint.number)
    assert "处理依据和理由" in page and "已经核实，情况属实。" in page and "通过报告" in page


def test_a_case_with_gaps_names_what_is_missing(desk, house):
    number = make.receive_complaint(house, person=make.person(id_no=None, id_type=None)).number
    house.commit()
    assert "要求而未提供：证件号码" in desk().open(number)


def test_a_long_unbroken_text_is_shown_whole_and_harmless(desk, house):
    hostile = "<script>alert(1)</script>" + "长" * 5000
    number = make.receive_complaint(house, facts=hostile, stated_name="<b>工行</b>").number
    house.commit()
    page = desk().open(number)
    assert "<script>alert" not in page and "<b>工行" not in page
    assert "长" * 5000 in page


def test_the_account_of_the_clock_lists_each_day_with_its_reason(desk, house):
    number = make.receive_complaint(house, received_at=DAY - timedelta(days=20)).number
    house.commit()
    page = desk().get(f"/staff/complaints/{number}/clock").text
    assert "2026年2月11日" in page and "调休上班" in page and "春节" in page
    assert "2026年2月27日" in page and "已逾期" in page


def test_looking_at_a_case_leaves_no_reveal_in_the_trail(desk, house):
    complaint = make.receive_complaint(house)
    house.commit()
    desk().open(complaint.number)
    acts = [entry.act for entry in audit.history(house, "complaint", complaint.id)]
    assert acts == ["complaint.receive"]


def test_from_a_case_one_goes_on_to_the_next_to_be_forwarded(desk, house):
    first, done = make.receive_complaint(house), make.forwarded(house)
    second = make.receive_complaint(house)
    staff = desk()
    for number in (first.number, done.number):
        answer = staff.get(f"/staff/complaints/{number}/next")
        assert answer.location == f"/staff/complaints/{second.number}"
    assert staff.get(f"/staff/complaints/{second.number}/next").location == "/staff/"
    assert "后面没有待转送的投诉了" in staff.get("/staff/").text


def test_downloads_stand_in_the_audit_trail_and_not_in_the_timeline(desk, house):
    complaint = make.forwarded(house)
    [row] = make.forwardings_of(house, complaint)
    house.commit()
    staff = desk()
    assert staff.get(f"/staff/forwardings/{row.id}/letter").status_code == 200
    house.rollback()
    assert audit.history(house, "complaint", complaint.id)[-1].act == "letter.open"
    assert "下载告知书</h3>" not in staff.open(complaint.number)
