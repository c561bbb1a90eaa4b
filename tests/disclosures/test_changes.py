"""Changes between periods as they were published, and how what has no percentage is worded."""

import pytest

from disclosures.rules.bulletin import Material, Member, Tally, bulletin
from disclosures.rules.series import breaks_between, compared_with, series_at
from portal.filings.rules.periods import period
from tests.disclosures.test_published import published

INSURANCE = published("insurance-national-2020Q2-2020Q3")["periods"]
BANKING = {each["period"]: each for each in published("banking-national-2020Q2-2021Q3")["series"]}
LIFE, PROPERTY = "人身保险公司", "财产保险公司"


def material(sector, members, now, before, categories):
    """Return what a bulletin is made of when every count stands at one institution."""
    return Material(
        unit="000000",
        members={n: Member(n, name, name, category) for n, (name, category) in members.items()},
        categories=categories,
        now=now,
        before=before,
        metrics={},
        offered=set(),
        printed_names={},
    )


def insurers(quarter, numbers):
    """Return a quarter's tallies: the ten first of each category and the rest as one."""
    for category in (PROPERTY, LIFE):
        told = INSURANCE[quarter][category]
        ten = {row["name"]: row["count"] for row in told["top10"]}
        for name, count in ten.items():
            yield Tally((numbers[name],), "P99", "I99", count)
        rest = told["count"] - sum(ten.values())
        yield Tally((numbers[category],), "P99", "I99", rest)


@pytest.fixture(scope="module")
def third_quarter():
    """The insurers' bulletin of 2020Q3, made from the counts of both quarters."""
    names = {
        row["name"]: category
        for quarter in INSURANCE.values()
        for category in (PROPERTY, LIFE)
        for row in quarter[category]["top10"]
    } | {PROPERTY: PROPERTY, LIFE: LIFE}
    numbers = {name: number for number, name in enumerate(names)}
    members = {numbers[name]: (name, category) for name, category in names.items()}
    both = [list(insurers(quarter, numbers)) for quarter in ("2020Q3", "2020Q2")]
    given = material("insurance", members, *both, [PROPERTY, LIFE])
    return bulletin(series_at("insurance", period("2020Q3")), given)


def test_the_changes_of_the_insurers_third_quarter_come_out(third_quarter):
    told = INSURANCE["2020Q3"]
    assert third_quarter["total"] == {"count": 36754, "change_pct": told["change_pct"]}
    for category in third_quarter["categories"]:
        said = told[category["category"]]
        assert category["change_pct"] == said["change_pct"]
        assert category["share_pct"] == said["share_pct"]
        mine = {row["name"]: row for row in category["institutions"]}
        before = {r["name"] for r in INSURANCE["2020Q2"][category["category"]]["top10"]}
        for row in said["top10"]:
            if row["name"] in before:
                assert mine[row["name"]]["change_pct"] == row["change_pct"]


def test_an_unchanged_count_is_worded_and_never_a_percentage(third_quarter):
    life = {r["name"]: r for c in third_quarter["categories"] for r in c["institutions"]}
    assert life["富德生命人寿"]["change_note"] == "与第二季度相同"


@pytest.mark.parametrize(
    ("quarter", "compare"),
    [("2020Q3", "previous"), ("2020Q4", "previous"), ("2021Q1", "previous"), ("2021Q3", "year")],
)
def test_the_changes_of_the_banks_quarters_come_out(quarter, compare):
    now, settings = BANKING[quarter], series_at("banking", period(quarter), compare=compare)
    before = BANKING[compared_with(settings).text]
    categories = [name for name, count in now["by_category"].items() if count]
    numbers = {name: number for number, name in enumerate(categories)}

    def counted(row):
        split = {name: n for name, n in row["by_category"].items() if n}
        return [Tally((numbers[name],), "B99", "C99", count) for name, count in split.items()]

    found = bulletin(
        settings,
        material(
            "banking",
            {n: (c, c) for c, n in numbers.items()},
            counted(now),
            counted(before),
            categories,
        ),
    )
    told = now["published_change_pct"]
    assert found["total"]["count"] == now["total"]
    assert found["total"]["change_pct"] == told["total"]
    mine = {row["category"]: row["change_pct"] for row in found["categories"]}
    assert {name: mine[name] for name in mine if name in told} == {
        name: told[name] for name in mine if name in told
    }


def test_no_change_is_told_across_the_break_of_the_series():
    settings = series_at("banking", period("2022Q1"))
    assert breaks_between(compared_with(settings), settings.period)
    tally = [Tally((1,), "B99", "C99", 5)]
    found = bulletin(settings, material("banking", {1: ("甲", "甲类")}, tally, tally, ["甲类"]))
    assert found["total"]["change_pct"] is None
    assert "2022年第一季度" in found["total"]["change_note"]
    assert any("2022年第一季度" in note for note in found["notes"])


def test_from_nought_there_is_no_percentage():
    settings = series_at("banking", period("2023Q2"))
    tally = [Tally((1,), "B99", "C99", 5)]
    found = bulletin(settings, material("banking", {1: ("甲", "甲类")}, tally, [], ["甲类"]))
    assert found["total"] == {
        "count": 5,
        "change_pct": None,
        "change_note": "上期为零，不计算百分比",
    }


@pytest.mark.parametrize(
    ("written", "compare", "other"),
    [
        ("2022Q1", "previous", "2021Q4"),
        ("2022Q3", "year", "2021Q3"),
        ("2022H2", "previous", "2022H1"),
        ("2022H2", "year", "2021H2"),
        ("2022", "previous", "2021"),
        ("2022", "year", "2021"),
    ],
)
def test_a_period_is_compared_with_the_one_before_or_a_year_earlier(written, compare, other):
    assert compared_with(series_at("banking", period(written), compare=compare)).text == other


def test_a_complaint_against_two_institutions_counts_once_in_the_total_and_at_each():
    tally = [Tally((1, 2), "B0402", "C01", 3), Tally((1,), "B99", "C01", 1)]
    members = {1: ("甲", "甲类"), 2: ("乙", "甲类")}
    settings = series_at("banking", period("2023Q1"), compare="none")
    found = bulletin(settings, material("banking", members, tally, None, ["甲类"]))
    assert found["total"]["count"] == found["categories"][0]["count"] == 4
    assert [r["count"] for r in found["categories"][0]["institutions"]] == [4, 3]
    assert found["themes"][0]["count"] == 3
