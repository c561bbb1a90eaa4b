"""From 30 late cases to the closed-out defect: inspection, demand, order, talk and measure."""

from datetime import datetime

import pytest
from sqlalchemy import select

from inspections.commands import proposing
from inspections.models import Letter, Measure, Proposal, Rectification
from portal import timetable
from portal.institutions.queries import by_code
from portal.kernel import audit
from tests import factories as make
from tests.inspections.suspects import late_cases
from tests.stories.inspected import Inspected
from tests.stories.pages import text_of
from tests.stories.people import Person

MANY = 30
SIDES = {
    "bank": ("ICBC-HZ", "halt_branches", "停止批准增设分支机构"),
    "insurer": ("PICC-HZ", "stop_new_business", "责令停止接受新业务"),
}


@pytest.fixture(params=SIDES)
def side(request, house):
    """The code of a bank's or an insurer's branch, a measure for its type, and its words."""
    known = {"type": "insurer", "category": "财产保险公司", "territory": "330100"}
    known["notice_email"] = "complaints@insurer.example"
    make.make_institution(house.session, "PICC-HZ", "某某财产保险杭州中心支公司", **known)
    house.session.commit()
    return SIDES[request.param]


@pytest.fixture
def story(house, frozen, side) -> Inspected:
    """Officers of the bureau and the institution's clerk, on a Wednesday in April."""
    frozen("2026-04-08T09:00+08:00")
    roles = ("inspector", "inspector", "supervisor")
    staff = [Person(house.app, house.session, role, unit_code="330000") for role in roles]
    about = by_code(house.session, side[0])
    clerk = Person(house.app, house.session, "institution", institution_id=about.id)
    return Inspected(house, frozen, *staff, clerk)


@pytest.fixture
def night(house, settings, story):
    """Let a day begin: the timetable's and the worker's work are done, everybody signs in."""

    def begin(day):
        story.on(f"{day}T10:00")
        timetable.sweep(house.engine, settings, datetime.fromisoformat(f"{day}T10:00+08:00"))
        house.deliver()
        house.session.expire_all()

    return begin


def inspected(story, house, side):
    """Take the proposal up and inspect until the opinion; return the proposal's page."""
    late_cases(house.session, by_code(house.session, side[0]).id, MANY)
    proposing.renew(house.session, at=datetime.fromisoformat("2026-04-08T05:00+08:00"))
    house.session.commit()
    found = select(Proposal).where(Proposal.rule == "late_handling", Proposal.unit_code == "330000")
    proposal = f"/staff/proposals/{house.session.scalars(found).one().id}"
    story.plan(proposal)
    story.act(story.leader, "notice")
    story.house.deliver()
    story.read_letters()
    story.on("2026-04-13T09:00")
    story.act(story.leader, "entry", on="2026-04-13")
    story.note_findings()
    story.act(story.leader, "facts", due_on="2026-04-24")
    story.answer_facts(1, "三份决定都另附了处理依据。")
    second = story.findings()[1]
    story.leader.do(
        second, f"{second}/ruling", **{"ruling-decision": "uphold", "ruling-ruling": "附件缺页。"}
    )
    story.act(story.leader, "settlement")
    story.act(story.leader, "report", text="检查报告：三项问题。")
    story.act(story.head, "opinion", text="请按整改通知书整改。")
    return proposal


def issued(story, address, **draft):
    """Draft, propose and issue by the head; return the page."""
    page = story.leader.do(address, address, **draft)
    act(story.leader, page, "proposal")
    act(story.head, page, "issue")
    story.house.deliver()
    return page


def act(visitor, page, noun, **fields):
    """Send a form of a rectification's page; `fields` go without their prefix."""
    data = {f"{noun}-{name}": value for name, value in fields.items()}
    return visitor.do(page, f"{page}/{noun}", **data)


