"""What goes elsewhere in a real browser: every screen fit for everybody, in both languages."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from forwarding.commands import decline
from portal.kernel import clock
from tests import elsewhere_factories as going
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("ZHUANBAN_PICTURES")


_FACTS = (
    "年费多扣三百元",
    "保单退保少算利息",
    "法院立案在审",
    "养老金迟发两月",
    "北京网点误扣手续费",
)


def _apart(place: int, at) -> dict[str, object]:
    """Return what a case needs, so that none looks like another."""
    phone, name = f"1381234{place:04}", "赵钱孙李周"[place] + "小明"
    who = make.person(name=name, phone=phone, id_no=None, id_type=None)
    words = {"claim": _FACTS[place], "facts": _FACTS[place] * 3}
    return {"at": at, "territory": "330106", "person": who, **words}


@pytest.fixture
def pages(app, session):
    """The screens, by name: addresses of cases split, declined and handed over, and the lists."""
    make.make_calendar(session)
    make.make_units(session)
    make.make_sub_bureau(session)
    bank = make.make_institution(session, territory="110101")
    at, officer = clock.now() - timedelta(days=3), make.make_officer(session)
    boss = make.make_officer(session, "supervisor")
    split = make.receive_complaint(session, institution_id=bank.id, **_apart(0, at))
    part = going.split_off(session, split, at=at, by=officer)
    late = make.forwarded(session, **_apart(1, at - timedelta(days=40)))
    make.reported(session, make.forwardings_of(session, late)[0], at=at, lateness_reason="核实")
    proposed, declined = (
        going.decline_proposed(
            session, make.receive_complaint(session, **_apart(n, at)), by=officer, at=at
        )
        for n in (2, 3)
    )
    decline.not_accept(session, declined, by=boss, at=at)
    handed = make.receive_complaint(session, **_apart(4, at))
    going.handed_over(session, handed, "330300", at=at)
    session.commit()
    cases = {"split": split, "late": late, "proposed": proposed, "declined": declined}
    found = {name: f"/staff/complaints/{case.number}?act=all" for name, case in cases.items()}
    return found | {
        "handed": f"/staff/complaints/{handed.number}",
        "clock": f"/staff/complaints/{handed.number}/clock",
        "matter": f"/staff/matters/{part.number}",
        "matters": "/staff/matters",
        "hand_overs": "/staff/hand-overs",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_screen_of_what_goes_elsewhere_is_fit_for_everybody(
    page, context, app, session, site, pages, check_page, language
):
    account = make.make_account(session, "supervisor", name="陈审核")
    session.commit()
    visitor = app.test_client()
    with visitor.session_transaction() as stored:
        stored["_user_id"] = str(account.id)
    cookie = {"name": "zhuanban", "value": visitor.get_cookie("zhuanban").value, "url": site}
    context.add_cookies([cookie, {"name": "language", "value": language, "url": site}])
    for name, address in pages.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        check_page(page)
        _picture(page, f"{name}-{language}")


def _picture(page, name: str) -> None:
    """Keep a picture of a page on a desk and on a phone, where a folder is named for them."""
    for width in (1360, 390) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(PICTURES or "") / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1360, "height": 800})
