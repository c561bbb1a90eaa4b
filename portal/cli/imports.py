"""`zhuanban import`: load a file, all or nothing, and say row by row what is wrong with it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from portal.cli.console import Act, Acts, json_option, print_json, refuse
from portal.cli.house import house
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session, transaction
from portal.kernel.findings import ImportReport

# Each: load(session, path, *, by, at, dry_run) -> ImportReport; imported at need.
LOADERS = {
    "units": ("portal.accounts.commands:import_units", "The regulator's units."),
    "institutions": ("portal.institutions.commands:import_register", "The institutions file."),
    "complaints": (
        "forwarding.commands.complaints_file:import_complaints",
        "Complaints: the hotline's day or history.",
    ),
    "metrics": (
        "portal.filings.commands.metrics_file:import_metrics",
        "Figures that published rates divide by; money in yuan.",
    ),
    "arrangements": (
        "forwarding.commands.recount:import_arrangements",
        "Working days of a year; open due dates are counted again.",
    ),
    "rules": (
        "forwarding.commands.amendments:import_rules",
        "Amounts of an amendment, from their day on; cases of earlier days do not move.",
    ),
}


class Imports(Acts):
    """The group; one command for each kind of file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the kinds of file."""
        return list(LOADERS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command for one kind of file."""
        return _command(name) if name in LOADERS else None


imports = Imports(name="import", help="Load a file: all or nothing; twice changes nothing.")


def _command(name: str) -> click.Command:
    place, words = LOADERS[name]

    def load(file: Path, dry_run: bool, as_json: bool) -> None:
        with house() as here, make_session(here.engine) as session, transaction(session):
            given = {"by": SYSTEM, "at": clock.now(), "dry_run": dry_run}
            report = _loader(place)(session, file, **given)
        _tell(report, dry_run, as_json)

    options = [
        click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.Option(["--dry-run"], is_flag=True, help="Check and count, store nothing."),
    ]
    return json_option(Act(name=name, callback=load, params=[*options], help=words))


def _loader(place: str) -> Callable[..., ImportReport]:
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _tell(report: ImportReport, dry_run: bool, as_json: bool) -> None:
    document = report.as_json()
    if as_json:
        print_json(document)
    else:
        for found in document["findings"]:
            place = f"row {found['row']}" if found["row"] else "file"
            click.echo(f"{place}\t{found['column']}\t{found['value']}\t{found['reason']}")
    if not report.ok:
        count = len(document["findings"])
        refuse(f"nothing was stored: {count} fault(s); mend the rows listed and import again")
    if not as_json:
        would = "would be " if dry_run else ""
        click.echo(
            f"{report.created} {would}created, {report.changed} {would}changed,"
            f" {report.unchanged} unchanged."
        )
        for line in report.notes():
            click.echo(line)
