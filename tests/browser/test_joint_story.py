"""Twenty people come with one complaint against two institutions; a picture of each step.

A part of what they say is a 举报 and goes its own way, one institution mediates, the other's branch
decides and its superior looks into that, and the case is closed.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from forwarding.models import Matter, Mediation, Review
from portal.institutions.commands.mediators import Stated, add_mediator
from portal.institutions.queries import by_code
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.worker import load_handlers
from tests import factories as make
from tests.browser.conftest import DESK
from tests.browser.hands import fill, send
from tests.browser.test_journey import Walk, cookie_of
from tests.stories.acts import REPORT, stored
from tests.stories.ways import CODE, NUMBER, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLOSELY = {"case", "mediation", "review-decided", "status"}
SECRET = "柜员私下售卖飞单"
CLAIM = "要求退还被划扣的保费，赔偿利息损失。"
FACTS = f"我们二十人在网点办存款，被办成了保险。另外举报：{SECRET}。"
MEMBERS = "\n".join(f"投诉人{n:02}" for n in range(6, 21))
OTHERS = "\n".join(f"代表{name}，，1380000{n:04}" for n, name in enumerate("甲乙丙丁"))
VISIT = {
    "channel": "visit",
    "territory": "330100",
    "kind": "natural",
    "name": "领头人",
    "phone": "13812341234",
    "preferred_means": "sms",
    "institution": "中国工商银行股份有限公司杭州分行；中国平安人寿保险股份有限公司",
    "claim": CLAIM,
    "facts": FACTS,
}


@pytest.fixture
def house(app, database, session) -> House:
    """A portal with a bank and its branch, an insurer and a mediation organisation."""
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    bank = make.make_institution(session, "ICBC", "中国工商银行股份有限公司", short_name="工行")
    make.make_institution(
        session, "ICBC-HZ", "中国工商银行股份有限公司杭州分行", parent=bank, territory="330100"
    )
    life = {"type": "insurer", "category": "人身保险公司"}
    make.make_institution(session, "PAL", "中国平安人寿保险股份有限公司", **life)
    stated = Stated(
        name="浙江省金融消费纠纷调解中心",
        territory="330000",
        sectors=("banking", "insurance"),
        began_on=make.DAY.date(),
    )
    add_mediator(session, stated, by=SYSTEM, at=clock.now())
    session.commit()
    return House(app, database, session)


@pytest.fixture
def browse(chromium: Browser, site, app, session) -> Iterator[Callable[..., Page]]:
    """Give somebody a browser of their own, signed in when a role is named."""
    opened: list[BrowserContext] = []

    def browser(role: str | None = None, **where: object) -> Page:
        context = chromium.new_context(base_url=site, viewport=DESK)
        opened.append(context)
        if role:
            context.add_cookies([cookie_of(app, session, site, role, **where)])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(f"script: {error}"))
        return page

    yield browser
    for context in opened:
        context.close()


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true })")


def do(page: Page, action: str, **answers: Any) -> None:
    """Open what hides a form, fill it in by the names of its fields and send it."""
    form = f"main form[action$='{action}']"
    closed = "[data-acts] a[href*='act=all']"
    page.locator(f"{form}, {closed}").first.wait_for(state="attached")
    if not page.locator(form).count():
        page.click(closed)
    unfold(page)
    fill(page, answers, form)
    send(page, form)
    assert not page.locator(".govuk-error-summary").count(), page.inner_text("main")[:400]


def come(page: Page, walk: Walk) -> tuple[str, str]:
    """Register the visit of twenty people and return number and code."""
    page.goto("/staff/complaints/new?channel=visit")
    unfold(page)
    fill(page, VISIT)
    page.check("[name=joint]")
    fill(page, {"people_count": "20", "representatives": OTHERS, "members": MEMBERS})
    page.check("[name=signed_or_sealed]")
    walk.look(page, "visit")
    send(page)
    said = page.inner_text("main")
    walk.look(page, "registered")
    return NUMBER.search(said)[0], CODE.search(said)[0]


def triage(page: Page, number: str, walk: Walk) -> None:
    """Split the report off, decide the institutions, and forward to both."""
    page.goto(f"/staff/complaints/{number}")
    assert "20" in page.inner_text("main")
    walk.look(page, "case")
    do(
        page,
        "/matters",
        **{
            "split-track": "report",
            "split-content": SECRET,
            "split-shown_claim": CLAIM,
            "split-shown_facts": "我们二十人在网点办存款，被办成了保险。",
        },
    )
    walk.look(page, "split")
    page.check("#quick-all_yes")
    page.select_option("#quick-business", "L01")
    page.select_option("#quick-cause", "I01")
    for name in ("ICBC-HZ", "PAL"):
        page.locator(".govuk-checkboxes__item", has_text=f"（{name}）").locator("input").check()
    send(page, "form[action$='quick-forwarding']")
    walk.look(page, "forwarded")


def mediate(page: Page, number: str, walk: Walk) -> None:
    """Let the insurer mediate, reach an agreement and report."""
    today = clock.today().isoformat()
    page.goto("/desk/")
    page.get_by_role("link", name=number).first.click()
    assert SECRET not in page.content() and "举报" not in page.inner_text("main")
    walk.look(page, "insurer-desk")
    do(page, "/receipt")
    offered = page.locator("[name='mediate-organisation'] option")
    organisation = offered.nth(1).get_attribute("value")
    asked = {"organisation": organisation, "consented_on": today, "applied_on": today}
    do(page, "/mediations", **{f"mediate-{name}": value for name, value in asked.items()})
    do(page, "/acceptance", **{"accepted-accepted_on": today})
    walk.look(page, "mediation")
    ended = {"result": "agreed", "ended_on": today, "amount": "200000"}
    do(page, "/end", **{f"ended-{name}": value for name, value in ended.items()})
    page.goto(f"{page.url}/report")
    given = {**REPORT, "cause": "I01", "told_on": today, "result": "settled"}
    fill(page, given, "main form[action$='/report']")
    send(page, "main form[action$='/report']")
    walk.look(page, "insurer-reported")


def decide(page: Page, number: str, walk: Walk) -> None:
    """Let the branch report its decision."""
    page.goto("/desk/")
    page.get_by_role("link", name=number).first.click()
    assert SECRET not in page.content()
    page.goto(f"{page.url}/report")
    decided = {"decided_by_branch": "yes", "remedies": ["review", "mediation", "litigation"]}
    given = {**REPORT, **decided, "cause": "I01", "result": "not_upheld"}
    given["told_on"] = clock.today().isoformat()
    fill(page, given, "main form[action$='/report']")
    send(page, "main form[action$='/report']")
    walk.look(page, "branch-reported")


def review(page: Page, number: str, walk: Walk) -> None:
    """Let the superior of the branch look into its decision."""
    today = clock.today().isoformat()
    page.goto("/desk/?queue=all")
    page.get_by_role("link", name=number).first.click()
    asked = {"decision_received_on": today, "applied_on": today, "grounds": "没有核实录像。"}
    do(page, "/reviews", **{f"review-{name}": value for name, value in asked.items()})
    walk.look(page, "review-applied")
    concluded = {
        "outcome": "changed",
        "of_process": "过程合规。",
        "of_time_limits": "时限合规。",
        "of_result": "应当退还。",
        "decided_on": today,
        "told_on": today,
        "told_means": "phone",
    }
    do(page, "/conclusion", **{f"conclusion-{name}": value for name, value in concluded.items()})
    walk.look(page, "review-decided")


def ask(page: Page, number: str, code: str, walk: Walk) -> None:
    """Ask how it stands, as one of the twenty."""
    page.goto("/status")
    fill(page, {"number": number, "code": code})
    send(page)
    walk.look(page, "status")


def test_twenty_people_two_institutions_a_report_a_mediation_and_a_review(
    house: House, browse, check_page
):
    # The pages of an ordinary case are looked at closely in the journey.
    walk = Walk("joint", lambda page: check_page(page) if walk.seen[-1] in CLOSELY else None)
    clerk, officer, person = browse("clerk"), browse("supervisor", name="陈复核"), browse()
    number, code = come(clerk, walk)
    triage(officer, number, walk)
    house.deliver()

    def desk(code: str) -> Page:
        return browse("institution", institution_id=by_code(house.session, code).id)

    mediate(desk("PAL"), number, walk)
    decide(desk("ICBC-HZ"), number, walk)
    review(desk("ICBC"), number, walk)
    for _ in range(2):
        officer.goto(f"/staff/complaints/{number}")
        do(officer, "/acceptance")
    walk.look(officer, "closed")
    house.deliver()
    ask(person, number, code, walk)
    case = stored(house, number)
    assert (case.state, case.joint, case.people_count) == ("closed", True, 20)
    (matter,) = house.session.scalars(select(Matter))
    assert (matter.track, matter.received_on) == ("report", case.received_on)
    assert house.session.scalar(select(Mediation.result)) == "agreed"
    assert house.session.scalar(select(Review.outcome)) == "changed"
    assert not (clerk.complaints + officer.complaints + person.complaints)
