"""Writes the first step from the mapped tables: `python -m portal.migrations.draft`.

Only until the first release: from then on each change is a step of its own, made by Alembic.
"""

from pathlib import Path

from sqlalchemy import create_mock_engine

from portal.schema import metadata

TARGET = Path(__file__).parent / "versions" / "0001_ground.sql"


def statements() -> str:
    """Return the SQL that makes every table, index, trigger and function in an empty database."""
    lines: list[str] = []

    def note(statement: object, *_args: object, **_kwargs: object) -> None:
        compiled = statement.compile(dialect=engine.dialect)  # type: ignore[attr-defined]
        lines.append(str(compiled).strip().rstrip(";") + ";\n")

    engine = create_mock_engine("postgresql+psycopg://", note)
    metadata().create_all(engine, checkfirst=False)
    return "\n".join(line.replace("\t", "    ").replace(" \n", "\n") for line in lines)


if __name__ == "__main__":
    TARGET.write_text(statements(), encoding="utf-8")
