"""Periods and the days by which a report of them is due."""

from datetime import date

import pytest

from portal.filings.rules.periods import day_of_year, due_by, due_within, period, periods_between
from portal.kernel.arrangement import packaged

HALF_YEARLY = ("01-30", "07-30")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_as_bulletins_write_it(text, first, last):
    found = period(text)
    assert (found.first, found.last, found.text) == (first, last, text)


@pytest.mark.parametrize("text", ["", "2026H3", "2026Q0", "26H1", "2026h1", "2026H1 ", "1999"])
def test_anything_else_is_no_period(text):
    assert period(text) is None


@pytest.mark.parametrize(
    ("text", "before"), [("2026", "2025"), ("2026H1", "2025H2"), ("2026Q1", "2025Q4")]
)
def test_the_period_before_has_the_same_length(text, before):
    assert period(text).previous.text == before


@pytest.mark.parametrize(
    ("text", "due"), [("2026H1", date(2026, 7, 30)), ("2026H2", date(2027, 1, 30))]
)
def test_art_36_a_half_year_is_reported_by_30_july_and_30_january(text, due):
    assert due_by(period(text).last, HALF_YEARLY) == due


@pytest.mark.parametrize("text", ["02-29", "13-01", "04-31", "1-30", "07-00", "七月"])
def test_a_day_that_not_every_year_has_is_no_yearly_date(text):
    assert day_of_year(text) is None


def test_periods_end_within_the_days_asked_for():
    found = [p.text for p in periods_between("quarterly", date(2025, 12, 31), date(2026, 9, 30))]
    assert found == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]


def test_art_43_a_change_is_reported_within_days_the_last_included():
    assert due_within(date(2026, 9, 25), 10, "natural", packaged()).due_on == date(2026, 10, 5)
    assert due_within(date(2026, 9, 25), 5, "working", packaged()).due_on == date(2026, 10, 9)


def test_working_days_beyond_the_calendar_are_provisional():
    account = due_within(date(2026, 12, 28), 10, "working", packaged())
    assert account.provisional and account.due_on is None
