"""`zhuanban web`, `worker`, `timetable`: one part of the portal each, for several machines."""

import os
import sys

import click

from portal.cli.console import Act, data_directory
from portal.settings import Settings, load


def _ready() -> Settings:
    """Refuse what the environment lacks or a database of another shape, before a part starts."""
    from portal.cli.house import check_shape
    from portal.kernel.db import connect
    from portal.kernel.foundation import lay

    os.environ.setdefault("ZHUANBAN_DATA", str(data_directory()))
    settings = load(os.environ)
    lay(settings)
    engine = connect(settings.database_url, pool_size=1)
    check_shape(engine, lay_new=False)
    engine.dispose()
    return settings


def gunicorn_command(settings: Settings) -> list[str]:
    """Return the command that serves the portal under gunicorn."""
    workers = ["--workers", str(settings.web_workers), "--threads", str(settings.web_threads)]
    told = ["-c", "python:portal.serving", *workers, "portal.serving:application()"]
    return [sys.executable, "-m", "gunicorn", *told]


@click.command(cls=Act)
@click.option("--bind", default="0.0.0.0:8000", help="Address and port.", show_default=True)
def web(bind: str) -> None:
    """Serve the pages (set DATABASE_URL, REDIS_URL and the keys)."""
    command = gunicorn_command(_ready())
    os.environ["ZHUANBAN_BIND"] = bind
    os.execv(command[0], command)


@click.command(cls=Act)
def worker() -> None:
    """Deliver what the outbox holds."""
    _ready()
    from portal.worker import work

    work()


@click.command(cls=Act)
def timetable() -> None:
    """Keep the timetable."""
    _ready()
    from portal.timetable import keep

    keep()
