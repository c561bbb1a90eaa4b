"""The time limits: seven working days for the regulator, natural days for institutions."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding import rules
from forwarding.rules import clocks
from portal.kernel import arrangement
from portal.kernel.arrangement import CalendarGap
from portal.kernel.law import Dated

DATA = Path(__file__).parents[1] / "data"
DAYS = arrangement.packaged()
ON = date(2026, 2, 12)


def due(day):
    return rules.forwarding_clock(date.fromisoformat(day), DAYS).due_on


def state(start, today, done_on=None):
    account = rules.forwarding_clock(date.fromisoformat(start), DAYS)
    done = date.fromisoformat(done_on) if done_on else None
    return rules.clock_state(account, DAYS, date.fromisoformat(today), done)


def vectors():
    with (DATA / "art33.csv").open(encoding="utf-8") as file:
        return [(row["received_on"], row["due_on"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("received_on", "due_on"), vectors())
def test_art_33_the_vectors(received_on, due_on):
    assert due(received_on) == date.fromisoformat(due_on)


@given(st.dates(date(2018, 1, 1), date(2026, 12, 15)))
def test_art_33_the_due_date_is_the_seventh_workday_of_chinesecalendar(received_on):
    day, counted = received_on, 0
    while counted < 7:
        day += timedelta(days=1)
        counted += chinese_calendar.is_workday(day)
    assert rules.forwarding_clock(received_on, DAYS).due_on == day


def test_art_33_spring_festival_stops_the_count_and_make_up_saturdays_do_not():
    account = rules.forwarding_clock(date(2026, 2, 12), DAYS)
    assert account.due_on == date(2026, 2, 28)
    assert [d.date.day for d in account.days if d.counted] == [13, 14, 24, 25, 26, 27, 28]


def test_trap_3_art_33_a_case_received_on_a_make_up_saturday_has_it_as_day_zero():
    account = rules.forwarding_clock(date(2026, 2, 14), DAYS)
    assert account.days[0].reason == "day_zero" and not account.days[0].counted
    assert account.due_on == date(2026, 3, 3)


def test_art_33_a_case_received_on_a_holiday_has_that_day_as_day_zero():
    assert due("2026-02-16") == due("2026-02-23") == date(2026, 3, 3)


def test_trap_1_only_art_33_counts_working_days():
    for rule, length in (("18", 15), ("20", 30)):
        account = rules.account_of(rule, date(2026, 2, 12), DAYS)
        assert account.due_on == date(2026, 2, 12) + timedelta(days=length)
        assert {day.reason for day in account.days[1:]} == {"natural_day"}
    assert {account.reason for account in rules.account_of("33", ON, DAYS).days} == {
        "day_zero",
        "working_day",
        "makeup_workday",
        "holiday",
    }


def test_trap_6_art_33_beyond_the_calendar_is_provisional_and_never_monday_to_friday():
    account = rules.forwarding_clock(date(2026, 12, 28), DAYS)
    assert account.due_on is None and account.provisional
    with pytest.raises(CalendarGap) as gap:
        rules.account_of("33", date(2027, 1, 4), DAYS)
    assert gap.value.year == 2027


def test_art_33_a_case_of_an_unloaded_year_can_still_be_received_and_sorted():
    account = rules.forwarding_clock(date(2027, 1, 4), DAYS)
    assert account.provisional and account.not_before == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("tier", "length"), [("simple", 15), ("complex", 30), ("especially_complex", 60)]
)
def test_art_18_tiers_are_natural_days_from_the_day_the_forward_arrived(tier, length):
    account = rules.handling_clock(date(2026, 1, 31), tier)
    assert account.due_on == date(2026, 1, 31) + timedelta(days=length)
    assert account.reading == "last_day_counts"


def test_art_20_a_review_is_applied_for_and_decided_within_thirty_natural_days():
    assert rules.review_clock(date(2026, 1, 31)).due_on == date(2026, 3, 2)


def test_art_43_an_act_on_the_last_day_is_in_time_and_the_day_after_is_not():
    assert rules.in_time(date(2026, 2, 28), date(2026, 2, 28))
    assert not rules.in_time(date(2026, 3, 1), date(2026, 2, 28))


def test_art_43_the_civil_code_reading_is_a_dated_setting_and_the_account_says_which(monkeypatch):
    reading = Dated({rules.IN_FORCE: "last_day_counts", date(2026, 9, 1): "rolls_over"})
    monkeypatch.setattr(clocks, "LAST_DAY", reading)
    before = rules.handling_clock(date(2026, 2, 2), arrangement=DAYS)
    after = rules.handling_clock(date(2026, 9, 16), arrangement=DAYS)
    assert (before.due_on, before.reading) == (date(2026, 2, 17), "last_day_counts")
    assert (after.due_on, after.reading) == (date(2026, 10, 8), "rolls_over")
    assert rules.institution_due_on(date(2026, 9, 16), DAYS) == date(2026, 10, 8)
    with pytest.raises(ValueError, match="arrangement"):
        rules.handling_clock(date(2026, 9, 16))


def test_art_45_cases_before_the_first_of_march_2020_are_outside_the_rule_set():
    assert not rules.in_force(date(2020, 2, 29)) and rules.in_force(date(2020, 3, 1))
    assert rules.clock_document("33", date(2020, 1, 22), DAYS)["outside_rules"]
    assert due("2020-01-22") == date(2020, 2, 10)


@pytest.mark.parametrize(
    ("today", "used", "left", "late"),
    [
        ("2026-02-12", 0, 7, 0),
        ("2026-02-13", 1, 6, 0),
        ("2026-02-22", 2, 5, 0),
        ("2026-02-28", 7, 0, 0),
        ("2026-03-01", 7, 0, 1),
        ("2026-03-02", 7, 0, 1),
        ("2026-03-04", 7, 0, 3),
    ],
)
def test_art_33_the_clock_shows_days_used_left_and_late(today, used, left, late):
    found = state("2026-02-12", today)
    assert (found.used, found.left, found.late) == (used, left, late)


def test_art_33_the_clock_stands_where_both_acts_stopped_it():
    found = state("2026-02-12", "2026-06-01", done_on="2026-02-25")
    assert (found.used, found.late, found.done_on) == (4, 0, date(2026, 2, 25))
    assert state("2026-02-12", "2026-06-01", done_on="2026-03-02").late == 1


def test_art_33_the_clock_beyond_the_calendar_says_so_and_still_shows_lateness():
    running = state("2026-12-28", "2027-01-05")
    assert (running.used, running.left, running.late) == (None, None, None)
    assert running.provisional and running.not_before == date(2027, 1, 4)
    assert state("2026-12-28", "2026-12-30").left == 5
    assert state("2026-12-01", "2027-02-01").late == 15


def test_the_clock_document_gives_each_day_and_its_reason():
    document = rules.clock_document("33", ON, DAYS)
    assert {"rule", "article", "from", "due_on", "provisional", "days"} <= document.keys()
    assert (document["from"], document["due_on"]) == ("2026-02-12", "2026-02-28")
    assert document["days"][2] == {
        "date": "2026-02-14",
        "counted": True,
        "reason": "makeup_workday",
        "occasion": "春节",
    }
    provisional = rules.clock_document("33", date(2026, 12, 28), DAYS)
    assert provisional["provisional"] and provisional["due_on"] is None
    assert (provisional["missing_year"], provisional["not_before"]) == (2027, "2027-01-04")


@pytest.mark.parametrize("start", [date(1989, 12, 31), date(2200, 1, 1), date.max, date.min])
@pytest.mark.parametrize("rule", rules.RULES)
def test_a_start_out_of_all_reason_is_refused_for_every_rule(rule, start):
    with pytest.raises(rules.BeyondReach):
        rules.clock_document(rule, start, DAYS)
