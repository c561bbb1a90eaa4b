"""One complaint from the public form to its closing in a real browser, a picture of each step."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.kernel import clock
from portal.worker import load_handlers
from tests import factories as make
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import fill, fill_by_keyboard, send
from tests.browser.keystrokes import Counted
from tests.kernel.samples import png
from tests.stories.acts import REPORT, forwarding_of, stored
from tests.stories.ways import ANSWERS, BANK, CLAIM, CODE, ENTRY, NUMBER, Filed, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path("var/journey")
CLERK_STEPS, CLERK_TYPED = 50, 100
"""At most so many keys besides the characters typed, and so many characters."""
BY_DEFAULT = ("channel",)
"""What the form offers rightly already, before the field that has the focus."""

STEPS = [
    *("home", "begin", *ANSWERS, "check", "receipt", "status-received"),
    *("worklist", "case", "forwarded", "status-forwarded"),
    *("inbox", "desk-case", "signed-for", "report", "reported"),
    *("to-accept", "closed", "status-closed"),
]


@pytest.fixture
def house(app, database, session) -> House:
    """A portal with working days and one bank."""
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    make.make_institution(
        session,
        "ICBC",
        BANK,
        short_name="工商银行",
        aliases=("工行",),
        notice_email="a@icbc.example",
    )
    session.commit()
    return House(app, database, session)


class Walk:
    """Takes a picture of each step; with scripts on, each step must be fit for everybody."""

    def __init__(self, name: str, check: Callable[[Page], None] | None) -> None:
        self.folder, self.check = PICTURES / name, check
        self.seen: list[str] = []
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.png"):
            old.unlink()

    def look(self, page: Page, step: str) -> None:
        """Take the picture of a step."""
        self.seen.append(step)
        page.screenshot(path=self.folder / f"{len(self.seen):02}-{step}.png", full_page=True)
        if self.check:
            self.check(page)


@pytest.fixture(params=["desk", "phone-without-javascript"])
def walk(request, check_page) -> Walk:
    """The journey with scripts on a desk, and without them on a telephone."""
    return Walk(request.param, check_page if request.param == "desk" else None)


@pytest.fixture
def browse(chromium: Browser, site, app, session, walk) -> Iterator[Callable[..., Page]]:
    """Give somebody a browser of their own, signed in when a role is named."""
    opened: list[BrowserContext] = []

    def browser(role: str | None = None, **where: object) -> Page:
        scripts = walk.check is not None
        context = chromium.new_context(
            base_url=site, viewport=DESK if scripts else PHONE, java_script_enabled=scripts
        )
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


def cookie_of(app, session, site, role, **where):
    """Return the cookie of the session of a new person."""
    account = make.make_account(session, role, at=clock.now(), **where)
    session.commit()
    visitor = app.test_client()
    with visitor.session_transaction() as stored_session:
        stored_session["_user_id"] = str(account.id)
    return {"name": "zhuanban", "value": visitor.get_cookie("zhuanban").value, "url": site}


def file_complaint(page: Page, walk: Walk) -> Filed:
    """Fill in the public form page by page, with a photograph as evidence."""
    page.goto("/")
    walk.look(page, "home")
    page.goto("/complaints/new")
    walk.look(page, "begin")
    send(page)
    for name, answers in ANSWERS.items():
        assert page.url.endswith(f"/{name}")
        fill(page, answers)
        if name == "evidence":
            photo = {"name": "账单.png", "mimeType": "image/png", "buffer": png()}
            page.set_input_files("input[type=file]", photo)
        walk.look(page, name)
        send(page)
    walk.look(page, "check")
    page.check("[name=declaration]")
    send(page, "main form[action$='/check']")
    walk.look(page, "receipt")
    said = page.inner_text("main")
    return Filed(NUMBER.search(said)[0], CODE.search(said)[0])


def ask_status(page: Page, filed: Filed, walk: Walk, step: str) -> str:
    """Ask how a complaint stands, with its number and code."""
    page.goto("/status")
    fill(page, {"number": filed.number, "code": filed.code})
    send(page)
    walk.look(page, step)
    return page.inner_text("main")


def forward(page: Page, filed: Filed, walk: Walk) -> None:
    """Find the complaint on the worklist and do the ordinary case on its page."""
    page.goto("/staff/")
    walk.look(page, "worklist")
    page.get_by_role("link", name=filed.number).click()
    walk.look(page, "case")
    page.check("#quick-all_yes")
    page.select_option("#quick-business", "B0402")
    page.select_option("#quick-cause", "C07")
    page.check("#quick-institutions-0")
    send(page, "form[action$='quick-forwarding']")
    assert "已初审、分类并转送" in page.inner_text("main")
    walk.look(page, "forwarded")


def answer(page: Page, filed: Filed, walk: Walk) -> None:
    """Sign for the complaint as the bank, and report how it was handled."""
    page.goto("/desk/")
    walk.look(page, "inbox")
    page.get_by_role("link", name=filed.number).first.click()
    assert CLAIM in page.inner_text("main")
    walk.look(page, "desk-case")
    send(page, "main form[action$='/receipt']")
    walk.look(page, "signed-for")
    page.goto(f"{page.url}/report")
    fill(page, {**REPORT, "told_on": clock.today().isoformat()}, "main form[action$='/report']")
    walk.look(page, "report")
    send(page, "main form[action$='/report']")
    walk.look(page, "reported")


def accept(page: Page, filed: Filed, walk: Walk) -> None:
    """Read the bank's report and close the case."""
    page.goto(f"/staff/complaints/{filed.number}")
    walk.look(page, "to-accept")
    send(page, "main form[action$='/acceptance']")
    walk.look(page, "closed")


def test_a_complaint_goes_its_whole_way(house: House, browse, walk: Walk):
    person, officer = browse(), browse("triage", unit_code="330000", name="陈初审")
    filed = file_complaint(person, walk)
    assert "已接收您的投诉" in ask_status(person, filed, walk, "status-received")
    forward(officer, filed, walk)
    house.deliver()
    assert "已转送被投诉机构" in ask_status(person, filed, walk, "status-forwarded")
    bank = browse("institution", institution_id=forwarding_of(house, filed.number).institution_id)
    answer(bank, filed, walk)
    accept(officer, filed, walk)
    house.deliver()
    assert "已办结" in ask_status(person, filed, walk, "status-closed")
    assert stored(house, filed.number).state == "closed"
    assert walk.seen == STEPS
    assert not (person.complaints + officer.complaints + bank.complaints)


def test_a_clerk_takes_a_call_by_the_keyboard_alone(house, app, session, site, page, context):
    context.add_cookies([cookie_of(app, session, site, "clerk", unit_code="330000")])
    page.goto("/staff/complaints/new")
    said = {name: value for name, value in ENTRY.items() if name not in BY_DEFAULT}
    hands = Counted(page)
    fill_by_keyboard(hands, said, last="登记")
    page.wait_for_url(re.compile("/staff/complaints/(?!new$)"))
    hands.note("clerk-phone-complaint", fields=len(said))
    assert hands.steps <= CLERK_STEPS and hands.typed <= CLERK_TYPED, hands
    number = NUMBER.search(page.inner_text("main"))[0]
    complaint = stored(house, number)
    assert (complaint.channel, complaint.territory) == ("phone", "330100")
