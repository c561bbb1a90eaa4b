"""Databases that one test gets after another: emptied in between, and copied anew when changed.

Copying a database costs a quarter of a second of the machine, emptying one a hundredth. So a test
leaves its database to the next under a new name: who still holds the old one's address reaches
nothing. What the next test gets is compared with a fresh copy, down to the size of each table; a
database that a test left different, in its shape or otherwise, is dropped and copied anew.
"""

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import Connection, sql

_LOANS = 200  # then indexes and catalogue are worn
_number = itertools.count()

_USED = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
"""
_RESET = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""
# Everything that a test can leave behind: rows, sequences, statistics, rights and the shape.
_RELATIONS = """
SELECT md5(string_agg(concat_ws('|', oid, relname, relnamespace, relkind, relowner, relacl,
    reloptions, relpersistence, relrowsecurity, relforcerowsecurity, relreplident,
    CASE WHEN relkind IN ('r', 't') THEN concat_ws('|', relpages, reltuples) END,
    CASE WHEN relkind IN ('r', 't', 'm') THEN pg_relation_size(oid) END), E'\\n' ORDER BY oid))
FROM pg_class WHERE oid >= 16384
"""
# A changed row of a catalogue is a new row, written by a later transaction. What the server
# itself brings along has a lower number.
_OWN = 16384
_CATALOGUES = (
    *("attrdef", "collation", "constraint", "default_acl", "enum", "event_trigger", "extension"),
    *("largeobject_metadata", "operator", "policy", "proc", "publication", "rewrite"),
    *("statistic_ext", "trigger", "ts_config", "ts_dict", "type"),
)
_ROWS = (
    *(f"pg_{name} WHERE oid >= {_OWN}" for name in _CATALOGUES),
    f"pg_attribute WHERE attrelid >= {_OWN}",
    f"pg_index WHERE indexrelid >= {_OWN}",
    f"pg_statistic WHERE starelid >= {_OWN}",
    "pg_namespace",
    "public.alembic_version",
)
_OTHERS = (
    "SELECT string_agg(concat_ws('|', datacl, datdba, datconnlimit), '')"
    " FROM pg_database WHERE datname = current_database()",
    "SELECT string_agg(s::text, '') FROM pg_db_role_setting s WHERE setdatabase ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())",
    "SELECT md5(string_agg(s::text, E'\\n' ORDER BY s::text)) FROM pg_sequences s",
)
_PORTRAIT = " UNION ALL ".join(
    f"({part})"
    for part in (
        _RELATIONS,
        *(f"SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM {rows}" for rows in _ROWS),
        *_OTHERS,
    )
)


class Lender:
    """Lends one database after another to the tests of one process."""

    def __init__(self, admin_url: str, template: str) -> None:
        self.admin_url = admin_url
        self.template = template
        self._spare: str | None = None
        self._portrait: list[str | None] = []
        self._loans = 0

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Give the name of a database that is like the template and that nobody else knows."""
        name, self._spare = self._spare or self._copied(), None
        try:
            yield name
        finally:
            self._take_back(name)

    def _copied(self) -> str:
        name = next_name()
        with self._reach("postgres") as admin:
            copy(admin, self.template, name)
        with self._reach(name) as connection:
            self._portrait = _portrait(connection)
        self._loans = 0
        return name

    def _take_back(self, name: str) -> None:
        self._loans += 1
        if self._loans < _LOANS:
            spare = next_name()
            with self._reach("postgres") as admin:
                _rename(admin, name, spare)
            if self._emptied(spare):
                self._spare = spare
                return
            name = spare
        with self._reach("postgres") as admin:
            drop(admin, name)

    def _emptied(self, name: str) -> bool:
        """Empty the tables; tell whether the database is now as it was when it was copied."""
        with self._reach(name) as connection:
            try:
                _empty(connection)
                return _portrait(connection) == self._portrait
            except psycopg.Error:
                return False  # a table is missing, or has become something else

    def _reach(self, name: str) -> Connection:
        url = urlsplit(self.admin_url)._replace(path=f"/{name}").geturl()
        return psycopg.connect(url, autocommit=True)


def next_name() -> str:
    """Return a name that no database of this run ever had."""
    return f"test_{os.getpid()}_{next(_number)}"


def copy(admin: Connection, template: str, name: str) -> None:
    """Make a database like the template."""
    statement = "CREATE DATABASE {} TEMPLATE {} OWNER zhuanban STRATEGY FILE_COPY"
    admin.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def drop(admin: Connection, name: str) -> None:
    """Remove a database and end whoever still uses it."""
    admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(admin: Connection, name: str, new: str) -> None:
    """Take the database from whoever still uses it."""
    end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    statement = statement.format(sql.Identifier(name), sql.Identifier(new))
    for last in (False, False, True):
        for _turn in range(2_000):
            if admin.execute(end, [name]).fetchone() == (0,):
                break
            time.sleep(0.002)
        try:
            admin.execute(statement)
            return
        except psycopg.errors.ObjectInUse:  # somebody came back in between
            if last:
                raise


def _empty(connection: Connection) -> None:
    """Delete all rows past triggers and foreign keys, and give their room back.

    To truncate would make five new files for each table; it takes ten times as long.
    """
    tables = [name for (name,) in connection.execute(_USED)]
    connection.execute(_RESET)
    if not tables:
        return
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for name in tables:
            connection.execute(f"DELETE FROM {name}")
    vacuum(connection, tables)


def vacuum(connection: Connection, tables: list[str]) -> None:
    """Give the room of deleted rows back; without tables named, do so in the whole database."""
    options = "INDEX_CLEANUP ON, TRUNCATE ON, SKIP_DATABASE_STATS"
    connection.execute(f"VACUUM ({options}) {', '.join(tables)}")


def _portrait(connection: Connection) -> list[str | None]:
    return [value for (value,) in connection.execute(_PORTRAIT)]
