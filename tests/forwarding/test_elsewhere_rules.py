"""Which track, which refusal, which unit, which close: the rules alone, without a database."""

from datetime import date

import pytest

from forwarding.commands.split import suffix
from forwarding.rules import (
    closes_late,
    competent_by_respondent,
    may_be_declined,
    may_be_split_off,
)
from forwarding.vocabulary import CAUSES, DECLINE_REASONS, DIVERSION_REASONS, GO_INSTEAD, TRACKS

DUE, NEXT = date(2026, 3, 12), date(2026, 3, 13)
SUBSTANCE = ("internal", "explanation", "social_insurance")


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if not cause.endswith("99")])
@pytest.mark.parametrize("code", SUBSTANCE)
def test_art_33_contract_claim_sales_and_service_disputes_are_always_forwarded(code, cause):
    assert not may_be_declined(code, cause)


@pytest.mark.parametrize("cause", [None, "C99", "I99"])
def test_art_33_what_is_classified_as_nothing_of_that_may_be_declined(cause):
    assert all(may_be_declined(code, cause) for code in DECLINE_REASONS)


@pytest.mark.parametrize("cause", [None, *CAUSES])
def test_art_33_what_a_court_or_another_authority_has_may_be_declined_of_any_cause(cause):
    assert may_be_declined("proceedings", cause) and may_be_declined("final_decision", cause)


def test_each_reason_of_non_acceptance_says_where_to_turn_and_is_no_reason_to_divert():
    assert DECLINE_REASONS.keys() == GO_INSTEAD.keys()
    assert not DECLINE_REASONS.keys() & DIVERSION_REASONS.keys()
    assert set(DIVERSION_REASONS) == {"nothing_bought", "no_dispute", "no_civil_right", "other"}


@pytest.mark.parametrize("track", TRACKS)
def test_art_32_a_report_is_split_off_before_the_first_forwarding_alone(track):
    assert may_be_split_off(track, forwarded_before=False)
    assert may_be_split_off(track, forwarded_before=True) is (track != "report")


@pytest.mark.parametrize(
    ("level", "kind", "territory", "expected"),
    [
        ("head", "banking", "000000", "000000"),
        ("head", "insurer", "000000", "000000"),
        ("head", "banking", "330100", "330100"),
        ("branch", "banking", "330100", "330100"),
        ("branch", "banking", "000000", "110101"),
        ("head", "intermediary", "000000", "110101"),
        ("head", "intermediary", "330100", "330100"),
    ],
)
def test_art_6_the_respondent_points_to_the_unit_that_is_competent(
    level, kind, territory, expected
):
    assert competent_by_respondent(level, kind, territory, "110101") == expected


@pytest.mark.parametrize(
    ("done_on", "today", "reported_late", "late"),
    [
        (DUE, NEXT, False, False),
        (NEXT, NEXT, False, True),
        (None, DUE, False, False),
        (None, NEXT, False, True),
        (DUE, NEXT, True, True),
    ],
)
def test_a_close_is_late_by_the_regulator_or_by_any_institution(
    done_on, today, reported_late, late
):
    given = {"due_on": DUE, "done_on": done_on, "today": today}
    assert closes_late(**given, reported_late=reported_late) is late


def test_a_case_older_than_the_measures_is_late_by_no_clock_of_theirs():
    assert not closes_late(due_on=None, done_on=None, today=NEXT, reported_late=False)


def test_parts_are_lettered_without_end():
    assert [suffix(place) for place in (0, 1, 25, 26, 27, 701, 702)] == [
        *("A", "B", "Z", "AA", "AB", "ZZ", "AAA")
    ]
