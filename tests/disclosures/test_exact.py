"""The arithmetic of bulletins against straightforward second implementations."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from statistics import median as second_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.rules.exact import change, median, median_printed, printed, rate, share
from disclosures.rules.ranking import first, ranked

FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@given(FRACTIONS, st.integers(0, 6))
def test_a_value_is_rounded_once_and_half_up(value, decimals):
    with localcontext(prec=60):
        # Six decimals more than any printed value needs decide every half, exactly or not.
        long = Decimal(value.numerator) / Decimal(value.denominator)
        other = long.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert printed(value, decimals) == f"{abs(other) if other == 0 else other:f}"


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (Fraction(225, 100), 1, "2.3"),
        (Fraction(-225, 100), 1, "-2.3"),
        (Fraction(83, 100), 2, "0.83"),
        (Fraction(1, 1000), 2, "0.00"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(995, 10), 0, "100"),
        (0, 1, "0.0"),
    ],
)
def test_halves_go_up_by_magnitude_and_nought_bears_no_sign(value, decimals, said):
    assert printed(value, decimals) == said


@given(st.lists(st.integers(0, 10**6) | st.none()))
def test_the_median_is_of_those_that_have_a_value(values):
    known = [Fraction(value) for value in values if value is not None]
    assert median(values) == (second_median(known) if known else None)


def test_half_a_complaint_is_shown_in_a_median_printed_without_decimals():
    assert median_printed(Fraction(2302), 0) == "2302"
    assert median_printed(Fraction(2303, 2), 0) == "1151.5"
    assert median_printed(Fraction(2290), 1) == "2290.0"


def test_what_does_not_exist_is_none():
    assert share(0, 0) is None
    assert change(5, 0) is None
    assert change(5, None) is None
    assert rate(5, None, 1000) is None
    assert rate(5, 0, 1000) is None
    assert median([None]) is None


@given(st.lists(st.integers(0, 12), max_size=30))
def test_equals_share_a_rank_and_a_list_ends_with_all_ties(counts):
    rows = list(enumerate(counts))
    found = ranked(rows, lambda row: row[1], lambda row: f"{row[0]:03}")
    for place, (_number, count) in found:
        assert place == 1 + sum(other > count for other in counts)
    ten = first(found, 10)
    assert {row for _place, row in found} - {row for _place, row in ten} == {
        row for row in rows if sum(other > row[1] for other in counts) >= 10
    }
