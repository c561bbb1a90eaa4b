"""`zhuanban sweep`: the timetable's work, now."""

from datetime import date, datetime

import click

from portal import timetable
from portal.cli.console import Act
from portal.cli.house import house
from portal.kernel import clock


class Moment(click.ParamType):
    """An ISO 8601 instant with its zone, or a bare date for 00:00 in Shanghai."""

    name = "datetime"

    def convert(self, value, param, ctx):
        """Return an aware instant."""
        if isinstance(value, datetime):
            return value
        try:
            return clock.start_of(date.fromisoformat(value))
        except (ValueError, OverflowError):
            pass
        try:
            return clock.aware(datetime.fromisoformat(value))
        except (ValueError, OverflowError):  # the first hours of the year 1 have no UTC
            self.fail(f"{value!r} is not like 2026-02-12 or 2026-02-12T09:00+08:00", param, ctx)


@click.command(cls=Act)
@click.option("--as-of", type=Moment(), help="As if it were then (else now).")
def sweep(as_of: datetime | None) -> None:
    """Run the timetable's due work now; twice is as good as once."""
    with house() as here:
        done = timetable.sweep(here.engine, here.settings, as_of or clock.now())
    click.echo(f"Done: {', '.join(done)}.")
