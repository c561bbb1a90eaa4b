"""The public extract gives the bulletin back; what differs between two is told figure by figure."""

import copy
import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from disclosures.rules.bulletin import Material, Member, Tally, bulletin, canonical
from disclosures.rules.differing import differences
from disclosures.rules.extract import NoExtract, extract_of, recompute
from disclosures.rules.series import rate_of, series_at
from portal.filings.rules.periods import period

JOINT, STATE = "股份制商业银行", "国有大型商业银行"
MEMBERS = {n: Member(n, f"B{n}", f"{n}银行", JOINT if n % 2 else STATE) for n in range(1, 5)}
BUSINESS = ("B0402", "B0301", "B06", "B05", "")
ENTITIES = some.lists(some.integers(1, 6), min_size=1, max_size=3, unique=True).map(tuple)
TALLIES = some.lists(
    some.builds(
        Tally,
        ENTITIES,
        some.sampled_from(BUSINESS),
        some.sampled_from(("C01", "C02", "")),
        some.integers(1, 40),
    ),
    max_size=12,
)


def material(now, before=None, metrics=None):
    return Material(
        unit="000000",
        members=MEMBERS,
        categories=[STATE, JOINT],
        now=now,
        before=before,
        metrics=metrics or {},
        offered={(n, "信用卡") for n in MEMBERS},
        printed_names={JOINT: JOINT},
    )


@settings(max_examples=60)
@given(
    now=TALLIES,
    before=some.none() | TALLIES,
    outlets=some.dictionaries(
        some.tuples(some.integers(1, 4), some.just("outlets")),
        some.fractions(min_value=1, max_value=9999, max_denominator=7),
    ),
    compare=some.sampled_from(["previous", "none"]),
    rates=some.sampled_from([None, (rate_of("per_10k_outlets"),)]),
)
def test_an_extract_gives_the_very_bytes_of_its_bulletin(now, before, outlets, compare, rates):
    said = series_at("banking", period("2022Q4"), compare=compare, rates=rates)
    made = material(now, before, outlets)
    extract = json.loads(canonical(extract_of(said, made)))
    assert canonical(recompute(extract)) == canonical(bulletin(said, made))


def test_an_extract_tells_no_business_and_nobody_that_the_bulletin_does_not():
    said = series_at("banking", period("2022Q4"))
    now = [Tally((1, 9), "B05", "C01", 2), Tally((9,), "B0402", "C01", 1)]
    told = extract_of(said, material(now))["now"]
    assert told == [{"at": ["B1"], "business": "", "cause": "", "count": 2}]


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"format": "zhuanban-extract/9"},
        {"format": "zhuanban-extract/1"},
        {"metrics": [{"code": "B1", "metric": "outlets", "value": "1/0"}]},
        {"now": [{"at": ["B9"], "business": "", "cause": "", "count": 1}]},
        {"now": None},
        {"members": [{"code": "B1"}]},
        {"series": {"period": "2022Q9"}},
    ],
)
def test_what_is_no_extract_is_refused(spoilt):
    said = series_at("banking", period("2022Q4"))
    good = extract_of(said, material([], metrics={(1, "outlets"): Fraction(3)}))
    with pytest.raises(NoExtract):
        recompute({**good, **spoilt} if spoilt.keys() - {"format"} else spoilt)


def test_what_differs_is_told_by_name_and_not_by_place():
    said = series_at("banking", period("2022Q4"), compare="none")
    before = bulletin(said, material([Tally((1,), "B0402", "", 5), Tally((3,), "B05", "", 4)]))
    after = bulletin(said, material([Tally((1,), "B0402", "", 5), Tally((3,), "B05", "", 6)]))
    found = {each.place: (each.before, each.after) for each in differences(before, after)}
    row = ("categories", JOINT, "institutions")
    assert found[("total", "count")] == (9, 11)
    assert found[(*row, "B3", "count")] == (4, 6)
    assert found[(*row, "B1", "share_pct")] == ("55.6", "45.5")
    assert not any("rank" in place or "sha256" in place for place in found)
    assert differences(after, copy.deepcopy(after)) == []


def test_a_new_institution_is_told_figure_by_figure():
    said = series_at("banking", period("2022Q4"), compare="none")
    before = bulletin(said, material([Tally((1,), "B0402", "", 5)]))
    after = bulletin(said, material([Tally((1,), "B0402", "", 5), Tally((3,), "B05", "", 6)]))
    found = {each.place: (each.before, each.after) for each in differences(before, after)}
    assert found[("categories", JOINT, "institutions", "B3", "count")] == (None, 6)
