"""A quarterly bulletin computed from what is stored, as its drafter waits for it."""

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from portal.filings.rules.periods import Period, periods_between
from portal.kernel import clock
from tests.benchmarks.figures import Report
from tests.benchmarks.installation import Installation

AIM_SECONDS = 10.0


def measure(portal: Installation, report: Report, size: int) -> None:
    """Measure the bulletin of the last quarter that the stock covers, beside bare counting."""
    quarter = _quarter(size)
    with portal.engine() as engine, engine.connect() as connection:
        counted = connection.execute(
            text("SELECT count(*) FROM forwarding WHERE forwarded_at BETWEEN :first AND :last"),
            {"first": quarter.first, "last": quarter.last},
        ).scalar_one()
    report.section(f"Bulletin of {quarter.text}: {counted:,} of {size:,} complaints stored")
    asked = ["--sector", "banking", "--period", quarter.text, "--compare", "previous"]
    drafted = portal.run("bulletin", *asked, "--json")
    total = json.loads(drafted.printed)["total"]["count"]
    report.add("complaints in the bulletin", total, "")
    report.add("drafted, start included", drafted.seconds, "s", aim=AIM_SECONDS, less=True)
    report.add("most memory", drafted.peak_mb, "MB")
    told = portal.data / "bulletin.pdf"
    set_ = portal.run("bulletin", *asked, "--pdf", str(told))
    report.add("drafted and set as PDF, start included", set_.seconds, "s")
    Path(told).unlink()


def _quarter(size: int) -> Period:
    """Return the last quarter that lies wholly in the history of a stock."""
    until = clock.today() - timedelta(days=40)
    found = periods_between("quarterly", until - timedelta(days=200), until)
    return [each for each in found if each.last <= until][-1]
