"""An institution's time limit counted from its acts, day by day (Art. 18, 21, 23)."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding.rules import clocks, handled_late, time_limit
from forwarding.rules import time_limits as rules
from portal.kernel import arrangement
from portal.kernel.amounts import Book
from portal.kernel.law import Dated
from tests.limit_factories import agreed, excluded, extended, restarted

DATA = Path(__file__).parents[1] / "data"
ZERO = date(2026, 3, 3)


def on(days):
    return ZERO + timedelta(days=days)


def due(*acts, as_of=None):
    return time_limit(ZERO, acts, as_of=as_of).account.due_on


def vectors():
    with (DATA / "natural_days.csv").open(encoding="utf-8") as file:
        return [(row["day_zero"], int(row["days"]), row["due_on"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("day_zero", "days", "due_on"), vectors())
def test_art_18_the_vectors_of_natural_days(day_zero, days, due_on):
    acts = {15: [], 30: [extended()], 60: [extended(), extended("especially_complex")]}[days]
    limit = time_limit(date.fromisoformat(day_zero), acts)
    assert limit.account.due_on == limit.stored_due_on == date.fromisoformat(due_on)


def test_art_18_simple_15_complex_30_in_all_especially_complex_60_in_all():
    assert due() == on(15)
    assert due(extended()) == on(30)
    assert due(extended(), extended("especially_complex")) == on(60)


def test_art_18_the_lengths_are_those_of_the_rule_set_of_the_day_of_arrival():
    book = Book({"handling_days_simple": {on(1): 10}, "handling_days_complex": {ZERO: 40}})
    assert time_limit(ZERO, [], book=book).stored_due_on == on(15)
    assert time_limit(ZERO, [restarted(on(2))], book=book).stored_due_on == on(17)
    assert time_limit(ZERO, [extended()], book=book).stored_due_on == on(40)


def test_art_18_the_tiers_follow_one_another():
    assert rules.next_tier("simple") == "complex"
    assert rules.next_tier("complex") == "especially_complex"
    assert rules.next_tier("especially_complex") is None
    assert [rules.approval_needed(tier) for tier in clocks.TIERS] == [False, False, True]


def test_art_18_an_excluded_period_loses_its_first_and_its_last_day():
    assert due(excluded(on(5), on(7))) == on(18)
    assert due(excluded(on(5), on(5))) == on(16)


def test_art_18_the_last_day_can_be_excluded_and_the_day_after_can_not():
    assert due(excluded(on(15), on(15))) == on(16)
    assert due(excluded(on(16), on(20))) == on(15)


def test_art_18_days_before_the_counted_period_exclude_nothing():
    assert due(excluded(on(-9), on(0))) == on(15)
    assert due(excluded(on(-9), on(1))) == on(16)


def test_art_18_overlapping_exclusions_count_once():
    both = [excluded(on(5), on(9)), excluded(on(7), on(11), "mediation")]
    assert due(*both) == on(15 + 7)
    assert due(*both, excluded(on(5), on(11))) == on(15 + 7)


def test_art_18_an_excluded_day_says_its_ground():
    account = time_limit(ZERO, [excluded(on(5), on(6), "appraisal")]).account
    skipped = [(d.date, d.reason, d.occasion) for d in account.days if not d.counted]
    assert skipped == [
        (ZERO, "day_zero", ""),
        (on(5), "excluded", "鉴定"),
        (on(6), "excluded", "鉴定"),
    ]


def test_art_18_a_running_exclusion_pauses_and_the_end_is_known_only_as_not_before():
    limit = time_limit(ZERO, [excluded(on(5))], as_of=on(9))
    assert limit.paused_on == on(5)
    assert limit.account.due_on is None and limit.account.provisional
    assert limit.account.not_before == on(15 + 5)
    assert limit.stored_due_on == on(16)
    assert limit.runs_on(on(300))


def test_art_18_what_is_stored_while_paused_does_not_depend_on_the_day_one_looks():
    acts = [excluded(on(5))]
    seen = {time_limit(ZERO, acts, as_of=on(n)).stored_due_on for n in range(5, 90)}
    assert seen == {on(16)}


def test_art_18_a_running_exclusion_that_begins_after_the_period_pauses_nothing():
    limit = time_limit(ZERO, [excluded(on(20))], as_of=on(25))
    assert (limit.paused_on, limit.account.due_on) == (None, on(15))


def test_art_18_new_facts_count_from_their_day_and_the_tier_is_simple_again():
    limit = time_limit(ZERO, [extended(), restarted(on(12))])
    assert (limit.tier, limit.since, limit.account.due_on) == ("simple", on(12), on(27))
    reasons = {d.date: d.reason for d in limit.account.days}
    assert reasons[ZERO] == "day_zero" and reasons[on(11)] == "superseded"
    assert reasons[on(12)] == "restarted" and reasons[on(13)] == "natural_day"
    assert sum(d.counted for d in limit.account.days) == 15


def test_art_18_an_exclusion_that_began_before_new_facts_excludes_the_days_after_them():
    assert due(excluded(on(5), on(14)), restarted(on(12))) == on(12 + 15 + 2)


def test_art_18_after_new_facts_the_tiers_begin_anew():
    assert due(extended(), restarted(on(12)), extended()) == on(42)


@pytest.mark.parametrize("day", [9, 15, 40])
def test_art_21_a_date_agreed_with_the_complainant_prevails(day):
    limit = time_limit(ZERO, [extended(), excluded(on(3)), agreed(on(day))], as_of=on(4))
    assert (limit.account.due_on, limit.paused_on, limit.agreed) == (on(day), None, True)
    assert limit.account.days[-1].reason == "agreed" and limit.account.length == day


def test_art_21_of_two_agreements_the_newer_prevails_and_new_facts_end_it():
    assert due(agreed(on(20)), agreed(on(18))) == on(18)
    assert due(agreed(on(40)), restarted(on(10))) == on(25)


def test_art_18_nothing_is_late_while_paused_and_the_last_day_is_in_time():
    assert not handled_late(on(15), None, on(15))
    assert handled_late(on(15), None, on(16))
    assert not handled_late(on(15), on(5), on(90))


def test_art_18_23_experts_periods_need_the_telling_and_mediation_does_not():
    told = {ground: rules.told_needed(ground) for ground in ("appraisal", "testing", "assessment")}
    assert told == dict.fromkeys(told, True)
    assert not rules.told_needed("mediation")


def test_art_43_a_last_day_that_rolls_over_does_so_after_the_exclusions(monkeypatch):
    monkeypatch.setattr(rules, "LAST_DAY", Dated({date(2020, 3, 1): arrangement.ROLLS_OVER}))
    days = arrangement.packaged()
    # Day 15 would be Sunday the 15th, an excluded day makes it Monday the 16th.
    started = date(2026, 2, 28)
    assert time_limit(started, [], arrangement=days).account.due_on == date(2026, 3, 16)
    act = excluded(date(2026, 3, 2), date(2026, 3, 2))
    assert time_limit(started, [act], arrangement=days).account.due_on == date(2026, 3, 16)
    with pytest.raises(ValueError, match="arrangement"):
        time_limit(started)


PERIODS = st.lists(
    st.tuples(st.integers(-5, 40), st.integers(0, 25)).map(
        lambda pair: excluded(on(pair[0]), on(pair[0] + pair[1]))
    ),
    max_size=5,
)
EXTENSIONS = st.sampled_from([[], [extended()], [extended(), extended("especially_complex")]])


@given(PERIODS, EXTENSIONS)
def test_art_18_overlaps_count_once_and_never_make_the_end_earlier(periods, extensions):
    limit = time_limit(ZERO, [*periods, *extensions])
    account, plain = limit.account, clocks.handling_clock(ZERO, limit.tier)
    assert account.due_on >= plain.due_on
    out = {on(n) for n in range(1, 400) if any(p.began_on <= on(n) <= p.ended_on for p in periods)}
    within = [day for day in out if day <= account.due_on]
    assert account.due_on == plain.due_on + timedelta(days=len(within))
    assert sum(day.counted for day in account.days) == plain.length


@given(PERIODS, st.randoms())
def test_art_18_the_order_in_which_periods_were_entered_is_nothing(periods, random):
    shuffled = random.sample(periods, len(periods))
    assert due(*periods) == due(*shuffled)


@given(PERIODS, st.integers(0, 40), st.integers(0, 60))
def test_art_18_while_paused_the_true_end_is_never_before_the_stored_one(periods, began, lasted):
    open_one = time_limit(ZERO, [*periods, excluded(on(began))])
    ended = time_limit(ZERO, [*periods, excluded(on(began), on(began + lasted))])
    assert ended.account.due_on >= open_one.stored_due_on
