"""Exporting complaints, beside XlsxWriter alone writing the same cells in the same run.

`python -m tests.benchmarks.export [SIZE]` measures it alone, with a tenth of the size beside it.
"""

import re
import subprocess
import sys
from pathlib import Path

from portal.kernel import clock
from tests.benchmarks import stock
from tests.benchmarks.figures import Report, conditions
from tests.benchmarks.installation import Installation, installation

SIZE = 1_000_000
AIM, FLAT = 0.8, 1.1
# The cells come from a file, whose reading is measured alone and taken off.
_ALONE = """
import csv, re, sys, time
from pathlib import Path
from xlsxwriter import Workbook
source, target = sys.argv[1:]
def rows():
    with open(source, encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)
began = time.perf_counter()
for row in rows():
    pass
read = time.perf_counter() - began
began = time.perf_counter()
options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}
with Workbook(target, options) as book:
    page = book.add_worksheet()
    for number, row in enumerate(rows()):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(number, column, cell)
took = time.perf_counter() - began - read
peak = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())
print(took, int(peak[1]) / 1024)
"""


def measure(portal: Installation, report: Report, size: int) -> float:
    """Export all complaints of a stock of `size`, and return the most memory held in MB."""
    report.section(f"Export of {size:,} complaints to XLSX")
    ours, same, bare = (portal.data / name for name in ("ours.xlsx", "same.csv", "bare.xlsx"))
    done = portal.run("export", "complaints", "--out", str(ours))
    rows = int(re.search(r"\d+", done.printed)[0])  # type: ignore[index]
    portal.run("export", "complaints", "--out", str(same))
    command = [sys.executable, "-c", _ALONE, str(same), str(bare)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    alone, alone_mb = float(told[0]), float(told[1])
    report.add("the whole command, people partly hidden", rows / done.seconds, "rows/s")
    report.add("… in all", done.seconds, "s")
    report.add("bare XlsxWriter, the same cells", rows / alone, "rows/s")
    report.add("the export : bare XlsxWriter", alone / done.seconds, "", aim=AIM)
    report.add("peak memory of the export", done.peak_mb, "MB")
    report.add("peak memory of bare XlsxWriter", alone_mb, "MB")
    report.add("file", ours.stat().st_size / 1e6, "MB")
    for file in (ours, same, bare):
        file.unlink()
    return done.peak_mb


def compare(report: Report, peaks: list[float]) -> None:
    """Add how much more memory the largest export took than the smallest."""
    if len(peaks) > 1:
        report.section("Memory of exports")
        report.add("largest : smallest", peaks[-1] / peaks[0], "", aim=FLAT, less=True)


def main(size: int) -> None:
    """Measure a stock of a tenth of `size`, then of `size`."""
    report, peaks, before = Report(conditions()), [], 0
    with installation() as portal:
        portal.run("import", "institutions", str(stock.institutions_file(portal.data / "i.csv")))
        for stored in (size // 10, size):
            file = stock.stock_file(portal.data / "s.csv", stored - before, clock.today(), stored)
            portal.run("import", "complaints", str(file), "--json")
            portal.analyse()
            peaks.append(measure(portal, report, stored))
            before = stored
    compare(report, peaks)
    report.write(Path("var/bench-export.json"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
