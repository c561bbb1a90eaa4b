"""`zhuanban clock`: a time limit, day by day.

The working days are those loaded in the installation that `--data` or DATABASE_URL names. Where
there is none yet, those that come with the portal are used, and no database is started.
"""

from datetime import datetime
from typing import Any

import click

from forwarding.rules import RULES, TIERS, BeyondReach, clock_document
from portal.cli.console import Act, data_directory, json_option, print_json, refuse
from portal.cli.environment import own_addresses
from portal.kernel import amounts, arrangement
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.arrangement import Arrangement, CalendarGap
from portal.kernel.db import make_session

_UNITS = {"33": "working days", "18": "natural days", "20": "natural days"}
_REASONS = {"day_zero": "day 0: receipt", "rolled_over": "moved on past a day off"}
_MEND = "load the State Council's notice with `zhuanban import arrangements FILE`"


@click.command(cls=Act)
@click.option("--rule", type=click.Choice(RULES), required=True, help="Article of the Measures.")
@click.option(
    "--from", "start", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day 0, YYYY-MM-DD."
)
@click.option("--tier", type=click.Choice(TIERS), help="Of rule 18: 15, 30 or 60 days in all.")
@json_option
def clock(rule: str, start: datetime, tier: str | None, as_json: bool) -> None:
    """Print a due date and every day counted or skipped, with the reason."""
    if tier and rule != "18":
        raise click.UsageError("--tier belongs to --rule 18.")
    try:
        calendar, book = _loaded()
        document = clock_document(rule, start.date(), calendar, tier=tier or "simple", book=book)
    except CalendarGap as gap:
        refuse(f"the working days of {gap.year} are not loaded: {_MEND}")
    except BeyondReach:
        refuse(f"no time limit starts on {start:%Y-%m-%d}: give a date from 1990 to 2199")
    if as_json:
        print_json(document)
    else:
        _tell(document)


def _loaded() -> tuple[Arrangement, Book]:
    database_url, _ = own_addresses()
    if not database_url and not (data_directory() / "postgres" / "PG_VERSION").exists():
        return arrangement.packaged(), AS_WRITTEN
    from portal.cli.house import house

    with house() as here, make_session(here.engine) as session:
        return arrangement.load(session), amounts.load(session)


def _tell(document: dict[str, Any]) -> None:
    counted = 0
    for day in document["days"]:
        counted += day["counted"]
        reason = _REASONS.get(day["reason"], day["reason"].replace("_", " "))
        reason += f" ({day['occasion']})" if "occasion" in day else ""
        weekday = datetime.fromisoformat(day["date"]).strftime("%a")
        click.echo(f"{day['date']} {weekday}  {counted if day['counted'] else '-':>2}  {reason}")
    article, unit = document["article"], _UNITS[document["rule"]]
    unit += f" ({document['tier'].replace('_', ' ')} tier)" if "tier" in document else ""
    if document["provisional"]:
        missing, bound = document["missing_year"], document["not_before"]
        click.echo(
            f"Art. {article}: provisional, not before {bound}; {counted} {unit} counted so far."
            f" The working days of {missing} are not loaded: {_MEND}."
        )
    else:
        click.echo(f"Art. {article}: due on {document['due_on']}, after {counted} {unit}.")
    if document["outside_rules"]:
        click.echo("Received before 2020-03-01: outside these Measures (Art. 45).")
