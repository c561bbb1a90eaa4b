"""Not accepted: a coded reason, a second officer, the telling with where to turn instead."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import decline, triage
from forwarding.commands.receive import issue_code
from forwarding.notices_elsewhere import reason_of_diversion
from portal.kernel import outbox
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from tests import elsewhere_factories as going
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import kept, state_of

PROPOSAL = {"code": "proceedings", "reason": "法院已于二月立案。"}
NOON = make.DAY + timedelta(hours=3)


@pytest.fixture
def pair(house):
    """Two officers."""
    return make.make_officer(house), make.make_officer(house, "supervisor")


def declined(house, pair, **changes):
    first, second = pair
    case = make.receive_complaint(house, **changes.pop("case", {}))
    going.decline_proposed(house, case, by=first, **changes)
    decline.not_accept(house, case, by=second, at=make.DAY)
    return case


def test_nobody_declines_alone_and_the_clock_goes_on_until_the_second_agrees(house, pair):
    first, second = pair
    case = going.decline_proposed(house, make.receive_complaint(house), by=first)
    assert (case.state, case.clock_stopped_at) == ("non_acceptance_proposed", None)
    for act in (decline.not_accept, decline.reject_non_acceptance):
        given = {"reason": "x"} if act is decline.reject_non_acceptance else {}
        with pytest.raises(Breach) as refused:
            act(house, case, by=first, at=make.DAY, **given)
        assert refused.value.code == "second_officer"
    decline.not_accept(house, case, by=second, at=make.DAY)
    assert (case.state, case.clock_stopped_at) == ("not_accepted", make.DAY)
    [telling] = make.tellings_of(house, case)
    assert (telling.occasion, telling.state) == ("not_accepted", "due")


def test_a_second_officer_who_disagrees_sends_it_back_as_it_was(house, pair):
    first, second = pair
    case = going.decline_proposed(house, make.receive_complaint(house), by=first)
    decline.reject_non_acceptance(house, case, reason="确有纠纷", by=second, at=make.DAY)
    after = make.again(house, case.number)
    kept_of_it = (after.declined_code, after.declined_reason, after.declined_to, after.declined_by)
    assert (after.state, kept_of_it) == ("received", (None, None, None, None))


@pytest.mark.parametrize("code", ["internal", "explanation", "social_insurance"])
def test_art_33_a_pricing_dispute_is_never_declined_for_what_it_is_about(house, pair, code):
    case = make.classified(house, cause="C07")
    with pytest.raises(Breach) as refused:
        going.decline_proposed(house, case, by=pair[0], code=code)
    assert (refused.value.code, refused.value.article) == ("always_forwarded", "33")
    assert going.decline_proposed(house, case, by=pair[0]).state == "non_acceptance_proposed"


@pytest.mark.parametrize(
    "changes", [{"code": "tired"}, {"code": "nothing_bought"}, {"reason": " "}]
)
def test_a_proposal_needs_a_known_code_and_a_reason(house, pair, changes):
    with pytest.raises(Breach) as refused:
        going.decline_proposed(house, make.receive_complaint(house), by=pair[0], **changes)
    assert refused.value.code == "decline_reason_missing"


def test_what_is_forwarded_is_declined_no_more(house, pair):
    with pytest.raises(Breach) as refused:
        going.decline_proposed(house, make.forwarded(house), by=pair[0])
    assert refused.value.code == "illegal_act"


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({}, ["不予接收：已经由诉讼、仲裁或者复议处理。可以向审理该案的法院"]),
        ({"language": "en"}, ["is not accepted"]),
    ],
)
def test_art_21_the_filer_is_told_why_and_where_to_turn(house, pair, database, app, case, words):
    declined(house, pair, case=case)
    house.commit()
    outbox.drain(database, lambda: NOON)
    said = " ".join(house.scalars(select(MailboxMessage.body)))
    assert [word for word in words if word not in said] == []
    assert ("不予接收" in said) is (case == {})


def test_an_officer_s_own_words_on_where_to_turn_are_told(house, pair, database, app):
    who = make.person(preferred_means="email", email="w@example.cn")
    declined(house, pair, case={"person": who}, instead="请联系西湖区法院。")
    house.commit()
    outbox.drain(database, lambda: NOON)
    said = " ".join(house.scalars(select(MailboxMessage.body)))
    assert "请联系西湖区法院。" in said and "法院已经立案。" in said


def test_the_status_page_says_why_and_where_to_turn(app, house, pair):
    case = declined(house, pair)
    code = issue_code(house, case.id, at=make.DAY)
    house.commit()
    visitor = Visitor(app)
    page = visitor.post("/status", {"number": case.number, "code": code}, page="/status").text
    for words in ("本件不予接收", "已经由诉讼、仲裁或者复议处理。法院已经立案。", "审理该案的法院"):
        assert words in page
    assert "尽快转送" not in page


def test_a_diversion_keeps_code_and_text_apart(app, house, pair):
    case = make.receive_complaint(house, language="en")
    triage.propose_diversion(
        house,
        case,
        track="enquiry",
        code="nothing_bought",
        reason="只问利率",
        by=pair[0],
        at=make.DAY,
    )
    assert (case.diversion_code, case.diversion_reason) == ("nothing_bought", "只问利率")
    assert reason_of_diversion(case, "zh") == "没有购买产品或者接受服务。只问利率"
    english = reason_of_diversion(case, "en")
    assert english.endswith(". 只问利率") and not re.search("没有购买", english)


def test_at_the_screens_one_proposes_and_a_supervisor_decides(desk, house):
    number, boss = make.receive_complaint(house).number, desk("supervisor")
    answer = boss.act(number, "non-acceptance", "decline", **PROPOSAL)
    assert answer.status_code == 303
    page = boss.open(number)
    assert "法院已于二月立案。" in page and "一人不能自行决定" in page
    refused = boss.act(number, "non-acceptance/approval", version=2)
    assert refused.status_code == 422 and "一人不能自行决定" in refused.text
    assert desk().act(number, "non-acceptance/approval", version=2).status_code == 403
    second = desk("supervisor")
    assert second.act(number, "non-acceptance/approval").status_code == 303
    assert second.act(number, "non-acceptance/approval", version=2).status_code == 409
    assert state_of(house, number) == "not_accepted"


def test_at_the_screens_a_supervisor_disagrees_with_a_reason(desk, house):
    case = make.receive_complaint(house)
    assert desk().act(case.number, "non-acceptance", "decline", **PROPOSAL).status_code == 303
    boss, noun = desk("supervisor"), "non-acceptance/refusal"
    assert boss.act(case.number, noun, "undeclining", reason="").status_code == 422
    assert boss.act(case.number, noun, "undeclining", reason="确有纠纷").status_code == 303
    assert kept(house, case).state == "received"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": ""}, "请选择“不予接收的情形”"),
        ({"code": "tired"}, "所选的项目不存在"),
        ({"reason": ""}, "请填写“具体理由”"),
        ({"instead": "字" * 501}, "最多500个字符"),
    ],
)
def test_at_the_screens_a_wrong_proposal_is_refused_in_words(desk, house, fields, sentence):
    number = make.receive_complaint(house).number
    answer = desk().act(number, "non-acceptance", "decline", **PROPOSAL | fields)
    assert answer.status_code == 422 and sentence in answer.text
    assert state_of(house, number) == "received"


@pytest.mark.parametrize("noun", ["", "/approval", "/refusal"])
def test_a_clerk_declines_nothing_and_another_unit_s_case_is_404(desk, house, noun):
    to = f"/staff/complaints/{make.receive_complaint(house).number}/non-acceptance{noun}"
    assert desk("clerk").post(to, page="/account").status_code == 403
    assert desk("supervisor", "110000").post(to, page="/staff/").status_code == 404
