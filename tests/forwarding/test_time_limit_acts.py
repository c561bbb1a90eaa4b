"""Acts on an institution's time limit: what is kept and refused, and the due date (Art. 18)."""

import random

import pytest

from forwarding.commands import handle, time_limits
from forwarding.queries.time_limits import limit_of
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests import limit_factories as limits
from tests.limit_factories import approval, day, on


@pytest.fixture
def row(house):
    """A forwarding that arrived on day 0."""
    return limits.sent(house)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Breach) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def restart(house, row, at, **changes):
    given = {"began_on": day(12), "reason": "补充了录音。", "by": SYSTEM, "at": at, **changes}
    return time_limits.restart(house, row, **given)


def agree(house, row, at, **changes):
    given = {
        "agreed_on": day(40),
        "made_on": day(3),
        "means": "phone",
        "reason": "等待投诉人出差回来。",
    }
    return time_limits.agree(house, row, **{**given, "by": SYSTEM, "at": at, **changes})


def test_art_18_complex_with_a_reason_gives_30_days_in_all_and_keeps_before_and_after(house, row):
    act = limits.extend(house, row, on(15))
    assert (row.due_on, row.tier, row.report_by) == (day(30), "complex", day(30))
    assert (act.due_before, act.due_after, act.kind) == (day(15), day(30), "extension")
    line = audit.history(house, "complaint", row.complaint_id)[-1]
    assert (line.act, line.article) == ("forwarding.extend", "18")
    assert (line.facts["before"], line.facts["after"]) == (day(15).isoformat(), day(30).isoformat())
    assert "案情复杂" not in str(line.facts) + str(line.reason)


def test_art_18_a_day_to_report_by_of_its_own_does_not_follow(house, row):
    row.report_by = day(20)
    limits.extend(house, row, on(3))
    assert row.report_by == day(20)


def test_art_18_43_the_last_day_is_the_last_to_extend_on(house, row):
    refused("limit_over", limits.extend, house, row, on(16, 0))
    limits.extend(house, row, on(15, 23))


def test_art_18_a_late_receipt_moves_no_extended_date(house, row):
    make.acknowledged(house, row, at=on(14))
    limits.extend(house, row, on(14))
    assert row.due_on == day(30)


def test_art_18_an_extension_needs_a_reason_and_its_turn(house, row):
    refused("limit_reason_missing", limits.extend, house, row, on(1), reason="  ")
    refused("not_the_next_tier", limits.extend, house, row, on(1), tier="especially_complex")
    refused("not_the_next_tier", limits.extend, house, row, on(1), tier="simple")
    refused("not_the_next_tier", limits.extend, house, row, on(1), tier="nonsense")
    limits.extend(house, row, on(1))
    refused("not_the_next_tier", limits.extend, house, row, on(1))


def test_art_18_especially_complex_only_from_complex_approved_and_told(house, row):
    limits.extend(house, row, on(10))
    act = limits.extend(house, row, on(30), tier="especially_complex", approval=approval())
    assert (row.due_on, row.tier) == (day(60), "especially_complex")
    kept = (act.approver_level, act.approver, act.approved_on, act.told_on)
    assert kept == ("superior", "赵行长", day(20), day(21))
    refused("not_the_next_tier", limits.extend, house, row, on(40), tier="complex")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"level": None}, "approval_missing"),
        ({"approver": None}, "approval_missing"),
        ({"approved_on": None}, "approval_missing"),
        ({"told_on": None}, "approval_missing"),
        ({"told_means": None}, "told_means_missing"),
        ({"approved_on": day(23), "told_on": day(24)}, "day_outside"),
        ({"told_on": day(23)}, "day_outside"),
        ({"approved_on": day(-1)}, "day_outside"),
        ({"approved_on": day(22), "told_on": day(21)}, "told_before_approval"),
    ],
)
def test_art_18_the_second_extension_lacks_or_misdates_an_approval(house, row, change, code):
    limits.extend(house, row, on(10))
    more = {"tier": "especially_complex", "approval": approval(**change)}
    refused(code, limits.extend, house, row, on(22), **more)
    assert row.due_on == day(30)


def test_art_18_the_second_extension_too_is_entered_before_the_due_date(house, row):
    limits.extend(house, row, on(10))
    more = {"tier": "especially_complex", "approval": approval()}
    refused("limit_over", limits.extend, house, row, on(31), **more)


def test_art_18_an_exclusion_pauses_until_it_ends_and_moves_the_due_date(house, row):
    act = limits.exclude(house, row, on(5))
    assert (row.paused_on, row.due_on) == (day(5), day(16))
    time_limits.end_exclusion(house, row, act, ended_on=day(9), by=SYSTEM, at=on(10))
    assert (row.paused_on, row.due_on) == (None, day(20))
    assert (act.due_after, act.ended_on, act.ended_at) == (day(20), day(9), on(10))
    refused(
        "exclusion_over",
        time_limits.end_exclusion,
        house,
        row,
        act,
        ended_on=day(9),
        by=SYSTEM,
        at=on(10),
    )


def test_art_18_overlapping_exclusions_on_record_count_once(house, row):
    limits.exclude(house, row, on(9), ended_on=day(8))
    limits.exclude(house, row, on(10), ground="appraisal", began_on=day(7), ended_on=day(10))
    assert row.due_on == day(15 + 6)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"told_on": None}, "exclusion_untold"),
        ({"told_means": None}, "exclusion_untold"),
        ({"told_on": day(11)}, "day_outside"),
        ({"began_on": day(11)}, "day_outside"),
        ({"began_on": day(-1)}, "day_outside"),
        ({"ended_on": day(4)}, "ended_outside"),
        ({"ended_on": day(11)}, "ended_outside"),
        ({"reason": ""}, "limit_reason_missing"),
    ],
)
def test_art_18_an_exclusion_untold_or_misdated_is_refused(house, row, change, code):
    refused(code, limits.exclude, house, row, on(10), **change)
    assert row.due_on == day(15)


