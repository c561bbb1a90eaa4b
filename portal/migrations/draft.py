"""Writes the newest step's SQL: what leads from the step before to the mapped tables.

`python -m portal.migrations.draft` compares two databases of a server of its own, one laid by the
steps before and one drawn from the mapped tables, table by table as PostgreSQL describes them. It
adds what is missing and replaces constraints and indexes that read otherwise; what would drop a
table or a column, or fill one, is for a person to write.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, create_mock_engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import AddConstraint, CreateIndex, ExecutableDDLElement

from portal.kernel.db import connect
from portal.kernel.engines import Postgres
from portal.kernel.engines.postgres import NAME as OWNER
from portal.schema import metadata

VERSIONS = Path(__file__).parent / "versions"
_COLUMNS = """
SELECT c.relname || '.' || a.attname, c.relname, a.attname,
  format_type(a.atttypid, a.atttypmod)
  || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
  || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum
"""
_CONSTRAINTS = """
SELECT conname, conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
ORDER BY contype = 'f', conrelid::regclass::text, conname
"""
_INDEXES = """
SELECT indexname, tablename, indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)
ORDER BY tablename, indexname
"""


def statements() -> str:
    """Return the SQL that makes every table, index, trigger and function in an empty database."""
    return "\n".join(_drawn().values())


def _drawn() -> dict[str, str]:
    lines: dict[str, str] = {}

    def note(statement: object, *_args: object, **_kwargs: object) -> None:
        compiled = str(statement.compile(dialect=engine.dialect))  # type: ignore[attr-defined]
        lines[compiled] = (
            compiled.strip().rstrip(";").replace("\t", "    ").replace(" \n", "\n") + ";\n"
        )

    engine = create_mock_engine("postgresql+psycopg://", note)
    metadata().create_all(engine, checkfirst=False)
    return lines


Described = dict[str, tuple[str, str, str]]


def _described(connection: Connection, query: str) -> Described:
    rows = connection.execute(text(query))
    return {key: (table, name, definition) for key, table, name, definition in rows}


def difference(before: Connection, after: Connection) -> str:
    """Return the SQL that leads from one database's tables to another's."""
    old, new = (_described(connection, _COLUMNS) for connection in (before, after))
    known = {table for table, _name, _definition in old.values()}
    wanted = {table for table, _name, _definition in new.values()} - known
    made = [sql for sql in _drawn().values() if _makes(sql, wanted)]
    added = [
        f"ALTER TABLE {table} ADD COLUMN {name} {definition};\n"
        for key, (table, name, definition) in new.items()
        if key not in old and table in known
    ]
    constraints = _replaced(
        before, after, _CONSTRAINTS, known, "ALTER TABLE {0} DROP CONSTRAINT {1};\n"
    )
    indexes = _replaced(before, after, _INDEXES, known, "DROP INDEX {1};\n")
    dropped, rebuilt = constraints
    return "\n".join([*indexes[0], *dropped, *made, *added, *rebuilt, *indexes[1]])


def _makes(sql: str, tables: set[str]) -> bool:
    words = sql.replace("(", " ").split()
    return (
        words[:2] == ["CREATE", "TABLE"]
        and words[2] in tables
        or ("INDEX" in words[:3] and words[words.index("ON") + 1] in tables)
    )


def _replaced(
    before: Connection, after: Connection, query: str, known: set[str], drop: str
) -> tuple[list[str], list[str]]:
    old, new = (_described(connection, query) for connection in (before, after))
    changed = {key for key in new if new[key][0] in known and old.get(key) != new[key]}
    gone = {key for key in old if key not in new}
    dropped = [drop.format(*old[key][:2]) for key in old if key in changed | gone]
    mapped = _mapped()
    return dropped, [mapped[key] for key in new if key in changed]


def _mapped() -> dict[str, str]:
    """Return the SQL of every constraint and index by name, as the tables state it.

    PostgreSQL's own description of a constraint, run again, is described in other words.
    """
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    found: dict[str, str] = {}
    for table in metadata().tables.values():
        made: list[ExecutableDDLElement] = [CreateIndex(index) for index in table.indexes]
        made += [AddConstraint(each) for each in table.constraints]
        for statement in made:
            sql = str(statement.compile(dialect=dialect)).strip()
            words = sql.split()
            after = "CONSTRAINT" if "CONSTRAINT" in words else "INDEX"
            found[words[words.index(after) + 1]] = f"{sql};\n"
    return found


def _lay_before(connection: Connection, target: Path) -> None:
    for step in sorted(VERSIONS.glob("[0-9]*_*.sql")):
        if step != target:
            connection.exec_driver_sql(step.read_text(encoding="utf-8"))


def main() -> None:
    """Write the newest step."""
    target = max(VERSIONS.glob("[0-9]*_*.sql"))
    with TemporaryDirectory(prefix="zd-", dir="/tmp") as folder:
        server = Postgres(Path(folder, "pg"), Path(folder, "run"), Path(folder, "log"))
        server.start()
        try:
            admin = connect(server.url("postgres", "postgres"))
            with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for name in ("before", "after"):
                    connection.exec_driver_sql(f"CREATE DATABASE {name} OWNER {OWNER}")
            ends = [connect(server.url(name)) for name in ("before", "after")]
            with ends[0].begin() as before, ends[1].begin() as after:
                _lay_before(before, target)
                after.exec_driver_sql(statements())
                target.write_text(difference(before, after), encoding="utf-8")
            for engine in (admin, *ends):
                engine.dispose()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
