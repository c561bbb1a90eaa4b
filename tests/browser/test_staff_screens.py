"""The officers' screens in a real browser: fit for everybody, by keyboard, without JavaScript."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from tests import factories as make
from tests.forwarding.officers import state_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def house(app, session):
    """A house with working days and one case in each state, by state."""
    make.make_calendar(session)
    bank = make.make_institution(
        session, name="中国工商银行股份有限公司", short_name="工商银行", aliases=("工行",)
    )
    at, proposer = clock.now() - timedelta(days=3), make.make_officer(session)
    given = {"at": at, "stated_name": "工行信用卡中心"}
    cases = {
        "received": make.receive_complaint(session, **given),
        "triaged": make.triaged(session, **given),
        "classified": make.classified(session, institution_id=bank.id, **given),
        "diversion_proposed": make.diversion_proposed(session, by=proposer, **given),
        "forwarded": make.forwarded(session, bank.id, **given),
        "returned": make.forwarded(session, bank.id, **given),
        "answered": make.forwarded(session, bank.id, **given),
        "closed": make.closed(session, bank.id, **given),
    }
    make.returned(session, make.forwardings_of(session, cases["returned"])[0], at=at)
    make.reported(session, make.forwardings_of(session, cases["answered"])[0], at=at)
    session.commit()
    return {state: complaint.number for state, complaint in cases.items()}


@pytest.fixture
def cookie(app, session, site, house):
    """The cookie of a supervisor's session."""
    account = make.make_account(session, "supervisor", name="陈审核")
    session.commit()
    visitor = app.test_client()
    with visitor.session_transaction() as stored:
        stored["_user_id"] = str(account.id)
    return {"name": "zhuanban", "value": visitor.get_cookie("zhuanban").value, "url": site}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_of_a_case_is_fit_for_everybody(
    page, context, site, house, cookie, check_page, language
):
    context.add_cookies([cookie, {"name": "language", "value": language, "url": site}])
    for number in house.values():
        page.goto(f"/staff/complaints/{number}?act=all")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        check_page(page)


@pytest.mark.parametrize(
    "path",
    [
        "/staff/?queue=all&q=年费",
        "/staff/?overdue=y",
        "/staff/forwardings/bulk?{}",
        "/staff/classifications/bulk?{}",
    ],
)
def test_lists_and_previews_are_fit_for_everybody(page, context, house, cookie, check_page, path):
    context.add_cookies([cookie])
    page.goto(path.format("&".join(f"number={number}" for number in house.values())))
    check_page(page)


def test_the_worklist_is_worked_by_the_keyboard_alone(page, context, house, cookie):
    context.add_cookies([cookie])
    page.goto("/staff/")
    first = page.locator("tbody tr a").first.text_content()
    for key in ("j", "x"):
        page.keyboard.press(key)
    assert page.locator("tbody input:checked").count() == 1
    assert "(1)" in page.locator("button:has([data-selected])").text_content()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/complaints/{first}")
    page.go_back()
    page.keyboard.press("/")
    page.keyboard.type(house["closed"].lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/staff/complaints/{house['closed']}")


def test_an_ordinary_case_is_done_on_one_page_without_javascript(
    plain, session, site, house, cookie, app
):
    plain.context.add_cookies([cookie])
    number = house["received"]
    plain.goto(f"{site}/staff/complaints/{number}")
    plain.check("#quick-all_yes")
    plain.select_option("#quick-business", "B0402")
    plain.select_option("#quick-cause", "C07")
    plain.check("#quick-institutions-0")
    plain.click("form[action$='quick-forwarding'] button >> nth=0")
    assert "已初审、分类并转送" in plain.content()
    assert state_of(session, number) == "forwarded"


def test_two_ready_cases_are_forwarded_at_once_by_mouse(page, context, session, house, cookie):
    context.add_cookies([cookie])
    page.goto("/staff/?queue=to_forward")
    page.check(f"input[value='{house['classified']}']")
    page.check(f"input[value='{house['returned']}']")
    page.click("text=批量转送所选")
    page.click("text=确认转送勾选的件")
    assert "办成" in page.content()
    assert state_of(session, house["classified"]) == "forwarded"
