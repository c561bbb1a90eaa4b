"""`zhuanban recompute`: a published bulletin again from its public extract, byte for byte.

It needs no database and no network.
"""

import json
import sys
from pathlib import Path

import click

from portal.cli.console import Act, refuse

_READ = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="recompute", cls=Act)
@click.argument("extract", type=_READ)
def recompute(extract: Path) -> None:
    """Print the JSON that an extract gives, the same bytes as were published (Art. 37)."""
    from disclosures.rules import extract as rules
    from disclosures.rules.bulletin import canonical

    try:
        told = json.loads(extract.read_bytes())
        document = rules.recompute(told)
    except (ValueError, RecursionError):
        refuse(f"{extract} is no extract of a bulletin: download it again from the bulletin's page")
    sys.stdout.buffer.write(canonical(document))
    sys.stdout.buffer.flush()
