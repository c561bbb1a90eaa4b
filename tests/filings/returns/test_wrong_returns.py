"""Wrong returns: every finding with its place, and the same verdict from the command."""

import json
import subprocess
import sys

import pytest

from portal.cli import root
from portal.cli.console import report
from portal.filings.returns.check import check
from portal.filings.returns.marked import marked
from tests.filings.returns import wrong


@pytest.fixture
def command(capfd):
    """Runs `zhuanban validate-return`; gives exit code and what was printed."""

    def run(*arguments):
        capfd.readouterr()
        code = report(root, ["validate-return", *map(str, arguments)])
        return code, capfd.readouterr().out

    return run


@pytest.mark.parametrize("each", wrong.ALL, ids=lambda each: each.name.replace(" ", "-"))
def test_art_36_what_is_wrong_is_found_where_it_stands_and_by_the_command_too(
    each, tmp_path, command
):
    path = each.made().write(tmp_path / "r.xlsx")
    verdict = check(path)
    places = [(f.sheet, f.row, f.column, f.rule) for f in verdict.findings]
    assert sorted(places) == sorted(each.found)
    assert len({f.key for f in verdict.findings}) == len(verdict.findings)
    code, printed = command(path, "--json")
    assert json.loads(printed) == verdict.as_json()
    assert code == (0 if verdict.ok else 1)


@pytest.mark.parametrize("each", wrong.ALL, ids=lambda each: each.name.replace(" ", "-"))
def test_every_finding_says_in_full_what_is_wrong_and_what_to_do(each, tmp_path):
    verdict = check(each.made().write(tmp_path / "r.xlsx"))
    for finding in verdict.as_json()["findings"]:
        assert "%(" not in finding["reason"] + finding["mend"]
        assert finding["reason"].endswith("。") and finding["mend"].endswith("。")


@pytest.mark.parametrize("each", wrong.ALL[::4], ids=lambda each: each.name.replace(" ", "-"))
def test_the_marked_workbook_holds_no_formula_and_can_be_checked_again(each, tmp_path):
    path = each.made().write(tmp_path / "r.xlsx")
    verdict = check(path)
    again = tmp_path / "marked.xlsx"
    again.write_bytes(marked(path, verdict))
    found = {finding.rule for finding in check(again).findings}
    same = {finding.rule for finding in verdict.findings}
    assert "formula" not in found and (found == same or "formula" in same)


def test_the_table_is_long_enough():
    assert len(wrong.ALL) >= 60
    assert len({each.name for each in wrong.ALL}) == len(wrong.ALL)


def test_the_command_itself_gives_the_same_verdict(tmp_path):
    path = wrong.SENSE[0].made().write(tmp_path / "r.xlsx")
    zhuanban = [sys.executable, "-m", "portal.cli", "validate-return", str(path), "--json"]
    done = subprocess.run(zhuanban, capture_output=True, text=True)
    assert (done.returncode, json.loads(done.stdout)) == (1, check(path).as_json())
    assert done.stderr.startswith("zhuanban: 3 error(s)")


def test_the_command_tells_each_finding_in_a_line_and_writes_the_marked_workbook(tmp_path, command):
    path = wrong.SENSE[0].made().write(tmp_path / "r.xlsx")
    code, printed = command(path, "--marked", tmp_path / "m.xlsx")
    assert code == 1 and len(printed.splitlines()) == 3
    assert printed.splitlines()[0].startswith("error\t汇总\tF4\t期末\t3\t期初0 + 新收1")
    assert check(tmp_path / "m.xlsx").counts == check(path).counts
