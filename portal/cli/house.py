"""What a command stands on: engines, keys, settings and a database in the right shape."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from portal import migrations
from portal import settings as settings_of_house
from portal.cli.console import data_directory, refuse
from portal.cli.environment import complete_environment, own_addresses
from portal.kernel.db import connect, make_session
from portal.kernel.engines import reach
from portal.kernel.foundation import lay
from portal.kernel.installation import ForeignKeys, check_keys
from portal.schema import metadata
from portal.settings import Settings


@dataclass(frozen=True)
class House:
    """An installation that a command may work in."""

    settings: Settings
    engine: Engine


@contextmanager
def house(*, any_shape: bool = False) -> Iterator[House]:
    """Open the installation of the running command; `any_shape` for the migrations themselves.

    A new embedded database is laid at once; an older one is refused until it is upgraded.
    """
    data = data_directory()
    database_url, redis_url = own_addresses()
    with reach(data, database_url, redis_url) as addresses:
        settings = settings_of_house.load(complete_environment(data, addresses))
        lay(settings)
        metadata()
        engine = connect(settings.database_url)
        try:
            if not any_shape:
                check_shape(engine, lay_new=database_url is None)
            yield House(settings, engine)
        finally:
            engine.dispose()


def check_shape(engine: Engine, *, lay_new: bool) -> None:
    """Refuse a database in another shape than this code needs; lay a new one if allowed."""
    try:
        found = migrations.status(engine)
        if found.pending and found.is_new and lay_new:
            migrations.upgrade(engine)
        elif found.pending:
            refuse("the database is older than this version: run `zhuanban db upgrade` first")
    except migrations.UnfitDatabase as unfit:
        refuse(str(unfit))
    _check_keys(engine)


def upgraded(engine: Engine) -> migrations.Status:
    """Do the steps still missing and return where the database stood before."""
    try:
        before = migrations.upgrade(engine)
    except migrations.UnfitDatabase as unfit:
        refuse(str(unfit))
    _check_keys(engine)
    return before


def _check_keys(engine: Engine) -> None:
    try:
        with make_session(engine) as session:
            check_keys(session)
    except ForeignKeys as foreign:
        refuse(str(foreign))
