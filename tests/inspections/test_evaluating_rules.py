"""Article 38 in numbers: points, weights, grades, medians and ranks, exact and half up."""

from copy import deepcopy
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.rules import weights_2025 as shipped
from inspections.rules.evaluating import MINIMA, faults_of, grade_of, judge, median, points_of, rank
from inspections.rules.indicators import COUNTS, MEASURES, measures_of, rate

GRADES = tuple((each["grade"], D(each["least"])) for each in shipped.GRADES)
WEIGHTS = {"elements": shipped.ELEMENTS, "grades": shipped.GRADES}


def full_marks():
    manual = [one for each in shipped.ELEMENTS for one in each["indicators"]]
    chosen = [one for one in manual if one["measure"] == "manual"]
    return {one["code"]: {"score": one["weight"], "reason": "查阅台账。"} for one in chosen}


def test_art_38_the_2025_edition_keeps_its_minima_and_adds_up_to_a_hundred():
    assert faults_of(shipped.ELEMENTS, shipped.GRADES) == []
    assert {code: str(least) for code, least in MINIMA.items()} == {
        "system": "10",
        "suitability": "10",
        "marketing": "25",
        "disputes": "25",
        "education": "10",
        "service": "5",
        "privacy": "5",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda e, g: e.pop(), "weights_elements"),
        (lambda e, g: e.append(deepcopy(e[0])), "weights_elements"),
        (lambda e, g: e[2].update(weight="24"), "weights_minimum"),
        (lambda e, g: e[0].update(weight="16"), "weights_indicators"),
        (lambda e, g: e[0].update(weight="16"), "weights_sum"),
        (lambda e, g: e[1]["indicators"][0].update(code="S1"), "weights_codes"),
        (lambda e, g: e[0]["indicators"][1].update(measure="luck"), "weights_measure"),
        (lambda e, g: e[0]["indicators"][1].update(zero="0"), "weights_bounds"),
        (lambda e, g: g[1].update(least="95"), "weights_grades"),
        (lambda e, g: g[-1].update(least="10"), "weights_grades"),
        (lambda e, g: g.clear(), "weights_grades"),
    ],
)
def test_art_38_what_does_not_add_up_is_named(change, code):
    elements, grades = deepcopy(shipped.ELEMENTS), deepcopy(shipped.GRADES)
    change(elements, grades)
    assert code in [fault for fault, _facts in faults_of(elements, grades)]


@pytest.mark.parametrize(
    ("value", "points"),
    [("0", "8.00"), ("20", "0.00"), ("25", "0.00"), ("10", "4.00"), ("0.01", "8.00"), (None, "8")],
)
def test_points_fall_in_a_line_and_round_half_up(value, points):
    found = points_of(None if value is None else D(value), D(8), D(0), D(20))
    assert found == D(points)
    assert points_of(D(1), D("0.01"), D(2), D(0)) == D("0.01"), "half a hundredth goes up"


def test_a_sheet_without_its_manual_scores_has_no_score_and_says_which():
    found = judge(WEIGHTS, {}, {})
    assert found.score is None and found.grade is None and len(found.missing) == 6


def test_full_marks_are_a_hundred_and_the_best_grade():
    found = judge(WEIGHTS, dict.fromkeys(COUNTS, 0), full_marks())
    assert (found.score, found.grade, found.missing) == (D("100.00"), "1", ())


def test_late_handling_costs_what_the_weights_say():
    found = judge(WEIGHTS, {"forwarded": 100, "late": 5, "reported": 95}, full_marks())
    assert found.score == D("98.00"), "5 % late of a line from 0 to 20 costs a quarter of 8 points"


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "1"), ("89.99", "2"), ("75", "2"), ("74.99", "3"), ("60", "3"), ("59.99", "4")],
)
def test_a_grades_bound_is_included(score, grade):
    assert grade_of(D(score), GRADES) == grade


def test_the_median_of_an_even_number_is_the_mean_of_two_half_up():
    assert median([D("80.01"), D("80.02")]) == D("80.02")
    assert median([D("70"), D("90"), D("80")]) == D("80")
    assert median([]) is None


def test_equal_scores_share_the_better_place():
    scores = [D("90"), D("80.00"), D("80"), D("70")]
    assert [rank(score, scores) for score in scores] == [1, 2, 2, 4]


@given(st.dictionaries(st.sampled_from(COUNTS), st.integers(0, 10**6)))
def test_any_counts_give_a_score_between_nought_and_a_hundred(counts):
    found = judge(WEIGHTS, counts, full_marks())
    assert found.score is not None and D(0) <= found.score <= D(100)
    assert set(measures_of(counts)) == set(MEASURES)


def test_the_rate_is_for_ten_thousand_and_unknown_without_a_denominator():
    assert rate(3, D("70000")) == D("0.428571")
    assert rate(3, None) is None and rate(3, D(0)) is None
    assert measures_of({"rate": "3", "rate_median": "2"})["rate_percent"] == D("150.00")
    assert measures_of({"rate": "3", "rate_median": "0"})["rate_percent"] is None
