"""Many rows at once through COPY, with the same column types as every other write."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Rows = Sequence[Mapping[str, Any]]
Batch = tuple[Table, Rows]

_COPY_FROM = 40
_DRAWN = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)")


def new_ids(session: Session, table: Table, count: int) -> list[int]:
    """Take `count` fresh primary keys of a table with an identity column `id`."""
    return list(session.scalars(_DRAWN, {"name": table.name, "n": count}))


def insert_rows(session: Session, table: Table, rows: Rows) -> None:
    """Insert rows that all have the same columns; many go through COPY, few through INSERT."""
    insert_batches(session, [(table, rows)])


def insert_batches(session: Session, batches: Sequence[Batch]) -> None:
    """Insert the rows of several tables in their order, where little is asked in one round trip.

    The rows of a table all have the same columns; no default of Python's is filled in.
    Raises what any other INSERT through SQLAlchemy raises.
    """
    wanted = [(table, rows) for table, rows in batches if rows]
    if not wanted:
        return
    connection = session.connection()
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        if sum(len(rows) for _table, rows in wanted) < _COPY_FROM:
            # One statement waits for no other's answer; what fails is told at the pipeline's end.
            with driver.pipeline(), driver.cursor() as cursor:
                for table, rows in wanted:
                    _insert(cursor, connection, table, rows)
        else:
            with driver.cursor() as cursor:
                for table, rows in wanted:
                    _copy(cursor, connection, table, rows)
    except psycopg.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg.Error) from error


def _insert(cursor: Any, connection: Connection, table: Table, rows: Rows) -> None:
    names, processors = _form(connection.dialect, table, tuple(rows[0]))
    places = ", ".join(["%s"] * len(processors))
    statement = f"INSERT INTO {names} VALUES ({places})"
    for row in rows:
        cursor.execute(statement, [make(row[key]) for key, make in processors])


def _copy(cursor: Any, connection: Connection, table: Table, rows: Rows) -> None:
    names, processors = _form(connection.dialect, table, tuple(rows[0]))
    with cursor.copy(f"COPY {names} FROM STDIN") as copy:
        for row in rows:
            copy.write_row([make(row[key]) for key, make in processors])


@lru_cache(maxsize=200)
def _form(dialect: Any, table: Table, keys: tuple[str, ...]) -> tuple[str, list[tuple[str, Any]]]:
    """Return `table (columns)` as SQL writes them, and what makes each value the driver's."""
    columns = [table.c[key] for key in keys]
    quoted = dialect.identifier_preparer
    names = ", ".join(quoted.format_column(column) for column in columns)
    processors = [_processor(column.type, dialect) for column in columns]
    return f"{quoted.format_table(table)} ({names})", list(zip(keys, processors, strict=True))


def _processor(column_type: Any, dialect: Any) -> Any:
    found = column_type.dialect_impl(dialect).bind_processor(dialect)
    return found or (lambda value: value)
