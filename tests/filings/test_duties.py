"""Where a duty to report stands, day by day."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from portal.filings.rules.duties import applies, duty_state, late_days

DUE = date(2026, 7, 30)


@dataclass(frozen=True)
class Duty:
    opens_on: date = date(2026, 7, 1)
    due_on: date | None = DUE
    filed_on: date | None = None
    again_by: date | None = None
    late: bool = False
    exempt: bool = False


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 6, 30), "to_come"),
        (date(2026, 7, 1), "open"),
        (DUE, "open"),
        (date(2026, 7, 31), "overdue"),
    ],
)
def test_art_43_the_last_day_is_in_time(day, state):
    assert duty_state(Duty(), day) == state


def test_art_36_what_was_late_once_stays_late():
    assert duty_state(Duty(filed_on=DUE), date(2026, 9, 1)) == "met"
    assert duty_state(Duty(filed_on=date(2026, 8, 1), late=True), date(2026, 9, 1)) == "met_late"


def test_what_was_sent_back_is_due_again_on_the_day_that_was_set():
    again = Duty(again_by=date(2026, 8, 20))
    assert duty_state(again, date(2026, 8, 20)) == "open"
    assert duty_state(again, date(2026, 8, 21)) == "overdue"


def test_an_exempt_duty_is_never_overdue():
    assert duty_state(replace(Duty(), exempt=True), date(2027, 1, 1)) == "exempt"


def test_a_provisional_duty_is_open_until_its_day_is_known():
    assert duty_state(Duty(due_on=None), date(2027, 1, 1)) == "open"


@pytest.mark.parametrize(
    ("signed", "days"), [(DUE, 0), (date(2026, 7, 31), 1), (date(2026, 9, 1), 33)]
)
def test_art_43_lateness_is_counted_in_natural_days(signed, days):
    assert late_days(DUE, signed) == days


@dataclass(frozen=True)
class Aim:
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    institution_ids: tuple[int, ...] = ()
    level: str = ""


BANK = {
    "type": "banking",
    "category": "股份制商业银行",
    "level": "branch",
    "territory": "330106",
    "institution_id": 7,
}


@pytest.mark.parametrize(
    ("aim", "meant"),
    [
        (Aim(), True),
        (Aim(types=("banking",)), True),
        (Aim(types=("insurer",)), False),
        (Aim(types=("banking",), level="head"), False),
        (Aim(territories=("330000",)), True),
        (Aim(territories=("330100",)), True),
        (Aim(territories=("330200",)), False),
        (Aim(territories=("000000",)), True),
        (Aim(institution_ids=(7,)), True),
        (Aim(institution_ids=(8,)), False),
        (Aim(types=("insurer",), institution_ids=(7,)), True),
        (Aim(categories=("国有大型商业银行",)), False),
    ],
)
def test_a_requirement_is_aimed_by_type_category_level_territory_or_name(aim, meant):
    assert applies(aim, **BANK) is meant
