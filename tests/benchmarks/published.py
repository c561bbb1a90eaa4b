"""All national series that were ever published, through the front door: which figures come out.

`python -m tests.benchmarks.published` imports 460,000 complaints and ends with 1 when any figure
differs.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.benchmarks.figures import Report, conditions
from tests.benchmarks.installation import Installation, installation
from tests.disclosures import front_door_series as series

Figures = Callable[[str, Any], Iterator[tuple[str, Any, Any]]]
_BY_YEAR = {"2021Q3"}


def measure(portal: Installation, report: Report) -> int:
    """Feed banks and insurers, compare every figure, and return how many differ."""
    report.section("Published bulletins through the front door")
    began = time.perf_counter()
    wrong = _sector(portal, report, "banking", series.banks(), series.figures_of_banks)
    wrong += _sector(portal, report, "insurance", series.insurers(), series.figures_of_insurers)
    report.add("in all", time.perf_counter() - began, "s")
    return wrong


def _sector(
    portal: Installation, report: Report, sector: str, quarters: list[series.Quarter], of: Figures
) -> int:
    for kind, text in series.files(sector, quarters).items():
        file = portal.data / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        portal.run("import", kind, str(file), "--json")
        file.unlink()
    compared = wrong = 0
    for quarter in quarters:
        said = ["--compare", "year" if quarter.period in _BY_YEAR else "previous", "--json"]
        done = portal.run("bulletin", "--sector", sector, "--period", quarter.period, *said)
        for what, told, mine in of(quarter.period, json.loads(done.printed)):
            compared += 1
            if told != mine:
                wrong += 1
                print(f"  {sector} {quarter.period} {what}: published {told}, computed {mine}")
    report.add(f"{sector}: figures compared", compared, "")
    report.add(f"{sector}: figures that differ", wrong, "", aim=0, less=True)
    return wrong


if __name__ == "__main__":
    with installation() as standing:
        sys.exit(1 if measure(standing, Report(conditions())) else 0)
