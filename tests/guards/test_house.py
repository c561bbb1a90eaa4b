"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import PRODUCT, ROOT, files, name, tree

ROOT_FILES = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "disclosures",
    "docs",
    "forwarding",
    "inspections",
    "portal",
    "pyproject.toml",
    "requirements.lock",
    "templates",
    "tests",
}

# Who may commit besides `kernel.db.transaction`, and why.
COMMITTERS = {
    "portal/kernel/db.py": "the one transaction",
    "portal/migrations/steps.py": "a migration commits step by step, under a lock",
    "portal/cli/backup.py": "empties the database before a restore",
    "forwarding/commands/complaints_file.py": "a savepoint, inside the one transaction",
}
CLOCK_READERS = {"portal/kernel/clock.py": "the one clock"}
STATE_SETTERS = {
    "portal/kernel/lifecycle.py": "the one table of legal moves",
    "portal/kernel/tasks.py": "how far a long task is: no state that the Measures know",
}

MAY_SKIP = {
    "tests/accounts/test_second_factor.py": "two random codes are equal once in a million",
    "tests/kernel/test_letters.py": "reads PDFs with poppler, which CI installs",
    "tests/guards/test_house.py": "this guard",
}

_READS_TIME = re.compile(
    r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time(_ns)?\(|func\.now\(|CURRENT_DATE"
)


def calls(path: Path, method: str) -> list[int]:
    """Return the lines on which `something.method(…)` is called."""
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    ]


def test_floors_and_rooms_are_kept():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_only_the_one_transaction_commits():
    found = {name(path) for path in files(*PRODUCT) if calls(path, "commit")}
    assert found - set(COMMITTERS) == set()


def test_only_the_clock_reads_the_time():
    found = {name(path) for path in files(*PRODUCT) if _READS_TIME.search(path.read_text("utf-8"))}
    assert found - set(CLOCK_READERS) == set()


def test_only_a_lifecycle_sets_a_state():
    found = {
        name(path)
        for path in files(*PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
    }
    assert found - set(STATE_SETTERS) == set()


def test_the_root_holds_what_the_plan_of_the_house_shows():
    top = {name(path).split("/")[0] for path in files(".", ending="")}
    assert top - ROOT_FILES == set()


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml", "Makefile", ".ci/run"])
def test_no_registry_has_its_address_in_the_project(file: str):
    text = (ROOT / file).read_text("utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", text)


def test_every_locked_package_has_its_hashes():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 50
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_test_is_left_out():
    marks = re.compile(r"pytest\.(skip|xfail|mark\.(skip|skipif|xfail))\b")
    found = {name(path) for path in files("tests") if marks.search(path.read_text("utf-8"))}
    assert found - set(MAY_SKIP) == set()
