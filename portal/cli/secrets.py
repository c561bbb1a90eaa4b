"""`zhuanban secrets`: the keys under which personal data lie, and their rotation."""

import os
from collections import Counter
from pathlib import Path

import click

from portal import schema
from portal.cli.console import Acts, data_directory, json_option, note, print_json
from portal.cli.house import House, house
from portal.kernel import storage
from portal.kernel.db import make_session
from portal.kernel.secrets import KeyRing, installed
from portal.kernel.secrets.rotation import rotate as rotate_fields
from portal.kernel.secrets.rotation import usage

VARIABLE = "ZHUANBAN_FIELD_KEYS"


@click.group(cls=Acts)
def secrets() -> None:
    """The keys of personal data."""


def _values_by_key(here: House) -> dict[int, dict[str, int]]:
    schema.metadata()
    with make_session(here.engine) as session:
        fields: Counter[int] = Counter()
        for each in usage(session):
            fields[each.key_number] += each.values
        files = storage.installed().usage(session)
    numbers = [number for number, _key in installed().ring.keys]
    every = [*numbers, *sorted((fields.keys() | files.keys()) - set(numbers))]
    return {n: {"values": fields.get(n, 0), "files": files.get(n, 0)} for n in every}


@secrets.command()
@json_option
def status(as_json: bool) -> None:
    """Count what lies under each key; a key under which nothing lies may go."""
    with house() as here:
        found = _values_by_key(here)
        active, held = installed().ring.active, dict(installed().ring.keys)
    if as_json:
        keys = [{"key": n, "active": n == active, "held": n in held, **u} for n, u in found.items()]
        print_json({"keys": keys})
        return
    for number, used in found.items():
        words = "active" if number == active else "old" if number in held else "MISSING"
        if words == "old" and not any(used.values()):
            words = f"old, used by nothing: may be removed from {VARIABLE}"
        click.echo(f"key {number}: {used['values']} values, {used['files']} files ({words})")


@secrets.command()
@click.option("--batch", default=500, type=click.IntRange(1, 10_000), show_default=True)
@json_option
def rotate(batch: int, as_json: bool) -> None:
    """Re-encrypt everything under the active key; may be stopped and run again at any time."""
    schema.metadata()
    with house() as here, make_session(here.engine) as session:
        values: Counter[str] = Counter()
        for step in rotate_fields(session, batch):
            values[step.table] += step.rows
        files = storage.installed().rotate(session)
    if as_json:
        print_json({"rows": dict(values), "files": files})
        return
    for table, rows in values.items():
        click.echo(f"{table}: {rows} rows re-encrypted")
    click.echo(f"Done: {values.total()} rows and {files} files re-encrypted.")


@secrets.command("new-key")
def new_key() -> None:
    """Make a new active key beside the old ones; start the portal anew, then rotate."""
    with house() as here:
        ring = KeyRing.parse(here.settings.key_ring).with_new_key()
    file = data_directory() / "secrets.env"
    if os.environ.get(VARIABLE) or not file.exists():
        click.echo(f"{VARIABLE}={ring.field_keys}")
        note("Set this in the environment of every process, restart them, then rotate.")
        return
    _replace(file, ring.field_keys)
    click.echo(f"Key {ring.active} is in {file}; start the portal anew, then rotate.")


def _replace(file: Path, field_keys: str) -> None:
    lines = file.read_text().splitlines()
    kept = [line for line in lines if not line.startswith(f"{VARIABLE}=")]
    fresh = file.with_name(".secrets.env.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write("\n".join([f"{VARIABLE}={field_keys}", *kept]) + "\n")
        target.flush()
        os.fsync(target.fileno())
    os.replace(fresh, file)
