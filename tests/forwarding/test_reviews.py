"""Art. 20 by rules and commands: who reviews what, within which days, and what it must say."""

from datetime import date, datetime, timedelta

import pytest

from forwarding.commands import handle
from forwarding.commands.reviews import decide_review, refuse_late
from forwarding.commands.withdraw import withdraw
from forwarding.models import Review
from forwarding.rules.reviews import (
    missing_conclusion_blocks,
    review_applied_in_time,
    review_due_on,
    review_met,
)
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import ZONE
from portal.kernel.law import Breach
from tests import factories as make
from tests.review_factories import applied, branch_decided, conclusion

RECEIVED = date(2026, 3, 3)
LATER = datetime(2026, 6, 1, 9, tzinfo=ZONE)


@pytest.mark.parametrize(("days", "in_time"), [(0, True), (30, True), (31, False)])
def test_art_20_a_review_is_applied_for_within_30_natural_days(days, in_time):
    assert review_applied_in_time(RECEIVED, RECEIVED + timedelta(days=days)) is in_time


@pytest.mark.parametrize(
    ("decided", "told", "met"), [(30, 30, True), (30, 31, False), (31, 31, False), (1, 2, True)]
)
def test_art_20_a_review_is_decided_and_told_within_30_natural_days(decided, told, met):
    days = [RECEIVED + timedelta(days=count) for count in (decided, told)]
    assert review_met(RECEIVED, *days) is met


def test_art_20_a_conclusion_covers_process_time_limits_and_result():
    assert missing_conclusion_blocks({"process": "x", "result": " "}) == ["time_limits", "result"]
    assert missing_conclusion_blocks(conclusion().texts) == []


def test_art_20_the_superior_of_the_branch_reviews_and_has_30_days(house):
    head, _branch, row = branch_decided(house)
    review = applied(house, row)
    assert (review.superior_id, review.state) == (head.id, "applied")
    assert review.due_on == review_due_on(date(2026, 3, 4)) == date(2026, 4, 3)
    line = audit.history(house, "complaint", row.complaint_id)[-1]
    assert (line.act, line.article, line.facts["in_time"]) == ("review.apply", "20", True)


def test_art_20_a_heads_own_branch_is_reviewed_by_the_head(house):
    head = make.make_institution(house)
    (row,) = make.forwardings_of(house, make.forwarded(house, head.id))
    make.reported(house, row, decided_by_branch=True, remedies=("review",))
    assert applied(house, row).superior_id == head.id


def test_art_20_a_decision_of_the_head_is_not_reviewed(house):
    _head, _branch, row = branch_decided(house, decided_by_branch=False, remedies=("mediation",))
    with pytest.raises(Breach, match="not_a_branch_decision"):
        applied(house, row)


def test_art_20_there_is_nothing_to_review_before_a_decision(house):
    (row,) = make.forwardings_of(house, make.forwarded(house))
    with pytest.raises(Breach, match="nothing_to_review"):
        applied(house, row)


def test_art_20_a_review_is_possible_after_the_case_was_closed(house):
    _head, _branch, row = branch_decided(house)
    handle.accept(house, row, by=SYSTEM, at=make.DAY)
    house.flush()
    assert make.again(house, row.complaint.number).state == "closed"
    review = applied(house, row)
    decide_review(house, review, conclusion(), by=SYSTEM, at=LATER)
    assert review.state == "decided"


def test_art_20_the_branch_itself_cannot_review(house):
    head, branch, row = branch_decided(house)
    of_branch = make.make_desk_user(house, branch.id)
    with pytest.raises(Breach, match="superior_reviews"):
        applied(house, row, by=of_branch)
    review = applied(house, row, by=make.make_desk_user(house, head.id))
    with pytest.raises(Breach, match="superior_reviews"):
        decide_review(house, review, conclusion(), by=of_branch, at=LATER)
    assert review.state == "applied"


@pytest.mark.parametrize(
    "days",
    [
        {"decision_received_on": date(2026, 3, 2)},
        {"applied_on": date(2026, 3, 2)},
        {"applied_on": date(2026, 3, 5)},
    ],
)
def test_art_20_days_that_cannot_be_are_refused(house, days):
    _head, _branch, row = branch_decided(house)
    with pytest.raises(Breach, match="review_days_wrong"):
        applied(house, row, **days)


def test_art_20_one_decision_is_reviewed_once(house):
    _head, _branch, row = branch_decided(house)
    review = applied(house, row)
    with pytest.raises(Breach, match="review_under_way"):
        applied(house, row)
    decide_review(house, review, conclusion(), by=SYSTEM, at=LATER)
    with pytest.raises(Breach, match="reviewed_before"):
        applied(house, row)


def test_art_20_a_late_application_may_be_refused_and_is_told(house):
    _head, _branch, row = branch_decided(house)
    review = applied(house, row, applied_on=date(2026, 4, 3), at=LATER)
    refuse_late(house, review, told_on=date(2026, 4, 5), told_means="sms", by=SYSTEM, at=LATER)
    assert (review.state, review.told_on) == ("refused", date(2026, 4, 5))


def test_art_20_an_application_in_time_is_not_refused_as_late(house):
    _head, _branch, row = branch_decided(house)
    review = applied(house, row, applied_on=date(2026, 4, 2), at=LATER)
    with pytest.raises(Breach, match="review_in_time"):
        refuse_late(house, review, told_on=date(2026, 4, 5), told_means="sms", by=SYSTEM, at=LATER)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"texts": {"process": "x", "result": "y"}}, "review_blocks_missing"),
        ({"decided_on": date(2026, 3, 3)}, "review_decided_before"),
        ({"told_on": date(2026, 3, 19)}, "told_on_outside"),
        ({"told_on": date(2026, 6, 2)}, "told_on_outside"),
        ({"told_on": date(2026, 4, 4)}, "review_lateness_unexplained"),
        ({"told_on": date(2026, 4, 4), "lateness_reason": " "}, "review_lateness_unexplained"),
    ],
)
def test_art_20_a_conclusion_that_lacks_something_is_refused(house, changes, code):
    _head, _branch, row = branch_decided(house)
    review = applied(house, row)
    with pytest.raises(Breach, match=code):
        decide_review(house, review, conclusion(**changes), by=SYSTEM, at=LATER)
    assert review.state == "applied"


@pytest.mark.parametrize("outcome", ["upheld", "changed", "redo"])
def test_art_20_a_late_conclusion_carries_its_reason_and_one_in_time_none(house, outcome):
    _head, _branch, row = branch_decided(house)
    review = applied(house, row)
    late = {"told_on": date(2026, 4, 4), "lateness_reason": "调阅录音费时"}
    decide_review(house, review, conclusion(outcome=outcome, **late), by=SYSTEM, at=LATER)
    assert (review.outcome, review.lateness_reason) == (outcome, "调阅录音费时")
    _head, _branch, other = branch_decided(house)
    review = applied(house, other)
    decide_review(house, review, conclusion(lateness_reason="不需要"), by=SYSTEM, at=LATER)
    assert review.lateness_reason is None
    house.commit()


def test_art_15_a_review_under_way_ends_with_the_withdrawal(house):
    _head, _branch, row = branch_decided(house)
    review = applied(house, row)
    at = make.DAY.replace(day=5)
    withdraw(house, row.complaint, requested_at=at, reason=None, by=SYSTEM, at=at)
    house.flush()
    house.expire_all()
    assert house.get(Review, review.id).state == "lapsed"
