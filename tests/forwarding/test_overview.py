"""The dashboard: its days, figures, links, warnings, kept views and digests (Art. 30)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forwarding.commands.digests import post_digests
from forwarding.commands.rises import look_for_rises
from forwarding.models import Rise, SavedView
from forwarding.rules.told_spans import Span, digest_due, span_of
from portal.kernel import outbox
from portal.kernel.notices.mailbox import MailboxMessage
from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import Visitor
from tests.factories import DAY

TODAY = date(2026, 5, 31)
PAGE = "/staff/overview"


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("month", ((5, 1), (5, 31), (4, 1), (4, 30))),
        ("last_month", ((4, 1), (4, 30), (3, 1), (3, 31))),
        ("quarter", ((4, 1), (5, 31), (1, 1), (3, 2))),
        ("last_quarter", ((1, 1), (3, 31), None, None)),
        ("week", ((5, 25), (5, 31), (5, 18), (5, 24))),
    ],
)
def test_days_are_compared_with_as_many_of_the_month_or_quarter_before(name, span):
    days = [date(2026, *each) if each else None for each in span]
    if name == "last_quarter":
        days[2:] = date(2025, 10, 1), date(2025, 12, 31)
    assert span_of(name, TODAY) == Span(*days)


def test_weekly_digests_go_on_mondays_and_monthly_ones_on_the_first():
    days = [date(2026, 6, day) for day in (1, 2, 8)]
    assert [digest_due("weekly", day) for day in days] == [True, False, True]
    assert [digest_due("monthly", day) for day in days] == [True, False, False]
    assert [digest_due("daily", day) for day in days] == [True, True, True]
    assert not digest_due("", days[0])


@pytest.fixture
def house(session, frozen):
    frozen(DAY.isoformat())
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def staff(app, house):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


def test_art_30_every_number_leads_to_the_complaints_behind_it(app, house, staff):
    bank = make.make_institution(house, "BANK0", "样例银行")
    for business in ("B0402", "B0402", "B05"):
        make.forwarded(house, bank.id, business=business)
    make.receive_complaint(house)
    house.commit()
    html = staff.get(PAGE).text
    assert '<span class="zb-card__figure">4</span>' in html and "样例银行" in html
    link = next(part for part in html.split('href="') if "business=B0402" in part).split('"')[0]
    listed = staff.get(link.replace("&amp;", "&")).text
    assert listed.count('class="zb-cases__number') in (0, 2) and "B0402" in link
    other = Visitor(app).enter(house, "supervisor", unit_code="110000").get(PAGE).text
    assert "样例银行" not in other and "这段时间没有收到投诉" in other


def test_art_30_a_warning_is_opened_decided_and_out_of_sight_elsewhere(app, house, staff):
    bank = make.make_institution(house, "BANK0", "样例银行")
    for _ in range(12):
        make.forwarded(house, bank.id, business="B0402")
    look_for_rises(house, at=DAY + timedelta(days=1))
    house.commit()
    row = house.scalars(select(Rise).where(Rise.unit_code == "330000")).one()
    page = f"/staff/rises/{row.id}"
    assert page in staff.get(PAGE).text and "平常同样天数为0.0件" in staff.get(page).text
    assert Visitor(app).enter(house, "supervisor", unit_code="110000").get(page).status_code == 404
    assert staff.post(page, {"act": "note", "remarks": ""}, page=page).status_code == 422
    sent = {"act": "note", "remarks": "已约谈该行信用卡中心"}
    assert staff.post(page, sent, page=page).status_code == 303
    assert page not in staff.get(PAGE).text and "已约谈该行信用卡中心" in staff.get(page).text
    assert staff.post(page, sent, page=PAGE).status_code in (409, 422)


def test_a_kept_dashboard_is_sent_once_a_day_with_figures_only(app, house, staff, database):
    make.receive_complaint(house)
    wanted, place = {"view-name": "本季", "view-digest": "daily"}, f"{PAGE}/views?span=quarter"
    refused = staff.post(place, wanted, page=PAGE)
    assert refused.status_code == 422 and "您的登录名不是电子邮箱" in refused.text
    staff = Visitor(app).enter(house, "supervisor", login="lu@example.com")
    kept = staff.post(place, wanted, page=PAGE)
    assert kept.status_code == 303 and kept.location.endswith("span=quarter&unit=330000")
    view = house.scalars(select(SavedView)).one()
    assert (view.page, view.digest) == ("overview", "daily")
    assert "本季" in staff.get(PAGE).text and "本季" not in staff.get("/staff/").text
    assert [post_digests(house, at=DAY) for _ in range(2)] == [1, 1]
    house.commit()
    while outbox.drain(database, lambda: DAY):
        pass
    mails = [m for m in house.scalars(select(MailboxMessage)) if "投诉态势" in m.subject]
    assert len(mails) == 1 and "收到：1件" in mails[0].body
    assert "/staff/overview?span=quarter" in mails[0].body


def test_odd_addresses_of_the_dashboard_give_ones_own_unit(house, staff):
    for query in ("unit=110000", "span=x", "span=%00&unit='"):
        answer = staff.get(f"{PAGE}?{query}")
        assert answer.status_code == 200 and "浙江" in answer.text
