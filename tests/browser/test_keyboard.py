"""The officers' keys in a real browser: a whole case by keyboard alone, and the list of keys."""

import re

import pytest

from portal.kernel import clock
from tests import factories as make
from tests.browser.hands import fill_by_keyboard
from tests.browser.keystrokes import Counted
from tests.forwarding.officers import state_of
from tests.stories.ways import NUMBER

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TRIAGE_STEPS = 50


@pytest.fixture
def cases(app, session):
    """Working days and two new complaints against one bank."""
    make.make_units(session)
    make.make_calendar(session)
    make.make_institution(
        session, name="中国工商银行股份有限公司", short_name="工商银行", aliases=("工行",)
    )
    at = clock.now()
    found = [make.receive_complaint(session, at=at, stated_name="工商银行") for _ in range(2)]
    session.commit()
    return [complaint.number for complaint in found]


@pytest.fixture
def officer(app, session, site, cases, page, context):
    """A triage officer's page."""
    account = make.make_account(session, "triage", name="陈初审")
    session.commit()
    visitor = app.test_client()
    with visitor.session_transaction() as stored:
        stored["_user_id"] = str(account.id)
    value = visitor.get_cookie("zhuanban").value
    context.add_cookies([{"name": "zhuanban", "value": value, "url": site}])
    return page


def test_a_case_is_triaged_classified_and_forwarded_by_keyboard_alone(officer, cases, session):
    officer.goto("/staff/")
    hands = Counted(officer)
    for key in ("j", "Enter"):
        hands.press(key)
    officer.wait_for_url("**/staff/complaints/*")
    number = NUMBER.search(officer.url)[0]
    hands.press("a")
    assert officer.evaluate("document.activeElement.name") == "quick-all_yes"
    hands.press("Space")
    answers = {
        "quick-business": "B0402",
        "quick-cause": "C07",
        "quick-institutions": [officer.locator("#quick-institutions-0").get_attribute("value")],
    }
    fill_by_keyboard(hands, answers, last="转送")
    officer.wait_for_selector("text=已初审、分类并转送")
    assert state_of(session, number) == "forwarded"
    hands.press("n")
    other = next(each for each in cases if each != number)
    officer.wait_for_url(re.compile(f"{other}|/staff/$"))
    hands.note("triage-classify-forward", fields=len(answers) + 1)
    assert hands.steps <= TRIAGE_STEPS and not hands.typed, hands


def test_the_keys_are_shown_over_the_page_and_put_away(officer, check_page):
    asked: list[str] = []
    officer.on("request", lambda request: asked.append(request.url))
    officer.goto("/staff/")
    officer.keyboard.press("?")
    dialog = officer.locator("dialog[open]")
    dialog.wait_for()
    assert "到现在可以办理" in dialog.inner_text().replace("“", "").replace("”", "")
    check_page(officer)
    officer.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    officer.keyboard.press("?")
    dialog.wait_for()
    officer.keyboard.press("?")
    dialog.wait_for(state="detached")
    # Put away by its own key, it stays away: the key does not ask for the list again.
    officer.evaluate("fetch('/healthz')")
    assert sum(url.endswith("/staff/keys") for url in asked) == 2
    assert not officer.complaints


def test_a_key_typed_into_a_field_is_text(officer, cases):
    officer.goto(f"/staff/complaints/{cases[0]}")
    field = officer.locator("#quick-instructions")
    field.focus()
    officer.keyboard.type("a?nxjk/")
    assert field.input_value() == "a?nxjk/"
    assert not officer.locator("dialog").count() and cases[0] in officer.url


def test_the_list_of_keys_is_a_page_without_scripts(plain, context, officer, site, check_page):
    plain.context.add_cookies(context.cookies())
    plain.goto(f"{site}/staff/")
    plain.click("[data-keys]")
    assert plain.url.endswith("/staff/keys") and "下一件待转送" in plain.inner_text("main")
    officer.goto("/staff/keys")
    check_page(officer)