def demanded(story, night, inspection):
    """Demand what Art. 40 allows, see it reported, verified as unmet, and failed."""
    address = f"/staff/rectifications/new?inspection={inspection}"
    told = {"kind": "demand", "title": "规范投诉处理时限", "ground": "handled_wrongly"}
    demand = issued(story, address, **told, due_on="2026-05-08")
    own = demand.replace("/staff/rectifications", "/desk/supervision")
    plan = {"text": "清理逾期投诉，完善制度。", "person": "韩负责", "planned_on": "2026-05-06"}
    act(story.clerk, own, "plan", **plan)
    act(story.clerk, own, "report", reply="已清理完毕。")
    night("2026-05-06")
    item = story.second.form(demand, f"{demand}/verification").offered["verification-item"]
    seen = {"item": [one for one in item if one][0], "method": "documents", "met": "no"}
    seen |= {"verified_on": "2026-05-06", "observed": "抽查仍有逾期未办结。"}
    act(story.second, demand, "verification", **seen)
    act(story.leader, demand, "return", reason="抽查仍有逾期未办结，请继续整改。")
    night("2026-05-08")
    assert "尚未按期完成整改" not in text_of(story.leader.get(demand).text)
    night("2026-05-09")
    assert "尚未按期完成整改" in text_of(story.leader.get(demand).text)
    act(story.leader, demand, "failure", reason="期限届满，未完成整改。")
    return demand


def ordered(story, night, demand):
    """Order what Art. 41(3) asks, and let its last day pass."""
    address = f"/staff/rectifications/new?demand={demand.rpartition('/')[2]}"
    told = {"kind": "order", "title": "责令规范投诉处理", "wanted_1": "办结全部逾期投诉"}
    order = issued(story, address, **told, due_on="2026-06-08")
    assert "measure-kind" not in story.leader.get(order).text
    night("2026-06-08")
    assert "measure-kind" not in story.leader.get(order).text
    night("2026-06-09")
    assert "measure-kind" in story.leader.get(order).text
    return order


def measured(story, order, kind, **about):
    """Propose a measure, have the head approve it, and carry it out."""
    page, session = f"{order}/measures", story.house.session
    sent = {"measure-kind": kind, "measure-reason": "期满未改正。"}
    sent |= {f"measure-{name}": value for name, value in about.items()}
    story.leader.do(order, page, **sent)
    session.rollback()
    row = session.scalars(select(Measure).order_by(Measure.id.desc())).first()
    own = f"/staff/rectifications/measures/{row.id}"
    act(story.head, own, "approval")
    story.house.deliver()
    held = {"attendance": "分管副行长、检查组两人", "record": "已当面指出问题并要求立即改正。"}
    act(story.leader, own, "execution", on="2026-06-09", **(held if kind == "talk" else {}))
    return own


def closed(story, night, order):
    """Have the institution report, another inspector verify, and the order closed out."""
    own = order.replace("/staff/rectifications", "/desk/supervision")
    plan = {"text": "逐件清理。", "person": "韩负责", "planned_on": "2026-06-20"}
    act(story.clerk, own, "plan", **plan)
    act(story.clerk, own, "report", reply="全部办结。")
    night("2026-06-22")
    items = story.second.form(order, f"{order}/verification").offered["verification-item"]
    for item in [one for one in items if one]:
        seen = {"item": item, "method": "documents", "met": "yes", "observed": "清单属实。"}
        act(story.second, order, "verification", **seen, verified_on="2026-06-22")
    act(story.second, order, "closure", note="逐件核对，全部办结。")


def test_a_cluster_of_late_cases_is_followed_to_the_closed_out_defect(house, story, night, side):
    _code, kind, words = side
    proposal = inspected(story, house, side)
    demand = demanded(story, night, story.page.rpartition("/")[2])
    order = ordered(story, night, demand)
    talk = measured(story, order, "talk", on="2026-06-09", place="浙江监管局")
    measure = measured(story, order, kind, same_breach_why="谈话不是处罚，问题没有改正。")
    assert "监管谈话" in text_of(story.leader.get(talk).text)
    assert words in text_of(story.leader.get(measure).text)
    closed(story, night, order)

    session = house.session
    session.rollback()
    rows = select(Rectification.kind, Rectification.state).order_by(Rectification.id)
    assert [tuple(row) for row in session.execute(rows)] == [
        ("demand", "failed"),
        ("order", "closed"),
    ]
    numbers = session.scalars(select(Letter.number).order_by(Letter.id)).all()
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) == 7
    ledger = text_of(story.leader.get("/staff/rectifications?show=closed").text)
    assert "责令规范投诉处理" in ledger and "已采用" in text_of(story.leader.get(proposal).text)
    told = [mail.body for mail in house.mailbox().values()]
    assert any("规范投诉处理时限" in body for body in told)
    effect = text_of(story.leader.get("/staff/rectifications/effects").text)
    assert "减少100.0%" in effect
    audit.seal(session)
    assert audit.verify(session).sound
