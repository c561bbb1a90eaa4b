"""The command line: 0, 1 or 2; one line of complaint; one JSON document when asked."""

import json

import pytest
from sqlalchemy import Engine, text

from portal import migrations
from portal.cli import ACTS, root
from portal.kernel import audit, clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session, transaction
from tests.portal.conftest import Run


@pytest.mark.parametrize("name", list(ACTS))
def test_every_command_explains_itself_and_takes_a_data_directory(run: Run, name: str):
    told = run(name, "--help")
    assert told.code == 0 and told.err == ""
    assert "Usage: zhuanban" in told.out
    command = root.get_command(None, name)
    assert command.help and command.help.endswith((".", ")."))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["db"],
        ["db", "sideways"],
        ["up", "--port", "99999"],
        ["up", "--port", "eighty"],
        ["sweep", "--as-of", "yesterday"],
        ["sweep", "--as-of", "2026-02-12T09:00"],
        ["sweep", "--as-of", "0001-01-01"],
        ["sweep", "--as-of", "0001-01-01T00:00+14:00"],
        ["backup"],
        ["audit", "verify", "--loudly"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_why(run: Run, arguments: list[str]):
    told = run(*arguments)
    assert told.code == 2
    assert "Traceback" not in told.err + told.out


def test_a_database_that_cannot_be_reached_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    told = run("db", "status")
    assert told.code == 1 and told.out == ""
    assert told.err.count("\n") == 1 and "check DATABASE_URL" in told.err


def test_wrong_settings_are_one_line_that_names_each(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ZHUANBAN_DRAFT_DAYS", "0")
    monkeypatch.setenv("ZHUANBAN_DEMO", "perhaps")
    told = run("audit", "verify")
    assert told.code == 1 and told.err.count("\n") == 1
    assert "ZHUANBAN_DRAFT_DAYS" in told.err and "ZHUANBAN_DEMO" in told.err


def test_the_state_of_the_database_is_one_json_document(run: Run):
    told = run("db", "status", "--json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out)["pending"] == []


def test_a_new_database_is_founded_by_the_upgrade(run: Run, database: Engine):
    with database.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    assert run("db", "status").code == 1
    assert run("audit", "verify").code == 1
    assert run("db", "upgrade").code == 0
    assert run("db", "upgrade").out.endswith("nothing to do.\n")
    with database.connect() as connection:
        levels = connection.execute(text("SELECT level, count(*) FROM unit GROUP BY 1")).all()
    assert sorted(levels) == [("bureau", 36), ("head_office", 1)]


def test_a_database_is_never_opened_with_other_keys_than_it_was_founded_with(
    run: Run, database: Engine, monkeypatch: pytest.MonkeyPatch
):
    migrations.found(database)
    assert run("audit", "verify").code == 0
    monkeypatch.setenv("ZHUANBAN_BLIND_KEY", "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=")
    told = run("audit", "verify")
    assert told.code == 1 and "founded with other keys" in told.err


def test_a_database_of_a_newer_version_is_left_alone(run: Run, database: Engine):
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for arguments in (["db", "upgrade"], ["db", "status"], ["sweep"]):
        told = run(*arguments)
        assert told.code == 1 and "9999" in told.err and told.err.count("\n") == 1


def test_a_broken_link_of_the_audit_chain_is_named(run: Run, database: Engine):
    with make_session(database) as session, transaction(session):
        for number in range(3):
            audit.record(session, by=SYSTEM, act="a", subject=("n", number), at=clock.now())
    assert run("sweep").code == 0
    assert "3 sealed" in run("audit", "verify").out
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_entry SET subject_id = '9' WHERE subject_id = '1'"))
    told = run("audit", "verify", "--json")
    assert told.code == 1 and "link 2" in told.err
    assert json.loads(told.out)["sound"] is False
