"""Bring a database to the shape that this code needs."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from portal.kernel.db import make_session, transaction

# Alembic is imported where a step is due: every start looks, and hardly any finds one.
if TYPE_CHECKING:
    from alembic.config import Config

STEPS = Path(__file__).parent / "versions"

# One machine migrates at a time; a step waits for a lock or gives up instead of queueing readers.
_LOCK = 7_401_932
_LOCK_TIMEOUT = "10s"
OLDEST_SERVER = 15


class UnfitDatabase(Exception):
    """This version cannot work with the database; the text is one line that says how to mend it."""


@dataclass(frozen=True)
class Status:
    """Where a database stands: its step, the step this code needs, the steps in between."""

    current: str | None
    needed: str | None
    pending: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever laid in this database."""
        return self.current is None


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def status(engine: Engine) -> Status:
    """Return where the database stands."""
    with engine.connect() as connection:
        return _status(connection)


def _check_server(connection: Connection) -> None:
    version = connection.dialect.server_version_info or (0,)
    if version[0] < OLDEST_SERVER:
        raise UnfitDatabase(
            f"the server is PostgreSQL {version[0]}; {OLDEST_SERVER} or newer is needed"
        )
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise UnfitDatabase(
            f"the database is encoded in {encoding}: make it anew with ENCODING 'UTF8'"
        )


def last_step() -> str:
    """Return the newest step: steps are numbered, and their files begin with the number."""
    return max(path.name.partition("_")[0] for path in STEPS.glob("[0-9]*_*.py"))


def _step_of(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _status(connection: Connection) -> Status:
    _check_server(connection)
    current, needed = _step_of(connection), last_step()
    if current == needed:
        return Status(current, needed, ())
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise UnfitDatabase(
            f"the database stands at step {current}, which this version does not know:"
            " run the version that wrote it, or restore a backup"
        )
    steps = scripts.iterate_revisions(needed, current)
    return Status(current, needed, tuple(reversed([step.revision for step in steps])))


def upgrade(engine: Engine) -> Status:
    """Do the steps still missing and found a new database; return where it stood before."""
    before = lay(engine)
    if before.pending:
        found(engine)
    return before


def lay(engine: Engine) -> Status:
    """Do the steps still missing, and no more; return where the database stood before."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        try:
            before = _status(connection)
            connection.rollback()
            if before.pending:
                from alembic import command

                connection.execute(text(f"SET lock_timeout = '{_LOCK_TIMEOUT}'"))
                connection.commit()
                command.upgrade(_config(connection), "head")
                connection.commit()
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()
    return before


def found(engine: Engine) -> None:
    """Write the rows that every database holds; those already there are left alone."""
    from portal.migrations.founding import FOUNDING  # loads packages that a mere look need not

    for lay in FOUNDING:
        with make_session(engine) as session, transaction(session):
            lay(session)
