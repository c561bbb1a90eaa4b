"""`zhuanban account` and `zhuanban import units`."""

import json
import sys
from dataclasses import dataclass

import pytest

from portal.accounts import commands, queries
from portal.cli import root
from portal.cli.console import report
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from tests.accounts.conftest import AT
from tests.ground import environment

HEADER = "code,name,level,parent_code,department\n"


@dataclass
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(house, files, database_url, redis_url, monkeypatch, capsys):
    """Runs a command on this test's installation."""
    for name, value in environment(files, database_url, redis_url).items():
        monkeypatch.setenv(name, value)

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["zhuanban", *map(str, arguments)])
        capsys.readouterr()
        code = report(root)
        return Done(code, *capsys.readouterr())

    return command


def add(run, *more, role="triage", unit="330000", name="热线系统"):
    return run("account", "add", "--role", role, "--unit", unit, "--name", name, *more)


def test_an_account_is_added_and_its_password_printed_once(run, house):
    done = add(run, "--json", name="Zhang San")
    made = json.loads(done.stdout)
    assert (done.returncode, made["login"]) == (0, "zhang.san")
    assert set(made) == {"id", "login", "name", "role", "unit", "institution", "password"}
    view = queries.account(house, made["id"])
    assert (view.role, view.unit_code, view.must_change_password) == ("triage", "330000", True)


def test_a_token_stands_alone_on_stdout(run, house):
    done = add(run, "--token")
    (token,) = done.stdout.split()
    actor = commands.authenticate_bearer(house, f"Bearer {token}", clock.now())
    assert (actor.role, actor.unit_code, actor.name) == ("triage", "330000", "热线系统")
    assert not queries.account(house, actor.account_id).has_password


def test_an_institutions_account_names_its_institution(run, house, bank):
    done = run(
        *("account", "add", "--role", "institution", "--institution", "ICBC"),
        *("--name", "工行系统", "--token", "--json"),
    )
    made = json.loads(done.stdout)
    actor = commands.authenticate_bearer(house, f"Bearer {made['token']}", clock.now())
    assert actor.institution_ids == {bank["ICBC"], bank["ICBC-ZJ"], bank["ICBC-HZ"]}


REFUSED = [
    (("--role", "boss", "--unit", "330000", "--name", "x"), 2),
    (("--role", "clerk", "--name", "xx"), 2),
    (("--role", "clerk", "--institution", "ICBC", "--name", "xx"), 2),
    (("--role", "institution", "--unit", "330000", "--name", "xx"), 2),
    (("--role", "clerk", "--unit", "330000"), 2),
    (("--role", "clerk", "--unit", "339999", "--name", "xx"), 1),
    (("--role", "institution", "--institution", "NOBODY", "--name", "xx"), 1),
    (("--role", "clerk", "--unit", "330000", "--name", "x"), 1),
    (("--role", "clerk", "--unit", "330000", "--name", "xx", "--login", "taken"), 1),
]


@pytest.mark.parametrize(("arguments", "code"), REFUSED)
def test_a_wrong_call_is_refused_in_one_line(run, add_taken, arguments, code):
    done = run("account", "add", *arguments, "--json")
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert code == 2 or len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def add_taken(house):
    """An account with the login name `taken`."""
    commands.add_account(
        house, login="taken", name="x", role="clerk", unit_code="330000", by=SYSTEM, at=AT
    )
    house.commit()


def test_a_locked_out_administrator_is_let_in_again(run, house):
    login = json.loads(add(run, "--json", role="admin", unit="000000", name="boss").stdout)["login"]
    password = json.loads(run("account", "reset", login, "--json").stdout)["password"]
    assert queries.account(house, queries.account_of(house, login)).must_change_password
    assert len(password) == 16
    assert run("account", "reset", "nobody").returncode == 1


def test_units_are_imported_from_a_file(run, house, files):
    path = files / "units.csv"
    path.write_text(HEADER + "330300,温州监管分局,sub_bureau,330000,科\n")
    first = json.loads(run("import", "units", path, "--json").stdout)
    again = json.loads(run("import", "units", path, "--json").stdout)
    assert (first["created"], again["created"], again["unchanged"]) == (1, 0, 1)
    assert queries.unit(house, "330300").name == "温州监管分局"


def test_a_bad_units_file_is_told_row_by_row(run, house, files):
    path = files / "units.csv"
    path.write_text(HEADER + "330300,温州监管分局,office,330000,科\n330700,,sub_bureau,330000,科\n")
    done = run("import", "units", path, "--json")
    found = json.loads(done.stdout)["findings"]
    assert done.returncode == 1
    assert [(f["row"], f["column"], f["value"]) for f in found] == [
        (2, "level", "office"),
        (3, "name", ""),
    ]
    assert queries.unit(house, "330700") is None
