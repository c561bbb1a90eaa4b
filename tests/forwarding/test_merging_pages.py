"""Possible repeats on the pages: found, compared side by side, merged once and undone."""

from datetime import timedelta

import pytest

from forwarding.commands import merging
from forwarding.commands.receive import issue_code
from forwarding.queries.status import progress_of
from forwarding.views.staff.differing import side_by_side
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import kept, state_of

EARLIER = make.DAY - timedelta(days=1)


@pytest.fixture
def pair(house):
    """A complaint and its repeat of a day later, by the same person."""
    first = make.receive_complaint(house, at=EARLIER)
    return first, make.receive_complaint(house, at=make.DAY)


def test_the_case_page_shows_what_may_be_repeated_and_why(desk, pair):
    first, repeat = pair
    page = desk().open(repeat.number)
    assert "可能重复" in page and "证件号码相同" in page and "文字100%相同" in page
    assert f"/complaints/{repeat.number}/compare/{first.number}" in page


def test_the_comparison_marks_what_differs_and_masks_people(desk, house):
    first = make.receive_complaint(house, at=EARLIER)
    facts = first.facts.replace("三百元", "五百元")
    repeat = make.receive_complaint(house, at=make.DAY, facts=facts)
    page = desk().get(f"/staff/complaints/{repeat.number}/compare/{first.number}").text
    assert '<mark class="zb-differs">五</mark>' in page
    assert '<mark class="zb-differs">三</mark>' in page
    assert "王**" in page and "王小明" not in page and "13812341234" not in page
    assert f"后接收的{repeat.number}并入先接收的{first.number}" in page


def test_art18_an_officer_merges_from_the_comparison_and_both_pages_say_so(desk, house, pair):
    first, repeat = pair
    officer, page = desk(), f"/staff/complaints/{repeat.number}/compare/{first.number}"
    to = f"/staff/complaints/{repeat.number}/merging"
    assert officer.send(page, to, "merge", into=first.number).status_code == 303
    assert state_of(house, repeat.number) == "merged"
    assert "本件已并入" in officer.open(repeat.number)
    assert repeat.number in officer.open(first.number)
    assert "并入重复投诉" in officer.open(first.number)


def test_a_second_click_merges_nothing_twice(desk, house, pair):
    first, repeat = pair
    officer, seen = desk(), repeat.version
    merged = [
        officer.act(repeat.number, "merging", "merge", version=seen, into=first.number)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in merged] == [303, 409]
    assert len(make.tellings_of(house, kept(house, repeat))) == 1


@pytest.mark.parametrize(
    ("wanted", "says"),
    [("ZJ-2026-03-999999", "没有找到这个编号"), ("随便写的", "没有找到这个编号"), ("", "请填写")],
)
def test_a_wrong_number_is_said_and_changes_nothing(desk, house, pair, wanted, says):
    answer = desk().act(pair[1].number, "merging", "merge", into=wanted)
    assert answer.status_code == 422 and says in answer.text
    assert state_of(house, pair[1].number) == "received"


def test_art22_different_people_are_warned_of_and_need_a_reason(desk, house, pair):
    first, _repeat = pair
    other = make.receive_complaint(
        house, at=make.DAY, person=make.person(id_no="440524188001010014")
    )
    officer = desk()
    page = f"/staff/complaints/{other.number}/compare/{first.number}"
    assert "不能确认为同一人" in officer.get(page).text
    refused = officer.act(other.number, "merging", "merge", into=first.number)
    assert refused.status_code == 422 and "请写明理由" in refused.text
    assert state_of(house, other.number) == "received"


def test_only_a_supervisor_undoes_a_merging_and_gives_a_reason(desk, house, pair):
    first, repeat = pair
    officer, supervisor = desk(), desk("supervisor")
    officer.act(repeat.number, "merging", "merge", into=first.number)
    undo = {"reason": "不是同一张卡"}
    path = "merging/reversal"
    assert officer.act(repeat.number, path, "unmerge", version=2, **undo).status_code == 403
    assert supervisor.act(repeat.number, path, "unmerge", reason="").status_code == 422
    assert supervisor.act(repeat.number, path, "unmerge", **undo).status_code == 303
    assert state_of(house, repeat.number) == "received"
    assert "撤销合并，回到初审" in supervisor.open(repeat.number)


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("inspector", 403)])
def test_who_does_not_triage_merges_nothing(desk, house, pair, role, status):
    first, repeat = pair
    answer = desk(role).act(repeat.number, "merging", "merge", version=1, into=first.number)
    assert answer.status_code == status
    assert state_of(house, repeat.number) == "received"


def test_another_territorys_case_is_neither_compared_nor_taken_in(desk, house):
    elsewhere = make.receive_complaint(house, at=EARLIER, territory="110105")
    here = make.receive_complaint(house, at=make.DAY)
    officer = desk()
    path = f"/staff/complaints/{here.number}/compare/{elsewhere.number}"
    assert officer.get(path).status_code == 404
    assert officer.get(f"/staff/complaints/{here.number}/compare/{here.number}").status_code == 404
    assert elsewhere.number not in officer.open(here.number)
    answer = officer.act(here.number, "merging", "merge", into=elsewhere.number)
    assert answer.status_code == 422 and "没有找到这个编号" in answer.text


def test_an_institution_compares_nothing(app, desk, house, pair):
    bank = make.make_institution(house)
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    first, repeat = pair
    path = f"/staff/complaints/{repeat.number}/compare/{first.number}"
    assert visitor.get(path).status_code == 403


def test_sentences_told_in_another_order_are_not_marked():
    one, other = "甲说免年费。乙说不免年费而且要收三百。", "乙说不免年费而且要收三百。甲说免年费。"
    assert not any(part.differs for side in side_by_side(one, other) for part in side)


def test_texts_come_out_whole_and_what_only_one_has_is_marked():
    one, other = "办卡时说免年费。今年扣了三百元。客服不理。", "办卡时说免年费。今年扣了五百元。"
    left, right = side_by_side(one, other)
    assert "".join(part.text for part in left) == one
    assert "".join(part.text for part in right) == other
    assert [part.text for part in left if part.differs] == ["三", "客服不理。"]
    assert side_by_side("", "") == ([], [])


def test_the_complainant_reads_that_the_complaint_is_handled_together(desk, app, house, pair):
    first, repeat = pair
    code = issue_code(house, repeat.id, at=make.DAY)
    merging.merge(house, repeat, first, by=SYSTEM, at=make.DAY)
    house.commit()
    visitor, sent = Visitor(app), {"number": repeat.number, "code": code}
    page = visitor.post("/status", sent, page="/status").text
    assert "已合并办理，不另行转送" in page and "与先前收到的投诉合并办理" in page
    merging.unmerge(house, repeat, reason="两张卡", by=SYSTEM, at=make.DAY)
    assert progress_of(house, repeat.number, code).steps[-1].act == "complaint.unmerge"
