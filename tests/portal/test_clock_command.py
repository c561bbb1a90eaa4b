"""`zhuanban clock`, `law` and `import arrangements`: what they print and how they end."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.cli import root
from portal.cli.console import report
from portal.kernel import arrangement
from portal.kernel.arrangement import ArrangementDay
from portal.kernel.db import transaction

NOTICE = (
    "date,kind,occasion,document_no\n"
    "2027-01-01,holiday,元旦,国办发明电〔2026〕9号\n"
    "2027-10-01,holiday,国庆节,国办发明电〔2026〕9号\n"
)


@pytest.fixture
def nowhere(monkeypatch, capfd, tmp_path):
    """Runs a command where there is no installation; gives exit code, stdout and stderr."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments):
        capfd.readouterr()
        code = report(root, ["--data", str(tmp_path / "none"), *arguments])
        assert not (tmp_path / "none").exists()
        return (code, *capfd.readouterr())

    return command


def test_without_an_installation_the_packaged_years_are_used_and_nothing_is_started(nowhere):
    code, out, err = nowhere("clock", "--rule", "33", "--from", "2026-02-12")
    assert (code, err) == (0, "")
    assert out.splitlines()[2] == "2026-02-14 Sat   2  makeup workday (春节)"
    assert out.endswith("Art. 33: due on 2026-02-28, after 7 working days.\n")


@pytest.mark.parametrize(
    ("rule", "due_on"), [("33", "2026-02-28"), ("18", "2026-02-27"), ("20", "2026-03-14")]
)
def test_the_json_holds_what_the_contract_names(nowhere, rule, due_on):
    code, out, err = nowhere("clock", "--rule", rule, "--from", "2026-02-12", "--json")
    document = json.loads(out)
    assert (code, err, document["due_on"], document["provisional"]) == (0, "", due_on, False)
    assert {"rule", "article", "from", "due_on", "provisional", "days"} <= document.keys()
    assert {"date", "counted", "reason"} <= document["days"][0].keys()


@pytest.mark.parametrize(
    ("tier", "due_on"),
    [("simple", "2026-02-27"), ("complex", "2026-03-14"), ("especially_complex", "2026-04-13")],
)
def test_art_18_each_tier_is_counted_in_all(nowhere, tier, due_on):
    arguments = ("clock", "--rule", "18", "--from", "2026-02-12", "--tier", tier)
    document = json.loads(nowhere(*arguments, "--json")[1])
    assert (document["due_on"], document["tier"]) == (due_on, tier)
    assert f"({tier.replace('_', ' ')} tier)" in nowhere(*arguments)[1]


def test_art_18_a_tier_belongs_to_rule_18_alone(nowhere):
    code, _out, err = nowhere("clock", "--rule", "33", "--from", "2026-02-12", "--tier", "simple")
    assert code == 2 and "--rule 18" in err


def test_trap_6_a_provisional_date_is_null_and_says_which_year_is_missing(nowhere):
    arguments = ("clock", "--rule", "33", "--from", "2026-12-28")
    document = json.loads(nowhere(*arguments, "--json")[1])
    assert document["due_on"] is None and document["provisional"] is True
    code, out, _ = nowhere(*arguments)
    assert code == 0 and "provisional, not before 2027-01-04" in out and "2027" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--rule", "33", "--from", "2027-03-01"], 1),
        (["--rule", "33", "--from", "2003-12-31"], 1),
        (["--rule", "18", "--from", "9999-12-31"], 1),
        (["--rule", "33", "--from", "2026-02-30"], 2),
        (["--rule", "34", "--from", "2026-02-12"], 2),
        (["--rule", "33"], 2),
    ],
)
def test_what_cannot_be_counted_ends_with_one_line_or_the_usage(nowhere, arguments, code):
    ended, out, err = nowhere("clock", *arguments, "--json")
    assert (ended, out) == (code, "") and "Traceback" not in err
    assert code == 2 or err.count("\n") == 1


def test_with_an_installation_its_own_days_are_used(run, session, files):
    with transaction(session):
        arrangement.seed(session)
    asked = ("clock", "--rule", "33", "--from", "2026-12-28", "--json")
    assert json.loads(run(*asked).out)["provisional"]
    file = Path(files, "2027.csv")
    file.write_text(NOTICE, encoding="utf-8")
    told = run("import", "arrangements", file, "--json")
    assert told.code == 0 and json.loads(told.out)["created"] == 2
    assert json.loads(run(*asked).out)["due_on"] == "2027-01-07"


def test_an_arrangements_file_imported_twice_changes_nothing(run, session, files):
    file = Path(files, "2027.csv")
    file.write_text(NOTICE, encoding="utf-8")
    assert run("import", "arrangements", file, "--dry-run").code == 0
    assert session.scalar(select(func.count()).select_from(ArrangementDay)) == 0
    session.commit()
    first, second = (json.loads(run("import", "arrangements", file, "--json").out) for _ in "12")
    assert (first["created"], first["moved"], first["covered"]) == (2, [], [2027])
    assert (second["created"], second["changed"], second["unchanged"]) == (0, 0, 2)


def test_a_bad_arrangements_file_names_row_column_value_and_reason(run, files):
    file = Path(files, "bad.csv")
    file.write_text(NOTICE + "2027-02-30,holiday,春节,\n", encoding="utf-8")
    told = run("import", "arrangements", file, "--json")
    assert told.code == 1 and told.err.count("\n") == 1
    [finding] = json.loads(told.out)["findings"]
    assert (finding["row"], finding["column"], finding["value"]) == (4, "date", "2027-02-30")


def test_the_law_is_told_article_by_article_from_the_code(nowhere):
    code, out, err = nowhere("law", "--json")
    articles = json.loads(out)["articles"]
    assert (code, err, [entry["article"] for entry in articles]) == (0, "", [*range(1, 46)])
    core = articles[32]
    functions = {entry["function"]: entry["tests"] for entry in core["functions"]}
    assert functions["forwarding.rules.clocks:forwarding_clock"]
    assert nowhere("law")[1].count("第33条 ") == 1
