"""Triage, classification, respondents and other tracks on the officers' screens."""

import pytest

from tests import factories as make
from tests.forwarding.officers import kept, state_of

YES = dict.fromkeys(("bought_or_served", "dispute_with_institution", "claims_civil_right"), "yes")
CLASSES = {"business": "B0402", "cause": "C07", "asked_for": ["refund"]}


@pytest.fixture
def bank(house):
    """An institution that may be the respondent."""
    return make.make_institution(house, name="中国工商银行", short_name="工商银行")


def test_three_times_yes_completes_the_triage(desk, house):
    number = make.receive_complaint(house).number
    answer = desk().act(number, "triage", "triage", **YES)
    assert (answer.status_code, answer.location) == (303, f"/staff/complaints/{number}")
    assert state_of(house, number) == "triaged"


def test_where_the_business_was_done_is_kept_and_shown(desk, house):
    complaint, staff = make.triaged(house), desk()
    fields = CLASSES | {"business_channel": "app"}
    staff.act(complaint.number, "classification", "classification", **fields)
    assert kept(house, complaint).business_channel == "app"
    assert "移动客户端" in staff.open(complaint.number)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("bought_or_served", "nothing_bought"),
        ("dispute_with_institution", "no_dispute"),
        ("claims_civil_right", "no_civil_right"),
    ],
)
def test_art_2_any_no_leads_to_the_proposal_of_another_track(desk, house, question, reason):
    number = make.receive_complaint(house).number
    answer = desk().act(number, "triage", "triage", **YES | {question: "no"})
    assert answer.status_code == 422 and "《办法》第2条" in answer.text
    assert f'<option value="{reason}" selected>' in answer.text
    assert state_of(house, number) == "received"


def test_an_unanswered_question_is_asked_for_and_the_others_stay_answered(desk, house):
    number = make.receive_complaint(house).number
    answer = desk().act(number, "triage", "triage", bought_or_served="yes")
    assert answer.status_code == 422
    assert "请选择“是否主张民事权益？”" in answer.text
    assert 'name="triage-bought_or_served" type="radio" value="yes" checked' in answer.text


def test_a_classification_is_kept_and_may_be_done_again(desk, house):
    complaint, staff = make.triaged(house), None
    staff = desk()
    assert (
        staff.act(complaint.number, "classification", "classification", **CLASSES).status_code
        == 303
    )
    changed = CLASSES | {"business": "B0301"}
    assert (
        staff.act(complaint.number, "classification", "classification", **changed).status_code
        == 303
    )
    stored = kept(house, complaint)
    assert (stored.state, stored.business, stored.asked_for) == ("classified", "B0301", ["refund"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"business": "B0402", "cause": "I03"}, "同属银行业或同属保险业"),
        ({"business": "B0402"}, "请选择“投诉原因”"),
        ({"business": "XX", "cause": "C07"}, "所选的项目不存在"),
    ],
)
def test_a_wrong_classification_is_refused_in_words(desk, house, fields, sentence):
    complaint = make.triaged(house)
    answer = desk().act(complaint.number, "classification", "classification", **fields)
    assert answer.status_code == 422 and sentence in answer.text
    assert state_of(house, complaint.number) == "triaged"


def test_one_click_decides_a_respondent(desk, house, bank):
    complaint = make.receive_complaint(house)
    respondent = complaint.respondents[0].id
    answer = desk().act(
        complaint.number, "respondents", version=1, respondent=respondent, institution=bank.id
    )
    assert answer.status_code == 303
    assert kept(house, complaint).respondents[0].institution_id == bank.id


@pytest.mark.parametrize("wrong", ["0", "999999", "x", "9" * 30])
def test_a_respondent_that_is_nobody_is_refused(desk, house, bank, wrong):
    complaint = make.receive_complaint(house)
    mine = complaint.respondents[0].id
    for respondent, institution in ((mine, wrong), (wrong, bank.id)):
        answer = desk().act(
            complaint.number,
            "respondents",
            version=1,
            respondent=respondent,
            institution=institution,
        )
        assert answer.status_code == 422 and "没有找到所选机构" in answer.text
    assert kept(house, complaint).respondents[0].institution_id is None


def test_another_track_needs_a_second_officer(desk, house):
    number = make.receive_complaint(house).number
    proposal = {"track": "enquiry", "reason": "no_dispute", "text": "只询问利率"}
    boss = desk("supervisor")
    assert boss.act(number, "diversion", "diversion", **proposal).status_code == 303
    assert "一人不能自行决定" in boss.open(number)
    answer = boss.act(number, "diversion/approval", version=2)
    assert answer.status_code == 422 and "一人不能自行决定" in answer.text
    assert desk("triage").act(number, "diversion/approval", version=2).status_code == 403
    assert desk("supervisor").act(number, "diversion/approval").status_code == 303
    assert state_of(house, number) == "diverted"


def test_a_second_officer_may_refuse_with_a_reason(desk, house):
    proposer = make.make_officer(house)
    number = make.diversion_proposed(house, by=proposer).number
    house.commit()
    boss = desk("supervisor")
    assert boss.act(number, "diversion/refusal", "refusal", reason=" ").status_code == 422
    answer = boss.act(number, "diversion/refusal", "refusal", reason="确有合同纠纷")
    assert answer.status_code == 303
    assert state_of(house, number) == "received"


@pytest.mark.parametrize("field", ["track", "reason", "text"])
def test_a_proposal_lacking_something_is_refused(desk, house, field):
    number = make.receive_complaint(house).number
    fields = {"track": "enquiry", "reason": "no_dispute", "text": "只询问利率"}
    del fields[field]
    assert desk().act(number, "diversion", "diversion", **fields).status_code == 422
    assert state_of(house, number) == "received"