def test_art_18_what_begins_or_is_told_after_the_limit_excludes_nothing(house, row):
    refused("limit_over", limits.exclude, house, row, on(20), began_on=day(16), told_on=day(15))
    refused("told_after_limit", limits.exclude, house, row, on(20), told_on=day(16))


@pytest.mark.parametrize("ended_on", [day(4), day(11)])
def test_art_18_the_end_of_an_exclusion_is_not_before_it_and_not_ahead(house, row, ended_on):
    act = limits.exclude(house, row, on(5))
    end = {"ended_on": ended_on, "by": SYSTEM, "at": on(10)}
    refused("ended_outside", time_limits.end_exclusion, house, row, act, **end)


def test_art_18_a_paused_limit_can_be_extended_whenever(house, row):
    limits.exclude(house, row, on(5))
    limits.extend(house, row, on(50))
    assert (row.tier, row.paused_on, row.due_on) == ("complex", day(5), day(31))


def test_art_18_new_facts_restart_and_a_repeat_moves_nothing(house, row):
    limits.extend(house, row, on(5))
    refused("repeat_moves_nothing", restart, house, row, on(12), new_facts=False)
    assert row.due_on == day(30)
    restart(house, row, on(13))
    assert (row.due_on, row.tier) == (day(27), "simple")


def test_art_18_new_facts_after_the_limit_or_ahead_restart_nothing(house, row):
    refused("limit_over", restart, house, row, on(20), began_on=day(16))
    refused("day_outside", restart, house, row, on(10), began_on=day(11))
    refused("day_outside", restart, house, row, on(10), began_on=day(-1))
    restart(house, row, on(12))
    refused("day_outside", restart, house, row, on(13), began_on=day(11))


def test_art_21_an_agreed_date_prevails_and_is_extended_only_by_agreement(house, row):
    agree(house, row, on(3))
    assert (row.due_on, row.report_by) == (day(40), day(40))
    refused("agreed_date_holds", limits.extend, house, row, on(4))
    agree(house, row, on(10), agreed_on=day(12))
    assert row.due_on == day(12)
    limits.exclude(house, row, on(10))
    assert (row.due_on, row.paused_on) == (day(12), None)


def test_art_21_nothing_agreed_afterwards_undoes_a_missed_limit(house, row):
    refused("limit_over", agree, house, row, on(16))
    refused("agreed_on_past", agree, house, row, on(10), agreed_on=day(9))
    refused("agreed_on_past", agree, house, row, on(10), agreed_on=day(10 + 367))
    refused("day_outside", agree, house, row, on(10), made_on=day(11))


def test_art_18_a_reported_case_moves_no_more_but_its_running_exclusion_can_end(house, row):
    act = limits.exclude(house, row, on(5))
    make.reported(house, row, at=on(6))
    refused("time_limit_closed", limits.extend, house, row, on(7))
    refused("time_limit_closed", limits.exclude, house, row, on(7))
    refused("time_limit_closed", restart, house, row, on(12))
    refused("time_limit_closed", agree, house, row, on(7))
    time_limits.end_exclusion(house, row, act, ended_on=day(7), by=SYSTEM, at=on(8))
    assert row.due_on == day(18)


def test_art_18_a_returned_case_moves_no_more_at_all(house, row):
    act = limits.exclude(house, row, on(5))
    make.returned(house, row, at=on(6))
    end = {"ended_on": day(6), "by": SYSTEM, "at": on(7)}
    refused("time_limit_closed", time_limits.end_exclusion, house, row, act, **end)


def test_art_18_a_report_while_paused_is_not_late_and_asks_for_no_reason(house, row):
    limits.exclude(house, row, on(5))
    report = make.reported(house, row, at=on(40))
    assert report.state == "reported"


def test_art_18_a_report_after_the_extended_date_asks_for_its_reason(house, row):
    limits.extend(house, row, on(5))
    answer = make.answer(told_on=day(31))
    refused("lateness_reason_missing", handle.report, house, row, answer, by=SYSTEM, at=on(31))
    answer = make.answer(told_on=day(30))
    handle.report(house, row, answer, by=SYSTEM, at=on(30))


def try_one(house, row, dice, now):
    """Try an act, legal or not, on one day."""
    began, told = day(now - dice.randint(0, 6)), day(now)
    ended_on = dice.choice([None, day(now)])
    acts = [
        lambda: limits.extend(house, row, on(now)),
        lambda: limits.extend(
            house,
            row,
            on(now),
            tier="especially_complex",
            approval=approval(approved_on=told, told_on=told),
        ),
        lambda: limits.exclude(
            house, row, on(now), began_on=began, ended_on=ended_on, told_on=told
        ),
        lambda: restart(house, row, on(now), began_on=began),
        lambda: agree(house, row, on(now), agreed_on=day(now + dice.randint(0, 30)), made_on=told),
    ]
    dice.choice(acts)()


@pytest.mark.parametrize("seed", range(12))
def test_art_18_every_due_date_is_found_again_from_the_acts_on_record(house, row, seed):
    dice = random.Random(seed)
    for now in sorted(dice.randint(0, 70) for _ in range(12)):
        try:
            try_one(house, row, dice, now)
        except Breach:
            continue
        house.flush()
        limit = limit_of(house, row)
        stored = (row.due_on, row.tier, row.paused_on)
        assert stored == (limit.stored_due_on, limit.tier, limit.paused_on)
        assert row.reached_on == day(0)
