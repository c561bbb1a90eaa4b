"""The steps lead to exactly the tables that the code maps."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from portal import migrations
from portal.migrations import steps
from portal.migrations.draft import statements
from portal.schema import metadata


def emptied(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def names(engine: Engine, query: str) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text(query)))


def test_the_step_needed_is_alembics_head_and_it_is_where_a_laid_database_stands(database: Engine):
    head = ScriptDirectory.from_config(steps._config()).get_current_head()
    assert steps.last_step() == head
    assert migrations.status(database) == migrations.Status(head, head, ())


def test_a_database_of_a_later_version_is_refused(database: Engine):
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.UnfitDatabase, match="9999"):
        migrations.status(database)


def test_the_steps_lead_to_the_mapped_tables(database: Engine):
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata())
    assert [each for each in found if "alembic_version" not in str(each)] == []


def test_the_steps_make_every_trigger_and_function_that_the_tables_bring(database: Engine):
    triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    functions = "SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace"
    stepped = names(database, triggers) | names(database, functions)
    emptied(database)
    with database.begin() as connection:
        connection.exec_driver_sql(statements())
    drawn = names(database, triggers) | names(database, functions)
    assert stepped == drawn and "audit_entry_append_only" in drawn


def test_of_two_machines_that_upgrade_at_once_one_does_the_steps(database: Engine):
    emptied(database)
    pending: list[tuple[str, ...]] = []
    threads = [
        threading.Thread(target=lambda: pending.append(migrations.upgrade(database).pending))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, pending))[0] == 0
    assert migrations.status(database).pending == ()


def test_founding_twice_changes_nothing(database: Engine):
    migrations.found(database)
    tables = "SELECT count(*)::text FROM {}"
    before = [names(database, tables.format(t)) for t in ("unit", "installation")]
    migrations.found(database)
    assert [names(database, tables.format(t)) for t in ("unit", "installation")] == before
