"""A proposal becomes an inspection with three findings, one objected to, and is archived."""

import io
import zipfile
from datetime import datetime

import pytest
from sqlalchemy import select

from inspections.commands import proposing
from inspections.models import Finding, Letter, Proposal
from portal.institutions.queries import by_code
from portal.kernel import audit
from tests.inspections.suspects import late_cases
from tests.stories.inspected import Inspected
from tests.stories.pages import text_of
from tests.stories.people import Person


@pytest.fixture
def bank(house):
    return by_code(house.session, "ICBC-HZ")


@pytest.fixture
def told(house, frozen, bank) -> Inspected:
    """Officers of the bureau and the bank's clerk, on a Wednesday in April."""
    frozen("2026-04-08T09:00+08:00")
    staff = [
        Person(house.app, house.session, role, unit_code="330000")
        for role in ("inspector", "inspector", "supervisor")
    ]
    clerk = Person(house.app, house.session, "institution", institution_id=bank.id)
    return Inspected(house, frozen, *staff, clerk)


@pytest.fixture
def proposal(house, bank, told):
    """Return the page of the proposal that five late cases gave rise to, and their numbers."""
    numbers = late_cases(house.session, bank.id, 5)
    proposing.renew(house.session, at=datetime.fromisoformat("2026-04-08T05:00+08:00"))
    house.session.commit()
    found = select(Proposal).where(Proposal.rule == "late_handling", Proposal.unit_code == "330000")
    return f"/staff/proposals/{house.session.scalars(found).one().id}", numbers


def until_facts_are_put(story: Inspected, proposal: str) -> None:
    story.plan(proposal)
    story.act(story.leader, "notice")
    story.house.deliver()
    assert len(story.read_letters()) == 1
    story.on("2026-04-13T09:00")
    story.act(story.leader, "entry", on="2026-04-13")
    story.note_findings()
    story.act(story.leader, "facts", due_on="2026-04-24")
    story.house.deliver()


def until_the_opinion(story: Inspected) -> None:
    story.on("2026-04-24T23:30")  # the last day, which is in time
    story.answer_facts(1, "三份决定都另附了处理依据。")
    story.on("2026-04-27T10:00")
    second = story.findings()[1]
    rule = {"ruling-decision": "drop", "ruling-ruling": "经核对，附件已写明依据。"}
    story.leader.do(second, f"{second}/ruling", **rule)
    story.act(story.leader, "settlement")
    story.act(story.leader, "report", text="检查报告：两项问题，一项不予认定。")
    story.act(story.head, "opinion", text="请在三十日内完成整改。")
    story.house.deliver()


def test_a_proposal_becomes_an_inspection_with_three_findings_that_is_archived(
    house, told, proposal
):
    page, numbers = proposal
    until_facts_are_put(told, page)
    assert "屡查屡犯" not in told.leader.get(told.page).text
    until_the_opinion(told)
    assert all(body.startswith(b"%PDF") for body in told.read_letters())
    told.act(told.leader, "archive")

    own = text_of(told.clerk.get(told.own).text)
    assert "不予认定" in own and "请在三十日内完成整改。" in own and "检查报告：" not in own
    packed = told.leader.get(f"{told.page}/file.zip").data
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert [name for name in names if name.startswith("文书/")] == [
        "文书/2026-1-检查通知书.pdf",
        "文书/2026-2-事实确认书.pdf",
        "文书/2026-3-检查意见书.pdf",
    ]
    assert "已采用" in text_of(told.leader.get(page).text)
    what_is_stored(house, told, numbers)
    the_follow_up_finds_it_again(told)


def what_is_stored(house, told, numbers):
    """The states of findings, the days of service, who was told, and a sound trail."""
    session = house.session
    session.rollback()
    states = select(Finding.state).order_by(Finding.ordinal)
    assert session.scalars(states).all() == ["confirmed", "dropped", "confirmed"]
    served = select(Letter.served_by, Letter.served_on).order_by(Letter.id)
    assert [(how, day.isoformat()) for how, day in session.execute(served)] == [
        ("portal", "2026-04-08"),
        ("portal", "2026-04-27"),
        ("portal", "2026-04-27"),
    ]
    html = told.leader.get(told.findings()[0]).text
    assert all(number in html for number in numbers)
    sent = [mail.body for mail in house.mailbox().values()]
    assert any("事实确认书" in body for body in sent)
    audit.seal(session)
    assert audit.verify(session).sound


def the_follow_up_finds_it_again(told):
    """The follow-up of the same day: what stood is a repeated finding, what was dropped is not."""
    first = told.page
    told.follow_up()
    told.act(told.leader, "notice")
    told.read_letters()
    told.act(told.leader, "entry", on="2026-04-27")
    told.note_findings()
    html = told.leader.get(told.page).text
    assert html.count("屡查屡犯") == 2, "the one that was dropped is repeated by none"
    assert first in html
