"""Rotation: bring every encrypted column under the active key, a batch at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from portal.kernel.db import Base, transaction
from portal.kernel.secrets.cipher import HEADER, installed
from portal.kernel.secrets.columns import EncryptedText


@dataclass(frozen=True)
class Step:
    """One batch of a rotation: the table and how many of its rows were re-encrypted."""

    table: str
    rows: int


@dataclass(frozen=True)
class Usage:
    """How many values of one column lie under one key."""

    table: str
    column: str
    key_number: int
    values: int


def encrypted_tables() -> dict[Table, list[str]]:
    """Return every mapped table with its encrypted columns; all models must be imported."""
    found = {
        table: [c.name for c in table.columns if isinstance(c.type, EncryptedText)]
        for table in Base.metadata.sorted_tables
    }
    return {table: columns for table, columns in found.items() if columns}


def _raw(table: Table, column: str) -> ColumnElement[bytes]:
    return type_coerce(table.c[column], LargeBinary)


def usage(session: Session) -> list[Usage]:
    """Count the values of every encrypted column by key number; reads whole tables."""
    counts = []
    for table, columns in encrypted_tables().items():
        for column in columns:
            head = func.substr(_raw(table, column), 1, HEADER.size)
            rows = session.execute(
                select(head, func.count()).where(head.is_not(None)).group_by(head)
            )
            counts += [Usage(table.name, column, HEADER.unpack(h)[1], n) for h, n in rows]
    return counts


def rotate(session: Session, batch: int = 500) -> Iterator[Step]:
    """Re-encrypt everything that is not under the active key, one commit a batch.

    May be stopped and begun again at any time, and run while the portal works: a row is locked
    while it is rewritten, and old and new keys both open.
    """
    for table, columns in encrypted_tables().items():
        last: tuple[Any, ...] | None = None
        while True:
            with transaction(session):
                rows = _next_rows(session, table, columns, last, batch)
                _rewrite(session, table, columns, rows)
            if not rows:
                break
            last = tuple(getattr(rows[-1], key.name) for key in table.primary_key)
            yield Step(table.name, len(rows))


def _next_rows(
    session: Session, table: Table, columns: list[str], last: tuple[Any, ...] | None, batch: int
) -> list[Any]:
    keys = list(table.primary_key)
    active = installed().header
    raw = [_raw(table, column) for column in columns]
    query = (
        select(*keys, *(r.label(column) for r, column in zip(raw, columns, strict=True)))
        .where(or_(*(func.substr(r, 1, HEADER.size) != active for r in raw)))
        .order_by(*keys)
        .limit(batch)
        .with_for_update()
    )
    if last is not None:
        query = query.where(tuple_(*keys) > last)
    return list(session.execute(query))


def _rewrite(session: Session, table: Table, columns: list[str], rows: list[Any]) -> None:
    if not rows:
        return
    # Bound as the column's own type, so that writing seals under the active key.
    types = {column: cast(EncryptedText, table.c[column].type) for column in columns}
    fresh = {column: bindparam(f"new_{column}", type_=kind) for column, kind in types.items()}
    same_row = [key == bindparam(f"key_{key.name}") for key in table.primary_key]
    values = [
        {f"key_{key.name}": getattr(row, key.name) for key in table.primary_key}
        | {
            f"new_{column}": kind.process_result_value(getattr(row, column), None)
            for column, kind in types.items()
        }
        for row in rows
    ]
    session.connection().execute(update(table).where(*same_row).values(fresh), values)
