"""`zhuanban db`: the database's shape."""

import click

from portal import migrations
from portal.cli.console import Acts, json_option, print_json, refuse
from portal.cli.house import house, upgraded


@click.group(cls=Acts)
def db() -> None:
    """The database's shape."""


@db.command()
@json_option
def upgrade(as_json: bool) -> None:
    """Bring the database to the shape this version needs; found a new one."""
    with house(any_shape=True) as here:
        before = upgraded(here.engine)
    if as_json:
        print_json({"from": before.current, "to": before.needed, "steps": list(before.pending)})
    elif before.pending:
        click.echo(f"Database now at step {before.needed} ({len(before.pending)} done).")
    else:
        click.echo(f"Database is at step {before.needed}; nothing to do.")


@db.command()
@json_option
def status(as_json: bool) -> None:
    """Say where the database stands; exit 1 when steps are missing."""
    try:
        with house(any_shape=True) as here:
            found = migrations.status(here.engine)
    except migrations.UnfitDatabase as unfit:
        refuse(str(unfit))
    if as_json:
        steps = list(found.pending)
        print_json({"current": found.current, "needed": found.needed, "pending": steps})
    if found.pending:
        refuse(f"{len(found.pending)} step(s) missing: run `zhuanban db upgrade`")
    if not as_json:
        click.echo(f"Database is at step {found.current}, as this version needs.")
