"""`zhuanban audit`: the audit trail."""

import click

from portal.cli.console import Acts, json_option, print_json, refuse
from portal.cli.house import house
from portal.kernel.audit import verify as walk
from portal.kernel.db import make_session


@click.group(cls=Acts)
def audit() -> None:
    """The audit trail."""


@audit.command()
@json_option
def verify(as_json: bool) -> None:
    """Walk the audit chain; exit 1 at the first broken link, naming it."""
    with house() as here, make_session(here.engine) as session:
        verdict = walk(session)
    if as_json:
        print_json(
            {
                "sound": verdict.sound,
                "sealed": verdict.sealed,
                "unsealed": verdict.unsealed,
                "fault": verdict.fault,
            }
        )
    if not verdict.sound:
        refuse(f"the audit chain is broken: {verdict.fault}; keep this database for inquiry")
    if not as_json:
        click.echo(f"The chain holds: {verdict.sealed} sealed, {verdict.unsealed} not yet sealed.")
