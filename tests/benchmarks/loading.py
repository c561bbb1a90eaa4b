"""Loading a complaints file, beside COPY of the same file into a bare table."""

import time
from pathlib import Path

from sqlalchemy import text

from portal.kernel import clock
from tests.benchmarks import stock
from tests.benchmarks.figures import Report
from tests.benchmarks.installation import Installation, parsed


def measure(portal: Installation, report: Report, size: int, before: int) -> None:
    """Load complaints until there are `size`, of which `before` are there."""
    file = stock.stock_file(portal.data / "stock.csv", size - before, clock.today(), size)
    report.section(f"Import, {size - before:,} rows to {size:,}")
    done = portal.run("import", "complaints", str(file), "--json")
    rows = parsed(done)["created"]
    bare = _bare_copy(portal, file)
    file.unlink()
    report.add("import", rows / done.seconds, "rows/s", aim=3000)
    report.add("bare COPY of the file (the limit)", bare, "rows/s")
    report.add("peak memory of the import", done.peak_mb, "MB")
    due, seconds = portal.await_deliveries()
    report.add("notices to deliver afterwards", due, "")
    report.add("… all delivered after", seconds, "s")
    portal.analyse()


def _bare_copy(portal: Installation, file: Path) -> float:
    """Return rows per second of COPY of the file itself into an unindexed table of texts."""
    columns = ", ".join(f"{name} text" for name in stock.COLUMNS)
    with portal.engine() as engine, engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE bench_copy ({columns})"))
        driver = connection.connection.driver_connection
        assert driver is not None
        began = time.perf_counter()
        with driver.cursor() as cursor, file.open("rb") as source:
            with cursor.copy("COPY bench_copy FROM STDIN (FORMAT csv, HEADER)") as copy:
                while chunk := source.read(1 << 16):
                    copy.write(chunk)
            rows = cursor.rowcount
        seconds = time.perf_counter() - began
        connection.execute(text("DROP TABLE bench_copy"))
    return float(rows / seconds)
