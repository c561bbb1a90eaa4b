"""What pages about an institution say of what it reported and owes, and of its cases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.filings.commands.requirements import Terms, require
from portal.filings.models import Obligation
from tests import factories as make
from tests.browsing import Visitor
from tests.filings.people import everybody, reported
from tests.filings.test_months import HALF_YEAR
from tests.filings.test_pages import SIGNED, act, filed


@pytest.fixture
def asked(house, bank, head, frozen):
    frozen("2026-07-20T10:00+08:00")
    require(house, Terms(**HALF_YEAR), by=head, at=make.DAY)
    house.commit()


@pytest.fixture
def staff(app, house, asked):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


@pytest.fixture
def desk(app, house, bank, asked):
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


def test_an_institution_that_reported_nothing_shows_what_it_owes(staff, bank):
    page = staff.get(f"/staff/institutions/{bank.code}").text
    assert "报送情况" in page and "待报送 1" in page
    assert "还没有报送" in page and "尚未报送责任人名单" in page
    listed = staff.get(f"/staff/filings?state=open&institution={bank.code}").text
    assert "投诉处理情况报告" in listed
    assert "没有符合条件" in staff.get("/staff/filings?institution=NOBODY").text


def test_what_was_signed_last_stands_on_the_pages_of_both_sides(staff, desk, house, bank):
    duty = house.scalars(select(Obligation).where(Obligation.period == "2026H1")).one()
    address = filed(desk, duty)
    assert "还没有报送" in staff.get(f"/staff/institutions/{bank.code}").text
    assert act(desk, address, "signature", "signature", **SIGNED).status_code == 303
    page = staff.get(f"/staff/institutions/{bank.code}").text
    assert "按期1项" in page and "待审核" in page
    own = desk.get("/desk/institution").text
    assert "韩签字" in own and address in own


def test_a_filing_that_meets_no_duty_goes_by_its_kind(app, house, bank, head, frozen):
    on = make.DAY.date()
    frozen(make.DAY)
    clerk = make.make_desk_user(house, bank.id)
    reported(house, bank.id, everybody(on), by=clerk, judge=head, on=on)
    house.commit()
    staff = Visitor(app).enter(house, "supervisor", unit_code="330000")
    assert "责任人名单及变动" in staff.get(f"/staff/institutions/{bank.code}").text


def test_another_territorys_officer_sees_nothing_of_what_is_reported(app, house, bank, asked):
    head_office = make.make_institution(house, territory="000000")
    house.commit()
    stranger = Visitor(app).enter(house, "supervisor", unit_code="110000")
    page = stranger.get(f"/staff/institutions/{head_office.code}").text
    assert "报送情况" not in page


def test_each_branch_shows_its_own_duties_in_the_list(app, house, bank, asked):
    branch = make.make_institution(house, territory="330106", parent=bank)
    house.commit()
    desk = Visitor(app).enter(house, "institution_admin", institution_id=bank.id)
    page = desk.get("/desk/institution/branches").text
    assert branch.code in page and f"institution={bank.code}" not in page
    assert desk.get(f"/desk/filings?institution={branch.code}").status_code == 200


def test_open_and_late_cases_of_an_institution_stand_on_its_page(app, house, bank, frozen):
    make.forwarded(house, bank.id)
    late = make.forwarded(house, bank.id)
    make.reported(house, make.forwardings_of(house, late)[0])
    house.commit()
    frozen(make.DAY + timedelta(days=40))
    staff = Visitor(app).enter(house, "triage", unit_code="330000")
    page = staff.get(f"/staff/institutions/{bank.code}").text
    assert "办理中1件" in page and "已逾期1件" in page and "已报告待审核1件" in page
