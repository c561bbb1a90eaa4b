"""Many rows at once through COPY, with the same column types as every other write."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.type_api import TypeEngine

_COPY_FROM = 40


def new_ids(session: Session, table: Table, count: int) -> list[int]:
    """Take `count` fresh primary keys of a table with an identity column `id`."""
    drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)")
    return list(session.scalars(drawn, {"name": table.name, "n": count}))


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns; many go through COPY, few through INSERT."""
    if not rows:
        return
    if len(rows) < _COPY_FROM:
        session.execute(insert(table), list(rows))
        return
    columns = [table.c[name] for name in rows[0]]
    dialect = session.connection().dialect
    processors = [_processor(column.type, dialect) for column in columns]
    names = ", ".join(dialect.identifier_preparer.format_column(column) for column in columns)
    target = dialect.identifier_preparer.format_table(table)
    driver = session.connection().connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
        keys = [column.key for column in columns]
        for row in rows:
            copy.write_row([p(row[key]) for p, key in zip(processors, keys, strict=True)])


def _processor(column_type: TypeEngine[Any], dialect: Any) -> Any:
    found = column_type.dialect_impl(dialect).bind_processor(dialect)
    return found or (lambda value: value)
