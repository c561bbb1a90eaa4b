"""Published figures come out of what was imported: `zhuanban import`, then `zhuanban bulletin`."""

import json
import tempfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from portal.kernel import arrangement
from tests import factories as make
from tests.disclosures import front_door


@pytest.fixture
def fed(run, session, files):
    """Feed a published table in through the command line and return its name in files."""
    make.make_units(session)
    arrangement.seed(session)
    session.commit()

    def feed(name, territory="330100", day=""):
        given = front_door.published(name)
        texts = {
            "institutions": front_door.institutions(given, territory),
            "complaints": front_door.complaints(given, territory, day),
            "metrics": front_door.metrics(given),
        }
        for kind, text in texts.items():
            file = files / f"{kind}-{name}.csv"
            file.write_text(text, encoding="utf-8")
            told = run("import", kind, file, "--json")
            assert told.code == 0, told.err + told.out[:500]
        return given

    return feed


def made(run, given, **options):
    """Return the category of a published table as the command computes it."""
    said = [word for name, value in options.items() for word in (f"--{name}", value)]
    asked = ("bulletin", "--sector", given["sector"], "--period", given["period"], "--json", *said)
    told = run(*asked)
    assert told.code == 0, told.err
    document = json.loads(told.out)
    return document, next(
        each for each in document["categories"] if each["category"] == given["category"]
    )


@pytest.mark.parametrize(
    ("name", "unit", "territory"),
    [
        ("banking-2022-inner-mongolia-city", "150000", "150100"),
        ("insurance-2022Q2-shanxi-life-top5", "140000", "140100"),
        ("insurance-2022Q2-shanxi-property-top5", "140000", "140100"),
    ],
)
def test_a_provincial_table_comes_out_of_what_was_imported(run, fed, name, unit, territory):
    given = fed(name, territory)
    document, category = made(run, given, unit=unit, compare="none")
    told = given["published"]
    counts = {row["name"]: (row["count"], row["share_pct"]) for row in category["institutions"]}
    for row in told["institutions"]:
        # One published table forced a share from 0.83 to 0.82; shares of a top list are of all.
        whole = sum(each["count"] for each in told["institutions"]) == told["count"]
        share = {"0.82": "0.83"}.get(row["share_pct"], row["share_pct"])
        assert counts[row["name"]][0] == row["count"]
        assert not whole or counts[row["name"]][1] == share
    assert document["unit"] == unit
    elsewhere = json.loads(
        run("bulletin", "--sector", given["sector"], "--period", given["period"],
            "--unit", "330000", "--json").out
    )  # fmt: skip
    assert elsewhere["total"]["count"] == 0 and elsewhere["categories"] == []
    _written(run, given, unit)


def _written(run, given, unit):
    """The same bulletin as a workbook and as a PDF, and a place where none can be written."""
    asked = ("bulletin", "--sector", given["sector"], "--period", given["period"], "--unit", unit)
    with tempfile.TemporaryDirectory() as room:
        book, paper = Path(room) / "b.xlsx", Path(room) / "b.pdf"
        assert run(*asked, "--xlsx", book).code == 0 and run(*asked, "--pdf", paper).code == 0
        rows = CalamineWorkbook.from_path(book).get_sheet_by_index(1).to_python()
        first = given["published"]["institutions"][0]
        assert rows[1][2:4] == [first["name"], first["count"]]
        assert paper.read_bytes().startswith(b"%PDF")
        refused = run(*asked, "--pdf", Path(room) / "none" / "b.pdf")
        assert refused.code == 1 and "cannot be written" in refused.err


def test_a_national_table_comes_out_with_its_medians_and_rates(run, fed):
    given = fed("banking-2022Q4-joint-stock")
    document, category = made(run, given, compare="none")
    told = given["published"]
    assert (category["count"], category["median"]) == (told["count"], told["median"])
    for key in ("rate_medians", "theme_medians"):
        assert {name: category[key][name] for name in told[key]} == told[key]
    by_name = {row["name"]: row for row in category["institutions"]}
    for row in told["institutions"]:
        mine = by_name[row["name"]]
        assert (mine["count"], mine["share_pct"]) == (row["count"], row["share_pct"])
        rates = row.get("rates", {})
        assert {key: mine["rates"][key] for key in rates} == rates
    themes = {each["theme"]: each["count"] for each in document["themes"]}
    assert themes == told["theme_totals"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--period", "2022Q5"), "is no period"),
        (("--period", "2022Q4", "--unit", "999999"), "there is no unit 999999"),
        (("--period", "2022Q4", "--rate", "shops:1000"), "is no rate"),
        (("--period", "2022Q4", "--rate", "outlets:7"), "MULTIPLE among 1, 100"),
        (("--period", "2022Q4", "--rate", "outlets"), "is no rate"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_line(run, session, said, sentence):
    make.make_units(session)
    session.commit()
    told = run("bulletin", "--sector", "banking", *said, "--json")
    assert (told.code, told.out) == (1, "") and told.err.count("\n") == 1
    assert sentence in told.err


def test_options_stand_above_the_settings_of_the_series(run, fed):
    given = fed("insurance-2022Q2-shanxi-life-top5", "140100")
    options = {"unit": "140000", "compare": "none", "decimals": "0", "rate": "policies:10000"}
    document, category = made(run, given, **options)
    assert document["basis"]["decimals"] == 0 and category["rate_medians"] == {
        "per_10k_policies": None
    }
    assert "保单数" in "".join(document["notes"])
