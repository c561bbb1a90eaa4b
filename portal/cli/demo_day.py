"""`zhuanban demo-day`: a hotline's daily file, invented."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from portal import demo_day as hotline
from portal.cli.console import Act, note, refuse
from portal.kernel import clock


@click.command(name="demo-day", cls=Act)
@click.option(
    "--complaints", type=click.IntRange(1, 10_000_000), default=1500, show_default=True,
    help="How many calls; the whole country has about 1,460 a day.",
)  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same file.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]),
    help="The day of receipt (else yesterday: the last day that is over).",
)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def demo_day(complaints: int, seed: int, day: datetime | None, out: Path) -> None:
    """Write a hotline's day of invented complaints, ready for `import complaints`."""
    on = day.date() if day else clock.today() - timedelta(days=1)
    try:
        _write(complaints, seed, on, out)
    except OSError as error:
        refuse(f"cannot write {out}: {error.strerror}; choose another --out")
    note(f"Wrote {complaints} complaints of {on} to {out}.")


def _write(complaints: int, seed: int, on: date, out: Path) -> None:
    """Write beside the file and put it in place when whole, so that no half a day is imported."""
    partial = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            hotline.write(hotline.generate(complaints, seed, on), file)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
