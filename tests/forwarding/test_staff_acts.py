"""The acts of officers over HTTP: each done, each refused in words, none done twice or stale."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from forwarding.models import Forwarding, Telling
from portal.kernel import audit
from tests import factories as make
from tests.factories import DAY
from tests.forwarding.officers import kept, state_of

NOW = "2026-03-04T10:00+08:00"
YES = dict.fromkeys(("bought_or_served", "dispute_with_institution", "claims_civil_right"), "yes")
CLASSES = {"business": "B0402", "cause": "C07", "asked_for": ["refund"]}
PROOF = {"means": "phone", "done_at": "2026-03-04T09:30", "proof": "9:30本人接听"}


@pytest.fixture
def bank(house):
    """An institution to forward to."""
    return make.make_institution(house, name="中国工商银行", short_name="工商银行")


def acts_of(session, complaint):
    session.rollback()
    return [entry.act for entry in audit.history(session, "complaint", complaint.id)]


def test_a_classified_case_is_forwarded_to_several_institutions(desk, house, bank):
    complaint, other = make.classified(house), make.make_institution(house)
    answer = desk().act(
        complaint.number,
        "forwardings",
        "forward",
        institutions=[bank.id, other.id],
        report_by="2026-03-20",
        instructions="请核实年费",
    )
    assert answer.status_code == 303
    made = make.forwardings_of(house, kept(house, complaint))
    assert {row.institution_id for row in made} == {bank.id, other.id}
    assert {(str(row.report_by), row.instructions) for row in made} == {
        ("2026-03-20", "请核实年费")
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "请选择“转送机构”"),
        ({"institutions": ["999999"]}, "所选的项目不存在"),
        ({"institutions": ["x"]}, "所选的项目不存在"),
        ({"institutions": ["9" * 40]}, "所选的项目不存在"),
        ({"institutions": ["BANK"], "report_by": "2026-03-01"}, "反馈期限不能早于今天"),
        ({"institutions": ["BANK"], "report_by": "2026-02-30"}, "请填写存在的日期"),
        ({"institutions": ["BANK"], "instructions": "字" * 2001}, "最多2000个字符"),
    ],
)
def test_a_wrong_forwarding_is_refused_and_nothing_typed_is_lost(
    desk, house, bank, fields, sentence
):
    complaint = make.classified(house)
    if fields.get("institutions") == ["BANK"]:
        fields = fields | {"institutions": [bank.id]}
    given = {"instructions": "请核实年费"} | fields
    answer = desk().act(complaint.number, "forwardings", "forward", **given)
    assert answer.status_code == 422 and sentence in answer.text
    assert given["instructions"] in answer.text
    assert state_of(house, complaint.number) == "classified"


def test_a_breach_of_the_act_cites_its_article(desk, house, bank):
    complaint = make.classified(house)
    answer = desk().act(
        complaint.number, "forwardings", "forward", institutions=[bank.id], report_by="2026-03-01"
    )
    assert "（《办法》第33条）" in answer.text
    number = make.receive_complaint(house).number
    answer = desk().act(number, "forwardings", "forward", version=1, institutions=[bank.id])
    assert answer.status_code == 422 and "当前状态（新收）不能办理“转送”" in answer.text


def test_a_preview_says_who_gets_what_and_sends_nothing(desk, house, bank):
    complaint = make.classified(house)
    staff = desk()
    page = f"/staff/complaints/{complaint.number}"
    data = {"forward-institutions": bank.id, "forward-version": 3, "preview": "yes"}
    answer = staff.post(f"{page}/forwardings", data, page=page)
    assert answer.status_code == 200 and "预览：尚未转送" in answer.text
    assert "中国工商银行：收到转办单和投诉内容；办理期限 2026年3月19日" in answer.text
    assert "已于3月4日转送工商银行" in answer.text
    assert state_of(house, complaint.number) == "classified"


def test_the_quick_way_triages_classifies_names_and_forwards_at_once(desk, house, bank):
    complaint = make.receive_complaint(house)
    answer = desk().act(
        complaint.number,
        "quick-forwarding",
        "quick",
        all_yes="y",
        institutions=[bank.id],
        **CLASSES,
    )
    assert answer.status_code == 303
    stored = kept(house, complaint)
    assert (stored.state, stored.respondents[0].institution_id) == ("forwarded", bank.id)
    assert acts_of(house, complaint)[:5] == [
        "complaint.receive",
        "complaint.triage",
        "complaint.classify",
        "complaint.name_respondents",
        "complaint.forward",
    ]


@pytest.mark.parametrize("missing", ["all_yes", "business", "cause", "institutions"])
def test_the_quick_way_does_all_or_nothing(desk, house, bank, missing):
    complaint = make.receive_complaint(house)
    fields = {"all_yes": "y", "institutions": [bank.id], **CLASSES}
    del fields[missing]
    answer = desk().act(complaint.number, "quick-forwarding", "quick", **fields)
    assert answer.status_code == 422
    assert state_of(house, complaint.number) == "received"


def test_the_quick_way_undoes_everything_when_the_forwarding_is_refused(desk, house, bank):
    complaint = make.receive_complaint(house)
    answer = desk().act(
        complaint.number,
        "quick-forwarding",
        "quick",
        all_yes="y",
        institutions=[bank.id],
        report_by="2026-03-01",
        **CLASSES,
    )
    assert answer.status_code == 422 and "反馈期限不能早于今天" in answer.text
    assert acts_of(house, complaint) == ["complaint.receive"]


def test_a_returned_case_goes_on_with_the_institutions_that_remain(desk, house, bank):
    complaint = make.forwarded(house, bank.id, make.make_institution(house).id)
    make.returned(house, make.forwardings_of(house, complaint)[0])
    staff = desk()
    assert staff.act(complaint.number, "resumption", "resumption", reason="").status_code == 422
    answer = staff.act(complaint.number, "resumption", "resumption", reason="另一家已在办理")
    assert answer.status_code == 303
    assert state_of(house, complaint.number) == "forwarded"


def due_telling(session, complaint):
    [telling] = make.tellings_of(session, complaint)
    return f"/staff/tellings/{telling.id}", telling


def test_a_telling_is_recorded_with_means_moment_and_proof_and_stops_the_clock(desk, house):
    complaint = make.forwarded(house)
    to, telling = due_telling(house, complaint)
    page = f"/staff/complaints/{complaint.number}"
    answer = desk("clerk").send(page, to, f"tell-{telling.id}", **PROOF)
    assert answer.status_code == 303
    stored = kept(house, complaint)
    assert stored.told_at.isoformat() == "2026-03-04T01:30:00+00:00"
    assert stored.clock_stopped_at == stored.told_at
    assert house.get(Telling, telling.id).proof == "9:30本人接听"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"done_at": "2026-03-05T09:00"}, "告知时间不能晚于现在"),
        ({"done_at": "2026-03-01T09:00"}, "告知时间不能早于2026-03-03 09:00"),
        ({"done_at": "昨天"}, "请填写日期和时间"),
        ({"proof": ""}, "请填写“凭证”"),
        ({"means": "pigeon"}, "所选的项目不存在"),
    ],
)
def test_a_wrong_telling_is_refused_in_words(desk, house, fields, sentence):
    complaint = make.forwarded(house)
    to, telling = due_telling(house, complaint)
    page = f"/staff/complaints/{complaint.number}"
    answer = desk().send(page, to, f"tell-{telling.id}", **PROOF | fields)
    assert answer.status_code == 422 and sentence in answer.text
    assert kept(house, complaint).told_at is None


def test_giving_up_needs_attempts_on_different_days(desk, house, frozen):
    complaint = make.forwarded(house)
    to, telling = due_telling(house, complaint)
    page, staff = f"/staff/complaints/{complaint.number}", desk()
    refused = staff.send(page, f"{to}/unreachable", f"unreachable-{telling.id}")
    assert refused.status_code == 422 and "目前只记录了0次联系" in refused.text
    tried = {"means": "phone", "outcome": "no_answer"}
    for moment in (NOW, "2026-03-04T15:00+08:00", "2026-03-05T09:00+08:00"):
        frozen(moment)
        staff = desk()
        answer = staff.send(page, f"{to}/attempts", f"attempt-{telling.id}", **tried)
        assert answer.status_code == 303
    assert staff.send(page, f"{to}/unreachable", f"unreachable-{telling.id}").status_code == 303
    assert kept(house, complaint).clock_stopped_at is not None


def test_an_attempt_without_an_outcome_is_refused(desk, house):
    complaint = make.forwarded(house)
    to, telling = due_telling(house, complaint)
    page = f"/staff/complaints/{complaint.number}"
    answer = desk().send(page, f"{to}/attempts", f"attempt-{telling.id}", means="phone")
    assert answer.status_code == 422 and "请选择“结果”" in answer.text


@pytest.fixture
def answered(house, bank):
    """A complaint whose institution has reported, and the forwarding."""
    complaint = make.forwarded(house, bank.id)
    [row] = make.forwardings_of(house, complaint)
    make.reported(house, row)
    house.commit()
    return complaint, row


def test_a_report_is_accepted_and_the_case_closed(desk, house, answered):
    complaint, row = answered
    page = f"/staff/complaints/{complaint.number}"
    answer = desk().send(page, f"/staff/forwardings/{row.id}/acceptance", version=row.version)
    assert answer.status_code == 303
    assert state_of(house, complaint.number) == "closed"


def test_a_report_is_sent_back_with_remarks(desk, house, answered):
    complaint, row = answered
    page, to = f"/staff/complaints/{complaint.number}", f"/staff/forwardings/{row.id}/remarks"
    staff = desk()
    assert staff.send(page, to, f"remarks-{row.id}", remarks="").status_code == 422
    assert staff.send(page, to, f"remarks-{row.id}", remarks="请补充录音").status_code == 303
    assert state_of(house, complaint.number) == "forwarded"
    assert "请补充录音" in staff.open(complaint.number)


def test_accepting_where_there_is_no_report_is_refused(desk, house, bank):
    complaint = make.forwarded(house, bank.id)
    [row] = make.forwardings_of(house, complaint)
    page = f"/staff/complaints/{complaint.number}"
    answer = desk().send(page, f"/staff/forwardings/{row.id}/acceptance", version=row.version)
    assert answer.status_code == 422 and "机构还没有提交报告" in answer.text


@pytest.mark.parametrize("version", ["", "1", "x", "-1", "99999999999999999999"])
def test_a_stale_form_changes_nothing_and_says_who_acted(desk, house, bank, version):
    complaint = make.classified(house, by=make.make_officer(house))
    answer = desk().act(
        complaint.number, "forwardings", "forward", version=version, institutions=[bank.id]
    )
    assert answer.status_code == 409
    assert "此件刚刚有了变化" in answer.text and "刚刚办理了“已分类”" in answer.text
    assert state_of(house, complaint.number) == "classified"


def test_of_two_officers_with_the_same_page_one_succeeds_and_one_gets_a_409(desk, house, bank):
    complaint = make.classified(house)
    first, second = desk(), desk()
    seen = complaint.version
    sent = {"version": seen, "institutions": [bank.id]}
    assert first.act(complaint.number, "forwardings", "forward", **sent).status_code == 303
    assert second.act(complaint.number, "forwardings", "forward", **sent).status_code == 409
    assert len(make.forwardings_of(house, kept(house, complaint))) == 1


ACTS = [
    ("triage", "complaints/{n}/triage"),
    ("triage", "complaints/{n}/classification"),
    ("triage", "complaints/{n}/respondents"),
    ("triage", "complaints/{n}/forwardings"),
    ("triage", "complaints/{n}/quick-forwarding"),
    ("triage", "complaints/{n}/diversion"),
    ("triage", "complaints/{n}/resumption"),
    ("triage", "complaints/{n}/reveals"),
    ("triage", "complaints/{n}/attachments"),
    ("supervisor", "complaints/{n}/diversion/approval"),
    ("supervisor", "complaints/{n}/diversion/refusal"),
    ("triage", "forwardings/{f}/acceptance"),
    ("triage", "forwardings/{f}/remarks"),
    ("triage", "tellings/{t}"),
    ("triage", "tellings/{t}/attempts"),
    ("triage", "tellings/{t}/unreachable"),
]


@pytest.mark.parametrize(("role", "path"), ACTS)
def test_no_act_reaches_another_territory_s_case_or_one_that_is_not(desk, house, role, path):
    complaint = make.forwarded(house, territory="110101")
    [row] = make.forwardings_of(house, complaint)
    [telling] = make.tellings_of(house, complaint)
    staff = desk(role)
    for number, forwarding, told in (
        (complaint.number, row.id, telling.id),
        ("ZJ-2020-01-000001", 2**63 - 1, 2**63),
    ):
        to = f"/staff/{path.format(n=number, f=forwarding, t=told)}"
        assert staff.post(to, page="/staff/").status_code == 404


@pytest.mark.parametrize("role", ["inspector", "statistician", "admin", "auditor"])
@pytest.mark.parametrize("path", [path for _role, path in ACTS])
def test_who_may_not_act_is_refused_everywhere(desk, house, role, path):
    complaint = make.forwarded(house)
    [row] = make.forwardings_of(house, complaint)
    [telling] = make.tellings_of(house, complaint)
    to = f"/staff/{path.format(n=complaint.number, f=row.id, t=telling.id)}"
    assert desk(role).post(to, page="/account").status_code == 403


def test_a_case_of_long_ago_is_acted_on_as_well(desk, house, bank):
    complaint = make.classified(house, at=DAY - timedelta(days=60))
    answer = desk().act(complaint.number, "forwardings", "forward", institutions=[bank.id])
    assert answer.status_code == 303
    [row] = house.query(Forwarding).all()
    assert str(row.reached_on) == "2026-03-04"


def test_two_officers_at_the_very_same_moment_forward_once(app, desk, house, bank):
    complaint = make.classified(house)
    page, seen = f"/staff/complaints/{complaint.number}", complaint.version
    officers, start, answers = [desk(), desk()], Barrier(2), []

    def press(staff):
        token = staff.token(page)
        data = {"csrf_token": token, "forward-version": seen, "forward-institutions": bank.id}
        start.wait(timeout=30)
        answers.append(staff.client.post(f"{page}/forwardings", data=data).status_code)

    threads = [Thread(target=press, args=(staff,)) for staff in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answers) == [303, 409]
    assert len(make.forwardings_of(house, kept(house, complaint))) == 1
