"""The register of mediation organisations (Art. 39): kept by staff, read by everybody."""

from datetime import date

import pytest

from portal.institutions.commands.mediators import Stated, add_mediator, edit_mediator
from portal.institutions.faults import Unfit
from portal.institutions.queries import mediator, mediators
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests import limit_factories as limits
from tests.browsing import Visitor

LIST = "/staff/institutions/mediators"
SENT = {
    "name": "杭州样例纠纷调解中心",
    "territory": "330100",
    "sectors": ["banking"],
    "began_on": "2024-01-01",
    "phone": "0571-87654321",
}


@pytest.fixture
def house(session):
    """The session with the regulator's units."""
    make.make_units(session)
    session.commit()
    return session


def stated(**changes):
    given = {"name": "样例", "territory": "330000", "sectors": ("banking",)}
    return Stated(**{**given, "began_on": date(2024, 1, 1), **changes})


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"territory": "999999"}, "territory"),
        ({"sectors": ()}, "sectors"),
        ({"sectors": ("fishing",)}, "sectors"),
        ({"ended_on": date(2023, 12, 31)}, "ended_on"),
    ],
)
def test_art_39_an_entry_that_cannot_be_is_refused_at_its_column(house, change, column):
    with pytest.raises(Unfit) as caught:
        add_mediator(house, stated(**change), by=SYSTEM, at=make.DAY)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_art_39_a_name_is_entered_once(house):
    first = add_mediator(house, stated(), by=SYSTEM, at=make.DAY)
    with pytest.raises(Unfit):
        add_mediator(house, stated(), by=SYSTEM, at=make.DAY)
    act = {"version": first.version, "by": SYSTEM, "at": make.DAY}
    edit_mediator(house, first.id, stated(ended_on=date(2026, 1, 1)), **act)
    found = mediator(house, first.id)
    assert found.active_on(date(2026, 1, 1)) and not found.active_on(date(2026, 1, 2))
    assert not found.active_on(date(2023, 12, 31))


def test_art_6_39_another_territory_is_outside_reach(house):
    officer = make.make_officer(house, "supervisor", "440000")
    with pytest.raises(Breach) as caught:
        add_mediator(house, stated(), by=officer, at=make.DAY)
    assert caught.value.code == "institution_outside_reach"


def test_art_39_a_territory_finds_those_in_it_and_those_above_it(house):
    for name, territory in (("全国", "000000"), ("浙江", "330000"), ("杭州", "330100")):
        limits.make_mediator(house, name, territory=territory)
    limits.make_mediator(house, "广东", territory="440000")
    found = {one.name for one in mediators(house, territory="330000")}
    assert found == {"全国", "浙江", "杭州"}
    assert {one.name for one in mediators(house, territory="330200")} == {"全国", "浙江"}


def test_art_39_a_supervisor_enters_and_corrects_and_the_second_editor_gets_409(app, house):
    visitor = Visitor(app).enter(house, "supervisor", unit_code="330000")
    done = visitor.post(f"{LIST}/new", SENT, page=f"{LIST}/new")
    assert done.status_code == 303, done.text
    [row] = mediators(house)
    assert row.name in visitor.get(LIST).text
    page = f"{LIST}/{row.id}"
    changed = {**SENT, "version": row.version, "ended_on": "2025-01-01"}
    assert visitor.post(page, changed, page=page).status_code == 303
    again = visitor.post(page, {**changed, "phone": "1"}, page=page)
    assert again.status_code == 409
    house.expire_all()
    assert mediator(house, row.id).ended_on == date(2025, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"territory": "12"},
        {"began_on": "去年"},
        {"sectors": ["x"]},
        {"name": ""},
        {"phone": "\x00"},
    ],
)
def test_art_39_a_bad_form_says_what_to_mend(app, house, change):
    visitor = Visitor(app).enter(house, "supervisor", unit_code="330000")
    page = visitor.post(f"{LIST}/new", {**SENT, **change}, page=f"{LIST}/new")
    assert page.status_code == 422 and mediators(house) == []


def test_art_39_who_may_not_keep_it_may_read_it_and_no_other(app, house):
    limits.make_mediator(house)
    clerk = Visitor(app).enter(house, "clerk")
    assert clerk.get(LIST).status_code == 200
    assert clerk.get(f"{LIST}/new").status_code == 403
    elsewhere = Visitor(app).enter(house, "supervisor", unit_code="440000")
    [row] = mediators(house)
    assert elsewhere.get(f"{LIST}/{row.id}").status_code == 403
    assert elsewhere.get(f"{LIST}/99999").status_code == 404
    assert Visitor(app).get(LIST).status_code in (302, 303, 401)


def test_art_39_the_public_reads_who_works_today_by_territory(app, house, frozen):
    frozen("2026-03-04T10:00+08:00")
    limits.make_mediator(house, "浙江的调解中心")
    limits.make_mediator(house, "广东的调解中心", territory="440000")
    limits.make_mediator(house, "已经停止的中心", ended_on=date(2025, 1, 1))
    house.commit()
    visitor = Visitor(app)
    everything = visitor.get("/institutions/mediation").text
    assert "浙江的调解中心" in everything and "广东的调解中心" in everything
    assert "已经停止的中心" not in everything
    here = visitor.get("/institutions/mediation?territory=330000").text
    assert "浙江的调解中心" in here and "广东的调解中心" not in here
    assert visitor.get("/institutions/mediation?territory=nonsense").status_code == 200
    assert "没有找到调解组织" in visitor.get("/institutions/mediation?territory=500000").text
