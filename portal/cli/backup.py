"""`zhuanban backup` and `zhuanban restore`: the whole installation but its keys, in one file."""

import os
import shutil
from pathlib import Path

import click
from sqlalchemy import Connection, Engine, text

from portal import migrations
from portal.cli import archive
from portal.cli.console import Act, data_directory, refuse
from portal.cli.environment import SECRETS
from portal.cli.house import house
from portal.kernel import audit, clock
from portal.kernel.db import make_session
from portal.kernel.engines import Home

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Act)
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write database and stored files to FILE; the keys stay in the data directory."""
    if file.exists():
        refuse(f"{file} exists already: name another file, or move it away")
    if not file.absolute().parent.is_dir():
        refuse(f"{file.absolute().parent} is not there: make it first")
    with house() as here, here.engine.connect() as connection:
        step = migrations.status(here.engine).current or ""
        at = clock.now().isoformat(timespec="seconds")
        manifest = archive.write(file, connection, here.settings.database_url, step, at)
    rows = sum(manifest.rows.values())
    size = file.stat().st_size / 1e6
    click.echo(f"{file}: {rows} rows, {len(manifest.hashes) - 1} files, {size:.1f} MB.")
    click.echo(f"Keep the keys apart from it ({data_directory() / 'secrets.env'} or your own).")


@click.command(cls=Act)
@click.argument("file", type=FILE)
@click.option("--keys", type=FILE, help="The secrets.env of the installation backed up.")
@click.option("--replace", is_flag=True, help="Give up what the database holds now.")
def restore(file: Path, keys: Path | None, replace: bool) -> None:
    """Put database and stored files back from FILE, and check them."""
    data = data_directory()
    if not file.is_file():
        refuse(f"{file} is not there")
    _refuse_while_up(data)
    if keys is not None:
        _adopt(keys, data)
    elif not (data / "secrets.env").exists() and not all(map(os.environ.get, SECRETS[1:])):
        _ask_for_keys()
    with house(any_shape=True) as here, archive.opened(file) as (opened, manifest):
        if manifest.keys != archive.key_fingerprint():
            _ask_for_keys()
        with here.engine.connect() as connection:
            _make_room(connection, replace)
        files = archive.restore_files(opened, manifest)
        archive.restore_database(opened, here.settings.database_url)
        _verify(here.engine, manifest)
        before = migrations.upgrade(here.engine)
    steps = f", {len(before.pending)} step(s) newer" if before.pending else ""
    rows = sum(manifest.rows.values())
    click.echo(
        f"Restored and verified: {rows} rows, {files} files as of {manifest.made_at}{steps}."
    )


def _ask_for_keys() -> None:
    names = " and ".join(SECRETS[1:])
    refuse(f"the keys of the backup are needed: give --keys SECRETS.ENV, or set {names}")


def _refuse_while_up(data: Path) -> None:
    running = Home(data).running()
    if running is not None and running.alive and running.owner == "up":
        refuse(f"`zhuanban up` is running on {data} (process {running.pid}): stop it first")


def _adopt(keys: Path, data: Path) -> None:
    target = data / "secrets.env"
    if not keys.is_file():
        refuse(f"{keys} is not there")
    if target.exists() and target.read_bytes() != keys.read_bytes():
        refuse(f"{target} holds other keys: move it away first")
    if not target.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(keys, target)
        target.chmod(0o600)


def _make_room(connection: Connection, replace: bool) -> None:
    """Empty the database; refuse when acts were recorded in it and `--replace` is not given."""
    rows = archive.count_rows(connection)
    if rows.get("audit_entry") and not replace:
        refuse("the database holds data: add --replace to give it up, or restore elsewhere")
    connection.execute(text("DROP SCHEMA IF EXISTS public CASCADE"))
    connection.execute(text("CREATE SCHEMA public"))
    connection.commit()


def _verify(engine: Engine, manifest: archive.Manifest) -> None:
    with engine.connect() as connection:
        found = archive.count_rows(connection)
    if found != manifest.rows:
        differing = sorted(k for k in manifest.rows if found.get(k) != manifest.rows[k])
        refuse(f"restored, but rows are missing in {', '.join(differing)}: use another backup")
    with make_session(engine) as session:
        verdict = audit.verify(session)
    if not verdict.sound:
        refuse(f"restored, but its audit chain is broken: {verdict.fault}")
