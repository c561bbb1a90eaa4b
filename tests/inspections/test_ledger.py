"""The rectification ledger: its filters, order and pages, its calendar and its workbook."""

import io
from datetime import timedelta

import pytest
import python_calamine

from inspections.commands import answering
from inspections.queries import ledger
from inspections.queries.ledger import Wanted
from portal.filings.commands import links
from portal.kernel import audit
from tests import factories as make
from tests.inspections.rectification_factories import AFTER, DUE, ISSUED_AT, Desk

LIST = "/staff/rectifications"
TODAY = AFTER.date()


@pytest.fixture
def bank(house):
    return make.make_institution(house, "LB001", "样例台账银行", territory="330106")


@pytest.fixture
def sides(house, bank):
    return Desk(house, make, bank)


def shown(house, actor, as_of=TODAY, **wanted):
    return [one.row.id for one in ledger.page(house, actor, Wanted(**wanted), as_of, None).items]


def test_each_filter_narrows_and_the_nearest_last_day_comes_first(house, sides, bank):
    later = sides.issued(due_on=DUE + timedelta(days=5), title="公布投诉渠道")
    first = sides.issued()
    order = sides.issued("order", "not_reported", due_on=DUE + timedelta(days=9))
    draft = sides.drafted()
    by = sides.handler
    assert shown(house, by) == [first.id, later.id, order.id]
    assert shown(house, by, kind="order") == [order.id]
    assert shown(house, by, article="35") == [order.id]
    assert shown(house, by, due="overdue") == [first.id]
    assert shown(house, by, due="3") == [] and shown(house, by, due="4") == [later.id]
    assert shown(house, by, text="投诉渠道") == [later.id]
    assert shown(house, by, text="没有这样的") == []
    assert shown(house, by, text="〔2026〕2号") == [first.id]
    assert shown(house, by, show="drafted") == [draft.id]
    assert shown(house, by, handler=sides.colleague.account_id) == []
    assert shown(house, by, institution_id=bank.id + 1) == []
    assert shown(house, by, unit="330000") and not shown(house, by, unit="110000")
    assert shown(house, make.make_officer(house, "inspector", unit_code="110000")) == []


def test_on_the_last_day_nothing_is_overdue_and_a_report_in_time_never_is(house, sides):
    row, reported = sides.issued(), sides.issued()
    sides.report(reported, ISSUED_AT)
    assert shown(house, sides.handler, DUE, due="overdue") == []
    assert shown(house, sides.handler, DUE + timedelta(days=1), due="overdue") == [row.id]
    late = sides.issued()
    sides.report(late, AFTER)
    assert shown(house, sides.handler, TODAY, due="overdue") == [row.id, late.id]
    counted = ledger.counts(house, sides.handler, TODAY)
    assert counted == {"overdue": 2, "soon": 0, "reported": 2, "proposed": 0}


def test_pages_follow_one_another_without_gap_or_repeat(house, sides, monkeypatch):
    rows = [sides.issued(due_on=DUE + timedelta(days=n % 2)) for n in range(5)]
    monkeypatch.setattr(ledger, "_PAGE", 2)
    seen, position = [], None
    for _each in range(3):
        page = ledger.page(house, sides.handler, Wanted(), TODAY, position)
        seen += [one.row.id for one in page.items]
        position = page.next
    assert position is None
    assert seen == [row.id for row in sorted(rows, key=lambda row: (row.due_on, row.id))]


def test_the_page_keeps_its_filters_and_the_workbook_is_inert_and_logged(desk, house, sides):
    row = sides.issued(title="=1+1 规范投诉处理时限")
    house.commit()
    inspector = desk("inspector")
    html = inspector.get(f"{LIST}?kind=demand&due=30&article=18&code=lb001").text
    assert "规范投诉处理时限" in html and "kind=demand&amp;due=30" in html
    assert "没有符合条件的整改事项" in inspector.get(f"{LIST}?kind=order").text
    assert inspector.get(f"{LIST}?handler=x&due=nonsense&article=99&unit=1").status_code == 200
    asks = "/staff/exports/new/rectifications?kind=demand"
    assert asks in inspector.get(f"{LIST}?kind=demand").text
    sent = {"key": "once", "form": "xlsx", "people": "none", "reason": "季度核对。"}
    got = inspector.get(inspector.post(asks, sent, page=asks).headers["Location"])
    sheet = python_calamine.load_workbook(io.BytesIO(got.data)).get_sheet_by_index(0)
    cells = sheet.to_python()[1]
    assert cells[0] == row.id and cells[2] == "'=1+1 规范投诉处理时限"
    house.rollback()
    logged = audit.history(house, "ledger", "rectifications")
    assert [each.facts["rows"] for each in logged] == [1]
    assert desk("clerk").get(asks).status_code == 404


def test_a_month_and_the_subscribed_calendar_show_the_last_days(desk, house, sides):
    sides.issued()
    user = make.make_desk_user(house, sides.bank.id)
    secrets = [links.make_link(house, by=by, at=ISSUED_AT) for by in (sides.handler, user)]
    house.commit()
    inspector = desk("inspector")
    assert "规范投诉处理时限" in inspector.get(f"{LIST}/months").text
    assert "规范投诉处理时限" not in inspector.get(f"{LIST}/months/2026-05").text
    assert inspector.get(f"{LIST}/months/2026-13").status_code == 404
    for secret, side in zip(secrets, ("staff/rectifications", "desk/supervision"), strict=True):
        text = inspector.get(f"/calendars/{secret}.ics").text.replace("\r\n ", "")
        assert f"DTSTART;VALUE=DATE:{DUE:%Y%m%d}" in text and side in text
        assert "整改要求：样例台账银行" in text


def test_an_institution_lists_its_own_and_its_branches_only(house, sides, bank):
    other = make.make_institution(house, "LB002", "另一家台账银行", territory="330106")
    row = sides.issued()
    sides.drafted()
    answering.plan(
        house,
        row,
        text="逐件清理",
        person="韩负责",
        post="",
        planned_on=DUE,
        by=sides.user,
        at=ISSUED_AT,
    )
    assert shown(house, sides.user) == [row.id]
    assert shown(house, make.make_desk_user(house, other.id)) == []
