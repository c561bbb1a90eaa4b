"""Measures: locked until an order ran over, those of the type, and none twice (Art. 41)."""

from datetime import date, timedelta

import pytest

from inspections.commands import measures as acts
from inspections.commands import verifying
from inspections.lifecycle import MEASURE
from inspections.queries.letters import letters_about
from inspections.rules.measures import kinds_for
from portal.kernel.law import Breach
from tests import factories as make
from tests.inspections.rectification_factories import AFTER, ISSUED_AT, Desk

LAST_DAY = ISSUED_AT.replace(day=31, hour=23, minute=59)
TALK = {"on": date(2026, 4, 8), "place": "本局会议室"}


@pytest.fixture
def bank(session):
    make.make_units(session)
    make.make_calendar(session)
    return make.make_institution(session, territory="330106")


@pytest.fixture
def desk(session, bank):
    return Desk(session, make, bank)


def proposed(desk, kind="suspend_business", order=None, **given):
    order = order or desk.failed_order()
    about = {"reason": "期满未改正", "by": desk.handler, "at": AFTER}
    return acts.propose(desk.session, order, kind, **{**about, **given})


def in_state(desk, state):
    row = proposed(desk)
    if state == "rejected":
        acts.reject(desk.session, row, decision="证据不足", by=desk.head, at=AFTER)
    elif state != "proposed":
        acts.approve(desk.session, row, decision="", by=desk.head, at=AFTER)
    if state in ("carried_out", "lifted"):
        acts.carry_out(desk.session, row, on=AFTER.date(), by=desk.handler, at=AFTER)
    end = {"reason": "已经改正", "by": desk.head, "at": AFTER}
    if state == "lifted":
        acts.lift(desk.session, row, on=AFTER.date(), **end)
    if state == "dropped":
        acts.drop(desk.session, row, **end)
    assert row.state == state
    return row


ACTS = {
    "reject": lambda s, row, d: acts.reject(s, row, decision="证据不足", by=d.head, at=AFTER),
    "approve": lambda s, row, d: acts.approve(s, row, decision="", by=d.head, at=AFTER),
    "carry_out": lambda s, row, d: acts.carry_out(s, row, on=AFTER.date(), by=d.head, at=AFTER),
    "lift": lambda s, row, d: acts.lift(
        s, row, on=AFTER.date(), reason="已经改正", by=d.head, at=AFTER
    ),
    "drop": lambda s, row, d: acts.drop(s, row, reason="已经改正", by=d.head, at=AFTER),
}


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("state", MEASURE.states)
def test_an_act_that_a_state_does_not_allow_is_refused_with_its_article(session, desk, state, act):
    if act in MEASURE.legal_acts(state):
        return
    row = in_state(desk, state)
    with pytest.raises(Breach, match="illegal_act") as refused:
        ACTS[act](session, row, desk)
    assert refused.value.article == "41" and row.state == state


@pytest.mark.parametrize("kind", ["talk", "suspend_business"])
def test_art_41_measures_are_locked_to_the_end_of_the_last_day(desk, kind):
    order = desk.failed_order()
    with pytest.raises(Breach, match="measures_locked"):
        proposed(desk, kind, order, at=LAST_DAY, **TALK)
    assert proposed(desk, kind, order, **TALK).state == "proposed"


def test_art_41_measures_stay_locked_while_a_report_in_time_is_looked_at(session, desk):
    order = desk.failed_order()
    desk.report(order, LAST_DAY)
    with pytest.raises(Breach, match="measures_locked"):
        proposed(desk, order=order)
    desk.verify(order, AFTER, met=False)
    verifying.fail(session, order, reason="核验未通过", by=desk.colleague, at=AFTER)
    assert proposed(desk, order=order).state == "proposed"


def test_a_demand_unlocks_no_measure(desk):
    demand = desk.issued()
    with pytest.raises(Breach, match="measures_locked"):
        proposed(desk, order=demand)


@pytest.mark.parametrize(
    ("type_", "kinds"),
    [
        ("banking", {"suspend_business", "adjust_executives", "halt_branches", "penalty"}),
        ("insurer", {"fine", "limit_business", "stop_new_business"}),
        ("intermediary", {"fine", "limit_business", "stop_new_business"}),
        ("other", {"as_the_law_says"}),
    ],
)
def test_art_41_the_measures_are_those_of_the_type(type_, kinds):
    assert set(kinds_for(type_)) == {"talk", *kinds}


def test_an_insurer_s_measure_is_not_for_a_bank(desk):
    with pytest.raises(Breach, match="measure_not_for_type"):
        proposed(desk, "stop_new_business")


def test_the_same_breach_is_not_punished_twice_without_a_reason(session, desk):
    order = desk.failed_order()
    first = proposed(desk, order=order)
    with pytest.raises(Breach, match="same_breach"):
        proposed(desk, "halt_branches", order)
    why = {"same_breach_why": "另一期间的违法事实"}
    second = proposed(desk, "halt_branches", order, **why)
    assert (second.same_breach, second.same_breach_why) == (first.id, "另一期间的违法事实")


def test_another_order_for_the_same_articles_is_the_same_breach(desk):
    proposed(desk)
    with pytest.raises(Breach, match="same_breach"):
        proposed(desk)
    other = desk.failed_order(articles=["8"])
    other.articles = ["8"]
    desk.session.flush()
    assert proposed(desk, order=other).same_breach is None


def test_a_talk_punishes_nothing(desk):
    order = desk.failed_order()
    proposed(desk, "talk", order, **TALK)
    assert proposed(desk, order=order).same_breach is None
    assert proposed(desk, "talk", order, **TALK).same_breach is None


def test_a_talk_has_day_and_place_before_and_its_record_after(session, desk):
    with pytest.raises(Breach, match="talk_needs_day_and_place"):
        proposed(desk, "talk")
    row = proposed(desk, "talk", **TALK)
    acts.approve(session, row, decision="", by=desk.head, at=AFTER)
    held = {"on": TALK["on"], "by": desk.handler, "at": AFTER + timedelta(days=7)}
    with pytest.raises(Breach, match="talk_record_missing"):
        acts.carry_out(session, row, **held)
    acts.carry_out(session, row, attendance="行长、合规部负责人", record="说明了原因", **held)
    with pytest.raises(Breach, match="talk_cannot_be_lifted"):
        acts.lift(session, row, on=TALK["on"], reason="已经改正", by=desk.head, at=held["at"])


@pytest.mark.parametrize(
    ("kind", "letter"), [("talk", "talk"), ("suspend_business", "measure"), ("penalty", "referral")]
)
def test_each_measure_has_its_letter_by_a_second_officer(session, desk, kind, letter):
    row = proposed(desk, kind, **TALK)
    with pytest.raises(Breach, match="second_officer_needed"):
        acts.approve(session, row, decision="", by=desk.handler, at=AFTER)
    acts.approve(session, row, decision="", by=desk.head, at=AFTER)
    assert [each.kind for each in letters_about(session, "measure", row.id)] == [letter]
