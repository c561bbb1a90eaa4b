"""Figures that the regulator really published, computed again from their counts."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from disclosures.rules.bulletin import Material, Member, Tally, bulletin, canonical, sealed
from disclosures.rules.series import rate_of, series_at
from portal.filings.rules.periods import period

PUBLISHED = Path(__file__).parent / "bulletins"
CODES = {"信用卡": "B0402", "个人贷款": "B0301", "理财类": "B06"}


def published(name):
    """Return one published bulletin."""
    return json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))


def tallies(rows):
    """Return tallies of institutions' counts: each theme under its business, the rest aside."""
    for entity, row in enumerate(rows):
        themes = {k: v for k, v in row.get("themes", {}).items() if v}
        for theme, count in themes.items():
            yield Tally((entity,), CODES[theme], "C99", count)
        if rest := row["count"] - sum(themes.values()):
            yield Tally((entity,), "B99", "C99", rest)


def made(given, rows, before=None, **said):
    """Return the bulletin of the category that a published table is of."""
    category = given["category"]
    now = list(tallies(rows))
    metrics = {
        (entity, metric): Fraction(value)
        for entity, row in enumerate(rows)
        for metric, value in row.get("metrics", {}).items()
        if value is not None
    }
    offered = {(e, t) for e, row in enumerate(rows) for t, n in row.get("themes", {}).items() if n}
    settings = series_at(given["sector"], period(given["period"]), compare="none", **said)
    return bulletin(
        settings,
        Material(
            unit="000000",
            members={e: Member(e, f"X{e:03}", row["name"], category) for e, row in enumerate(rows)},
            categories=[category],
            now=now,
            before=before,
            metrics=metrics,
            offered=offered,
            printed_names={},
        ),
    )["categories"][0]


TABLES = [
    ("banking-2020Q2-joint-stock", {}),
    ("banking-2020Q2-state-owned", {}),
    ("banking-2022Q4-joint-stock", {}),
    ("banking-2022-inner-mongolia-city", {"provincial": True}),
]


@pytest.mark.parametrize(("name", "said"), TABLES)
def test_a_published_table_comes_out(name, said):
    given = published(name)
    told = given["published"]
    found = made(given, told["institutions"], **said)
    by_name = {row["name"]: row for row in found["institutions"]}
    assert found["count"] == told["count"]
    for row in told["institutions"]:
        mine = by_name[row["name"]]
        # One published table forced a share from 0.83 to 0.82, so that its shares add up.
        share = "0.83" if row.get("note") == "arithmetic gives 0.83" else row["share_pct"]
        assert (mine["count"], mine["share_pct"]) == (row["count"], share)
        assert {key: mine["rates"][key] for key in row.get("rates", {})} == row.get("rates", {})
        themes = {theme: mine["themes"][theme]["count"] for theme in row.get("themes", {})}
        assert themes == row.get("themes", {})
    if "median" in told:
        assert found["median"] == told["median"]
    for key in ("rate_medians", "theme_medians"):
        assert {name: found[key][name] for name in told.get(key, {})} == told.get(key, {})


def test_a_metric_that_is_missing_prints_no_rate_and_is_named_in_the_notes():
    given = published("banking-2022Q4-joint-stock")
    rows = given["published"]["institutions"]
    table = made(given, rows, rates=(rate_of("per_1000_outlets"),))
    assert [r["name"] for r in table["institutions"] if r["rates"]["per_1000_outlets"] is None] == [
        "百信银行"
    ]


def test_the_hash_is_of_everything_else():
    document = sealed({"a": 1, "b": "二"})
    assert sealed(document) == document
    assert canonical({"b": "二", "a": 1}) == '{"a":1,"b":"二"}'.encode()
    assert sealed({"a": 2, "b": "二"})["sha256"] != document["sha256"]
