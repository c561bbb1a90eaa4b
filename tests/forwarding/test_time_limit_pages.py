"""An institution's clock on its desk, on the officers' pages and on the complainant's (Art. 18)."""

import re

import pytest
from sqlalchemy import select

from forwarding.commands import receive, triage
from forwarding.commands.forward import forward
from forwarding.commands.remind import remind
from forwarding.models import Forwarding, Mediation, TimeLimitAct
from portal.kernel.actor import SYSTEM
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests import limit_factories as limits
from tests.browsing import Visitor
from tests.forwarding.officers import officer
from tests.limit_factories import day, on

EXTEND = {"tier": "complex", "reason": "需要调取影像。"}
EXCLUDE = {
    "ground": "appraisal",
    "began_on": "2026-03-04",
    "reason": "笔迹鉴定。",
    "told_on": "2026-03-04",
    "told_means": "phone",
}
RESTART = {"began_on": "2026-03-04", "reason": "补充了录音。", "new_facts": "y"}
AGREE = {
    "agreed_on": "2026-04-30",
    "made_on": "2026-03-04",
    "means": "phone",
    "reason": "等投诉人出差回来。",
}
ACTS = {
    "extension": ("extend", EXTEND, day(30)),
    "exclusions": ("exclude", EXCLUDE, day(16)),
    "restart": ("restart", RESTART, day(16)),
    "agreement": ("agree", AGREE, day(58)),
}


class Desk(Visitor):
    """An institution's user in front of one forwarded case."""

    def at(self, row):
        """Stand before a forwarding."""
        self.row, self.address = row, f"/desk/forwardings/{row.id}"
        return self

    def act(self, noun, prefix, version=None, **fields):
        """Send the form of an act as it stands on the case's page."""
        data = {f"{prefix}-{name}": value for name, value in fields.items()}
        html = self.get(self.address).text
        shown = re.search(rf'name="{prefix}-version" value="(\d*)"', html)
        seen = shown[1] if shown else self.row.version
        data[f"{prefix}-version"] = seen if version is None else version
        return self.post(f"{self.address}/{noun}", data, page=self.address)


@pytest.fixture
def desk(app, house, frozen):
    """An institution's user in front of a case that came in yesterday."""
    bank = make.make_institution(house, name="甲样例银行")
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    limits.make_mediator(house)
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    return Desk(app).enter(house, "institution", institution_id=bank.id).at(row)


def fresh(house, row):
    house.expire_all()
    return house.get(Forwarding, row.id)


@pytest.mark.parametrize("noun", ACTS)
def test_art_18_21_each_act_is_done_once_and_a_second_click_is_409(desk, house, noun):
    prefix, fields, due_on = ACTS[noun]
    version = desk.row.version
    done = desk.act(noun, prefix, **fields)
    assert done.status_code == 303, done.text
    assert desk.act(noun, prefix, version=version, **fields).status_code == 409
    assert fresh(house, desk.row).due_on == due_on
    assert len(house.scalars(select(TimeLimitAct)).all()) == 1
    page = desk.get(desk.address).text
    assert "期限变动和调解" in page and fields["reason"] in page


@pytest.mark.parametrize("noun", ACTS)
@pytest.mark.parametrize("change", [{"reason": ""}, {"reason": "坏\x00字"}])
def test_art_18_an_act_without_a_reason_says_so(desk, house, noun, change):
    prefix, fields, _due_on = ACTS[noun]
    refused = desk.act(noun, prefix, **{**fields, **change})
    assert refused.status_code == 422
    assert fresh(house, desk.row).due_on == day(15)


@pytest.mark.parametrize(
    ("noun", "change", "sentence"),
    [
        ("extension", {"tier": "especially_complex"}, "逐级延长"),
        ("extension", {"tier": "<b>"}, "逐级延长"),
        ("extension", {"told_on": "2026-03-05", "told_means": "phone"}, "2026-03-03至2026-03-04"),
        ("exclusions", {"ground": "mediation"}, "不存在"),
        ("exclusions", {"told_on": ""}, "告知投诉人的日期"),
        ("exclusions", {"began_on": "2026-03-05"}, "2026-03-03至2026-03-04"),
        ("exclusions", {"ended_on": "2026-03-03"}, "结束日期应在"),
        ("exclusions", {"ended_on": "三月"}, "存在的日期"),
        ("restart", {"new_facts": ""}, "请勾选"),
        ("restart", {"began_on": "2026-03-02"}, "2026-03-03至2026-03-04"),
        ("agreement", {"agreed_on": "2026-03-03"}, "当天或以后"),
        ("agreement", {"means": "pigeon"}, "不存在"),
    ],
)
def test_art_18_wrong_input_is_refused_with_how_to_mend_it(desk, noun, change, sentence):
    prefix, fields, _due_on = ACTS[noun]
    refused = desk.act(noun, prefix, **{**fields, **change})
    assert refused.status_code == 422
    assert sentence in refused.text


@pytest.mark.parametrize("noun", [*ACTS, "non-proceeding", "mediations", "exclusions/1/end"])
def test_art_22_anothers_case_is_404(desk, app, house, noun):
    other = make.make_institution(house)
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    sent = stranger.post(f"{desk.address}/{noun}", {}, page="/desk/")
    assert sent.status_code == 404


