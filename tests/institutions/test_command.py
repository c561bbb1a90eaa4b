"""`zhuanban import institutions`, as an operator types it."""

import json
from pathlib import Path

import pytest

from portal.institutions import queries
from tests.ground import environment
from tests.institutions.conftest import FILE, bank, sheet
from tests.portal.running import zhuanban


@pytest.fixture
def run(database_url, redis_url, files: Path):
    """Runs `zhuanban import institutions` on this test's database."""
    given = environment(files, database_url, redis_url)
    return lambda *words: zhuanban("import", "institutions", *words, **given)


def test_the_file_is_loaded_and_a_second_time_nothing_changes(run, session):
    first, second = run(FILE), run(FILE, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == "64 created, 0 changed, 0 unchanged.\n"
    told = json.loads(second.stdout)
    assert (told["created"], told["changed"], told["unchanged"]) == (0, 0, 64)
    assert queries.by_code(session, "ICBC").short_name == "工商银行"


def test_a_dry_run_stores_nothing(run, session):
    told = run(FILE, "--dry-run", "--json")
    assert told.returncode == 0 and json.loads(told.stdout)["created"] == 64
    assert queries.by_code(session, "ICBC") is None


def test_a_wrong_file_ends_with_1_one_line_on_stderr_and_every_row_on_stdout(run, session, files):
    wrong = files / "wrong.csv"
    wrong.write_bytes(sheet(bank(), bank("BAD", phone="总机"), bank("WORSE", type="bank")))
    told = run(wrong)
    assert told.returncode == 1 and told.stderr.count("\n") == 1
    assert "2 fault(s)" in told.stderr
    lines = told.stdout.splitlines()
    assert lines[0].startswith("row 3\tphone\t总机\t电话号码不完整") and lines[1].startswith(
        "row 4"
    )
    assert queries.by_code(session, "DEMO") is None
    as_json = json.loads(run(wrong, "--json").stdout)
    assert not as_json["ok"] and as_json["findings"][0]["row"] == 3


def test_a_file_that_is_not_there_is_wrong_usage(run):
    told = run("nowhere.csv")
    assert told.returncode == 2 and "nowhere.csv" in told.stderr
