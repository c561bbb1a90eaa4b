"""Complaints before and after the regulator stepped in: equal spans, own territory, branches."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from inspections.queries.effect import effects
from inspections.rules.effect import LONGEST, Effect, spans
from portal.kernel.clock import ZONE
from tests import factories as make
from tests.browsing import Visitor
from tests.inspections.rectification_factories import ISSUED_AT, Desk

ISSUED = ISSUED_AT.date()
TODAY = ISSUED + timedelta(days=60)


def test_the_spans_are_equal_and_touch_the_day_of_issue_once():
    found = spans(ISSUED, TODAY)
    assert found.before == (ISSUED - timedelta(days=60), ISSUED - timedelta(days=1))
    assert found.after == (ISSUED, TODAY - timedelta(days=1))
    assert spans(ISSUED, ISSUED + timedelta(days=29)) is None
    assert spans(ISSUED, ISSUED + timedelta(days=30)).days == 30
    assert spans(ISSUED, ISSUED + timedelta(days=900)).days == LONGEST


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (8, 4, "-50.0"),
        (3, 4, "33.3"),
        (6, 7, "16.7"),
        (4, 4, "0.0"),
        (0, 4, None),
        (800, 799, "-0.1"),
    ],
)
def test_a_change_is_rounded_once_and_never_told_from_nought(before, after, change):
    told = Effect(spans(ISSUED, TODAY), before, after).change
    assert told == (None if change is None else Decimal(change))


@pytest.fixture
def house(session):
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def bank(house):
    return make.make_institution(house, "WB001", "某某银行", territory="330106")


def forwarded(house, institution, day, count=1, **place):
    at = datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)
    for _ in range(count):
        make.forwarded(house, institution.id, at=at, received_at=at, **place)


def test_what_counts_lies_in_the_spans_and_in_the_territory(house, bank):
    branch = make.make_institution(house, "WB002", "某某银行支行", parent=bank, territory="330106")
    row = Desk(house, make, bank).issued()
    forwarded(house, bank, ISSUED - timedelta(days=61))
    forwarded(house, bank, ISSUED - timedelta(days=60), 2)
    forwarded(house, branch, ISSUED - timedelta(days=1))
    forwarded(house, bank, ISSUED)
    forwarded(house, bank, TODAY)
    forwarded(house, bank, ISSUED + timedelta(days=5), territory="310115")
    told = effects(house, [row], TODAY)[row.id]
    assert (told.before, told.after, told.change) == (3, 1, Decimal("-66.7"))
    assert effects(house, [row], ISSUED + timedelta(days=29)) == {}


def test_officers_see_the_effect_on_a_list_at_the_letter_and_at_the_institution(
    app, house, bank, frozen
):
    frozen("2026-05-01T10:00+08:00")
    Desk(house, make, bank).issued()
    forwarded(house, bank, ISSUED - timedelta(days=3), 4)
    forwarded(house, bank, ISSUED + timedelta(days=3), 1)
    house.commit()
    officer = Visitor(app).enter(house, "inspector", unit_code="330000")
    pages = (
        "/staff/rectifications/effects",
        "/staff/rectifications/1",
        "/staff/institutions/WB001",
    )
    for page in pages:
        assert "减少75.0%" in officer.get(page).text, page
    elsewhere = Visitor(app).enter(house, "inspector", unit_code="310000")
    assert "还没有可以比较的文书" in elsewhere.get("/staff/rectifications/effects").text
    assert "整改和成效" not in elsewhere.get("/staff/institutions/WB001").text


def test_nothing_is_compared_before_thirty_days(app, house, bank, frozen):
    frozen(f"{ISSUED + timedelta(days=10)}T10:00+08:00")
    Desk(house, make, bank).issued()
    house.commit()
    officer = Visitor(app).enter(house, "inspector", unit_code="330000")
    assert "满30日后" in officer.get("/staff/rectifications/effects").text
    assert date(2026, 3, 12) == ISSUED + timedelta(days=10)