def test_art_18_an_exclusion_pauses_on_every_page_and_its_end_is_registered(
    app, desk, house, frozen
):
    desk.act("exclusions", "exclude", **EXCLUDE)
    frozen("2026-04-20T10:00+08:00")
    desk.client = app.test_client()
    desk.enter(house, "institution", institution_id=desk.row.institution_id)
    assert "暂停计算" in desk.get(desk.address).text
    assert "暂停计算" in desk.get(f"{desk.address}/clock").text
    assert "暂停计算" in desk.get("/desk/").text
    assert desk.row.complaint.number not in desk.get("/desk/?late=y").text
    act = house.scalar(select(TimeLimitAct.id))
    wrong = desk.act(f"exclusions/{act}/end", f"end-{act}", ended_on="2026-03-03")
    assert wrong.status_code == 422
    done = desk.act(f"exclusions/{act}/end", f"end-{act}", ended_on="2026-04-19")
    assert done.status_code == 303
    assert fresh(house, desk.row).due_on.isoformat() == "2026-05-04"
    assert desk.act("exclusions/99999/end", "end-99999", ended_on="2026-04-19").status_code == 404


def test_art_18_the_clock_page_shows_every_day_with_its_reason(desk):
    desk.act("exclusions", "exclude", **{**EXCLUDE, "ended_on": "2026-03-04"})
    desk.act("extension", "extend", **EXTEND)
    page = desk.get(f"{desk.address}/clock").text
    assert "依法扣除（鉴定）" in page and "情况复杂，期限共30日" in page
    assert "2026年4月3日" in page and "笔迹鉴定" in page


def test_art_18_the_second_extension_asks_for_its_approval(desk, house):
    desk.act("extension", "extend", **EXTEND)
    page = desk.get(desk.address).text
    assert "情况特别复杂" in page and "批准层级" in page
    more = {"tier": "especially_complex", "level": "superior", "approver": "赵行长"}
    days = {"approved_on": "2026-03-04", "told_on": "2026-03-04", "told_means": "sms"}
    missing = desk.act("extension", "extend", reason="复杂。", **more)
    assert missing.status_code == 422 and "须由上级机构" in missing.text
    assert desk.act("extension", "extend", reason="复杂。", **more, **days).status_code == 303
    assert fresh(house, desk.row).due_on == day(60)


def test_art_18_officers_see_the_same_account_and_move_nothing(desk, app, house):
    desk.act("exclusions", "exclude", **{**EXCLUDE, "ended_on": "2026-03-04"})
    staff = officer(app, house)
    page = staff.open(desk.row.complaint.number)
    assert "机构期限变动和调解" in page and "机构登记扣除期间" in page and "笔迹鉴定" in page
    clock = staff.get(f"/staff/forwardings/{desk.row.id}/clock").text
    assert "依法扣除（鉴定）" in clock and "2026年3月19日" in clock
    elsewhere = officer(app, house, unit_code="440000")
    assert elsewhere.get(f"/staff/forwardings/{desk.row.id}/clock").status_code == 404
    assert staff.post(f"{desk.address}/extension", {}, page="/staff/").status_code == 403


def test_art_18_what_is_paused_is_neither_late_on_the_worklist_nor_reminded_of(app, house, frozen):
    row = limits.sent(house)
    limits.exclude(house, row, on(5))
    house.commit()
    frozen("2026-04-20T10:00+08:00")
    late = "/staff/?queue=with_institution&overdue=y"
    assert row.complaint.number not in officer(app, house).get(late).text
    remind(house, at=on(17), before=(3,), after=(1,))
    topics = house.scalars(select(OutboxMessage.topic)).all()
    assert "reminder.institution" not in topics


def test_art_23_a_mediation_is_recorded_step_by_step(desk, house):
    organisation = re.search(r'<option value="(\d+)">浙江样例', desk.get(desk.address).text)[1]
    days = {"consented_on": "2026-03-04", "applied_on": "2026-03-04"}
    assert desk.act("mediations", "mediate", organisation="", **days).status_code == 422
    assert desk.act("mediations", "mediate", organisation="x", **days).status_code == 422
    done = desk.act("mediations", "mediate", organisation=organisation, **days)
    assert done.status_code == 303
    one = f"mediations/{house.scalar(select(Mediation.id))}"
    accepted = desk.act(f"{one}/acceptance", "accepted", accepted_on="2026-03-04")
    assert accepted.status_code == 303
    assert fresh(house, desk.row).paused_on == day(1)
    refused = desk.act(f"{one}/end", "ended", result="refused", ended_on="2026-03-04")
    assert refused.status_code == 422 and "写明理由" in refused.text
    end = {"result": "agreed", "ended_on": "2026-03-04", "amount": "88.8"}
    assert desk.act(f"{one}/end", "ended", **end).status_code == 303
    performed = desk.act(f"{one}/performance", "performed", performed_on="2026-03-04")
    assert performed.status_code == 303
    page = desk.get(desk.address).text
    assert "达成调解协议" in page and "88.80元" in page and "调解协议已履行" in page


def test_art_23_the_complainant_reads_the_steps_and_no_note(app, house, frozen):
    receipt = receive.receive(house, make.submission(), by=SYSTEM, at=make.DAY)
    complaint = make.again(house, receipt.number)
    triage.triage(house, complaint, make.YES, by=SYSTEM, at=make.DAY)
    triage.classify(house, complaint, business="B0402", cause="C07", by=SYSTEM, at=make.DAY)
    forward(house, complaint, [make.make_institution(house).id], by=SYSTEM, at=make.DAY)
    (row,) = make.forwardings_of(house, complaint)
    held = limits.mediated(house, row, on(1))
    house.commit()
    frozen("2026-03-05T10:00+08:00")
    visitor, data = Visitor(app), {"number": receipt.number, "code": receipt.code}
    paused = visitor.post("/status", data, page="/status").text
    assert "调解组织已受理" in paused and "结束后继续计算" in paused
    limits.ended(house, row, held, on(2), "refused_with_cause", note="已经起诉。")
    house.commit()
    page = visitor.post("/status", data, page="/status").text
    assert "调解已结束：机构有正当理由不参加调解" in page and "已经起诉" not in page
