"""Whole bulletins of invented counts, computed a second time in the plainest way."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from disclosures.rules.bulletin import Material, Member, Tally, bulletin
from disclosures.rules.exact import printed
from disclosures.rules.series import series_at
from portal.filings.rules.periods import period

CATEGORY, OUTLETS = "股份制商业银行", "per_1000_outlets"
COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=9)
DENOMINATORS = st.lists(st.none() | st.integers(1, 90), min_size=9, max_size=9)


def plainly(value, decimals):
    """Return a fraction printed by the decimal module, half up."""
    with localcontext(prec=80):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(shown) if shown == 0 else shown:f}"


def percent(part, whole):
    """Return a share of one decimal, as a person with a pencil would."""
    return plainly(Fraction(100 * part, whole), 1)


def made(now, before=None, outlets=(), text="2020Q3"):
    """Return the only category of a bulletin of these counts, and its total."""
    members = {n: Member(n, f"X{n}", f"第{n}银行", CATEGORY) for n in range(9)}
    tallies = [
        [Tally((n,), "B99", "C99", count) for n, count in enumerate(counts) if count]
        for counts in (now, before or [])
    ]
    document = bulletin(
        series_at("banking", period(text), compare="previous" if before else "none"),
        Material(
            unit="000000",
            members=members,
            categories=[CATEGORY],
            now=tallies[0],
            before=tallies[1] if before else None,
            metrics={(n, "outlets"): Fraction(d) for n, d in enumerate(outlets) if d},
            offered=set(),
            printed_names={},
        ),
    )
    return document["total"], next(iter(document["categories"]), None)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_an_exact_half_goes_up_by_magnitude(number, decimals):
    half = Fraction(2 * number + 1, 2 * 10**decimals)
    assert printed(half, decimals) == plainly(half, decimals)


@given(COUNTS.filter(any))
def test_shares_and_ranks_are_those_of_a_pencil(counts):
    total, category = made(counts)
    assert total["count"] == category["count"] == sum(counts)
    found = {row["code"]: row for row in category["institutions"]}
    for n, count in enumerate(counts):
        if count:
            row = found[f"X{n}"]
            assert row["share_pct"] == percent(count, sum(counts))
            assert row["rank"] == 1 + len([other for other in counts if other > count])
    listed = [row["count"] for row in category["institutions"]]
    assert listed == sorted(listed, reverse=True)


@given(COUNTS.filter(any), DENOMINATORS)
def test_medians_are_those_of_the_unrounded_values_that_exist(counts, outlets):
    _total, category = made(counts, outlets=outlets, text="2022Q4")
    rows = category["institutions"]
    rates = [
        Fraction(1000 * row["count"], outlets[int(row["code"][1:])])
        for row in rows
        if outlets[int(row["code"][1:])]
    ]
    shown = category["rate_medians"][OUTLETS]
    assert shown == (plainly(median(rates), 1) if rates else None)
    whole = median([Fraction(row["count"]) for row in rows])
    assert category["median"] == plainly(whole, 1)
    told = [row["rates"][OUTLETS] for row in rows if row["rates"][OUTLETS] is not None]
    assert sorted(told) == sorted(plainly(rate, 1) for rate in rates)


@given(COUNTS.filter(any), COUNTS.filter(any))
def test_changes_are_told_in_percent_of_before_and_in_words_where_there_are_none(now, before):
    total, category = made(now, before)
    was = sum(before)
    assert total["change_pct"] == (
        "0" if sum(now) == was else plainly(Fraction(100 * (sum(now) - was), was), 1)
    )
    for row in category["institutions"]:
        n = int(row["code"][1:])
        earlier = before[n] if n < len(before) else 0
        if not earlier:
            assert row["change_pct"] is None and row["change_note"]
        elif earlier == row["count"]:
            assert row["change_note"] == "与第二季度相同"
        else:
            expected = plainly(Fraction(100 * (row["count"] - earlier), earlier), 1)
            assert row["change_pct"] == expected
