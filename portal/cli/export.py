"""`zhuanban export`: a ledger as a file, written whole as it is read (Art. 22)."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from portal.cli.console import Act, Acts, json_option, print_json, refuse
from portal.cli.house import house
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session, transaction

# What an administrator takes at the machine, and the module that registers it.
LEDGERS = {
    "complaints": ("forwarding.ledgers", "Complaints by their day of receipt."),
    "forwardings": ("forwarding.ledgers", "Forwardings by their complaint's day of receipt."),
}
_UNSAID = "by an administrator at the machine"


class Exports(Acts):
    """The group; one command for each ledger."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the ledgers."""
        return list(LEDGERS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command for one ledger."""
        return _command(name) if name in LEDGERS else None


export = Exports(name="export", help="Write a ledger to FILE.csv or FILE.xlsx; memory stays flat.")


def _command(name: str) -> click.Command:
    def taken(out: Path, written: str | None, reason: str | None, as_json: bool) -> None:
        form = out.suffix.lower().removeprefix(".")
        if form not in ("csv", "xlsx"):
            refuse(f"{out}: name a file that ends in .csv or .xlsx")
        if reason is not None and len(reason.strip()) < 4:
            refuse("say why personal data is taken: --with-personal-data REASON")
        rows = _write(name, out, form, _filters(written), reason)
        if as_json:
            print_json({"file": str(out), "rows": rows})
        else:
            click.echo(f"{rows} rows written to {out}.")

    options = [
        click.Option(["--out"], required=True, type=click.Path(path_type=Path, dir_okay=False)),
        click.Option(
            ["--period", "written"],
            help="Received in 2022Q4, 2022H1 or 2022; all there are without it.",
        ),
        click.Option(
            ["--with-personal-data", "reason"],
            metavar="REASON",
            help="People, claims and facts in full; the reason is kept in the audit trail.",
        ),
    ]
    _module, words = LEDGERS[name]
    return json_option(Act(name=name, callback=taken, params=[*options], help=words))


def _filters(written: str | None) -> dict[str, str]:
    from portal.filings.rules.periods import period

    if written is None:
        return {}
    span = period(written)
    if span is None:
        refuse(f"{written} is no period: write 2022Q4, 2022H1 or 2022")
    return {"received_from": str(span.first), "received_until": str(span.last)}


def _write(name: str, out: Path, form: str, filters: dict[str, str], reason: str | None) -> int:
    from importlib import import_module

    from portal.kernel import exports

    import_module(LEDGERS[name][0])
    of = exports.ledger(name)
    assert of is not None
    if reason is not None and of.clear is None:
        refuse(f"{name} hold no personal data: leave out --with-personal-data")
    people = "clear" if reason is not None else "masked" if of.masked else "none"
    whole = {"queue": "all"} if name == "complaints" else {}
    at = clock.now()
    asked = exports.Asked(SYSTEM, filters | whole, people, clock.business_date(at), str)
    with (
        house() as here,
        make_session(here.engine) as session,
        _beside(out) as file,
        transaction(session),
    ):
        rows, columns = exports.write(session, of, asked, form, file, title=of.title)
        exports.note(session, of, asked, form, rows, columns, reason or _UNSAID, at)
    return rows


@contextmanager
def _beside(out: Path) -> Iterator[IO[bytes]]:
    """Open a file next to another, for its owner's eyes alone; it takes the name once it is whole.

    That is after what was noted of it is stored: a file that left is never unknown to the trail.
    """
    number, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}.")
    try:
        with open(number, "w+b") as file:
            yield file
        os.replace(name, out)
    except BaseException:
        os.unlink(name)
        raise
