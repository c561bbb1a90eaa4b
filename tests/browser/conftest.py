"""A real Chromium before a real server; `check_page` says whether a page is fit for everybody."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from disclosures.commands import editions
from disclosures.commands.cube import open_cube
from forwarding.commands.rises import look_for_rises
from inspections.commands import measures
from inspections.commands.requests import write_paper
from portal import demo_reports
from portal.filings.commands.requirements import Terms, require
from portal.filings.rules.periods import period
from portal.institutions import commands as register
from portal.institutions.queries import Card
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from tests import factories
from tests.inspections.inspection_factories import Team
from tests.inspections.rectification_factories import AFTER, Desk

HALF_YEAR = {
    "title": "投诉处理情况报告",
    "kind": "other",
    "article": "35",
    "frequency": "half_yearly",
    "days_of_year": ("01-30", "07-30"),
    "valid_from": date(2026, 1, 1),
    "level": "",
}
AXE = Path(__file__).parent / "assets" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 800}
_PATHS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _chromium() -> str | None:
    return next((found for name in _PATHS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or playwright's own where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def site(app) -> Iterator[str]:
    """The address of a server with the application of this test."""
    app.testing = False
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """A visitor with cookies of their own."""
    context = chromium.new_context(base_url=site, viewport=DESK, bypass_csp=False)
    yield context
    context.close()


@pytest.fixture
def plain(chromium: Browser, site: str) -> Iterator[Page]:
    """A page with JavaScript switched off."""
    context = chromium.new_context(base_url=site, viewport=DESK, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that remembers what its console and network complained of."""
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: _note(page, said))
    page.on("pageerror", lambda error: page.complaints.append(f"script: {error}"))
    page.on("requestfailed", lambda request: _note_failure(page, request))
    return page


def _note(page: Page, said) -> None:
    # The status of a page that is an error on purpose is logged by the browser as well.
    own_status = (
        said.text.startswith("Failed to load resource") and said.location["url"] == page.url
    )
    if said.type in {"error", "warning"} and not own_status:
        page.complaints.append(f"{said.type}: {said.text}")


def _note_failure(page: Page, request) -> None:
    # A download ends the navigation that asked for it; that is no failure.
    if not (request.resource_type == "document" and request.failure == "net::ERR_ABORTED"):
        page.complaints.append(f"failed: {request.url}")


def _violations(page: Page) -> list[str]:
    # Evaluated, not added as a script: the page's own CSP would rightly refuse it.
    page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "preload": False,  # axe would copy style sheets inline, which the page's CSP blocks
        "resultTypes": ["violations"],  # what is well need not be described node by node
    }
    found = page.evaluate("async rules => (await axe.run(document, rules)).violations", rules)
    return [
        f"{each['id']}: {each['help']} — {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def _too_wide(page: Page) -> list[str]:
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(DESK)
    return [f"{width} px wide on a phone of {PHONE['width']} px"] if width > PHONE["width"] else []


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Fail on any axe violation, sideways scrolling on a phone, CSP or script error."""

    def check(page: Page) -> None:
        # Not until the network is idle: that is half a second of waiting, and no page of ours
        # asks for more once it is loaded, but for those that follow long work.
        page.wait_for_load_state("load")
        found = _violations(page) + _too_wide(page) + page.complaints
        assert not found, f"{page.url}:\n" + "\n".join(found)

    return check


@pytest.fixture
def populated(app, session: Session) -> int:
    """A portal with a case in several states; returns the institution they were forwarded to."""
    factories.make_calendar(session)
    bank = factories.make_institution(session)
    officer = factories.make_officer(session)
    factories.receive_complaint(session)
    factories.classified(session, by=officer)
    forwarded = factories.forwarded(session, bank.id, by=officer)
    factories.told(session, forwarded)
    branch = _reporting(session, bank)
    _inspected(session, branch)
    _to_put_right(session, branch)
    _filed(session, bank)
    _disclosed(session, bank)
    session.commit()
    return bank.id


def _disclosed(session: Session, bank: Card) -> None:
    """A notice and a disclosure of the running quarter, its cube, and a rise that is warned of."""
    for _ in range(11):
        factories.forwarded(session, bank.id, business="B0402")
    quarter = f"{factories.DAY.year}Q{(factories.DAY.month + 2) // 3}"
    later = period(quarter).last + timedelta(days=5)
    at = datetime(later.year, later.month, later.day, 2, tzinfo=UTC)
    drafter, second = (
        factories.make_officer(session, role, "000000") for role in ("statistician", "supervisor")
    )
    for kind in ("notice", "disclosure"):
        row = editions.draft(session, editions.Terms(kind, "banking", quarter), by=drafter, at=at)
        codes = [each["code"] for each in row.findings]
        editions.confirm(session, row, codes, reason="本期没有报送业务量", by=drafter, at=at)
        editions.submit(session, row, number="", by=drafter, at=at)
        editions.approve(session, row, publish_at=at, by=second, at=at)
        editions.publish(session, row, by=second, at=at)
    open_cube(session, row.id, by=SYSTEM, at=at)
    look_for_rises(session, at=factories.DAY + timedelta(days=1))


def _filed(session: Session, bank: Card) -> None:
    """What branches filed, rightly and wrongly, as the demonstration plays it; and a bulletin."""
    for code in demo_reports.BANKS:
        factories.make_institution(session, code, f"{code}支行", territory="330106", parent=bank)
    head = factories.make_officer(session, "supervisor")
    desk = factories.make_desk_user(session, bank.id, "institution_admin")
    demo_reports.play(session, clock.now(), head, desk)
    terms = editions.Terms("disclosure", "banking", f"{factories.DAY.year}Q1")
    editions.draft(session, terms, by=head, at=clock.now())


def _inspected(session: Session, branch: Card) -> None:
    """An inspection with its facts put, and one under way with a request and a working paper."""
    team = Team(session, factories, branch)
    team.asked(team.in_state("facts_put"))
    row = team.in_state("under_way")
    team.noted(row)
    about = {"title": "抽查记录", "text": "抽查二十件。", "by": team.leader, "at": factories.DAY}
    write_paper(session, row, **about)


def _to_put_right(session: Session, branch: Card) -> None:
    """An order that ran over with a talk proposed, a demand that was reported, and a draft."""
    desk = Desk(session, factories, branch)
    order = desk.failed_order()
    talk = {"reason": "期满仍未改正", "on": date(2026, 4, 3), "place": "三楼会议室"}
    measures.propose(session, order, "talk", **talk, by=desk.handler, at=AFTER)
    desk.reported()
    desk.drafted()


def _reporting(session: Session, bank: Card) -> Card:
    """A branch that owes a report, whose administrator proposes one thing of each kind."""
    branch = factories.make_institution(session, territory="330106", parent=bank)
    head = factories.make_officer(session, "supervisor")
    require(session, Terms(**HALF_YEAR), by=head, at=factories.DAY)
    by = {
        "by": factories.make_desk_user(session, bank.id, "institution_admin"),
        "at": factories.DAY,
    }
    register.propose_change(session, branch.id, {"phone": "95588"}, reason="更换总机", **by)
    given = {"closed_on": date(2026, 3, 2), "reason": "合并"}
    register.propose_closing(session, branch.id, **given, **by)
    opening = register.Opening("西湖支行", "330106", date(2026, 3, 1))
    register.propose_opening(session, branch.id, opening, reason="批复", **by)
    return branch
