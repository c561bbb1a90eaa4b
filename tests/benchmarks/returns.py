"""Checking a large return, beside python-calamine alone reading the same file in the same run.

Each runs in a process of its own, so that the memory is theirs; what a bare interpreter with the
same modules holds is told apart.
"""

import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from portal.filings.returns.codes import (
    BANKING_BUSINESS,
    BANKING_CAUSES,
    BUSINESS_CHANNELS,
    CHANNELS_OF_RECEIPT,
    provincial_units,
)
from tests.benchmarks.figures import Report
from tests.filings.returns import drafts

ROWS, SEED, TIMES = 100_000, 36, 3
AIM_SECONDS, AIM_MB = 3.0, 300.0
_CALAMINE = """
import python_calamine
book = python_calamine.load_workbook(path)
for name in book.sheet_names:
    for row in book.get_sheet_by_name(name).iter_rows():
        pass
"""
_CHECK = """
from portal.filings.returns.check import check
verdict = check(Path(path))
assert verdict.ok and verdict.rows == {rows}, verdict.counts
"""
_OPEN = """
from portal.filings.returns.opening import open_return
open_return(Path(path))
"""
_TIMED = """
import re, sys, time
from pathlib import Path
{imports}
path = sys.argv[1]
began = time.perf_counter()
{body}
took = time.perf_counter() - began
# Not ru_maxrss: that of a new process begins with what its parent had.
peak = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())
print(took, int(peak[1]) / 1024)
"""


def measure(report: Report, rows: int = ROWS) -> None:
    """Measure calamine alone, opening, and the whole check of one file; the best of a few."""
    report.section(f"Checking a return of {rows:,} rows")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "return.xlsx"
        written = f"from tests.benchmarks.returns import write; write({str(path)!r}, {rows})"
        subprocess.run([sys.executable, "-c", written], check=True)
        alone, _ = _best(path, _CALAMINE)
        opened, _ = _best(path, _OPEN)
        checked, memory = _best(path, _CHECK.format(rows=rows))
        report.add("file", path.stat().st_size / 1e6, "MB")
    report.add("python-calamine alone reads it (the limit)", alone, "s")
    report.add("looked through and opened", opened, "s")
    report.add("the whole check", checked, "s")
    report.add("the check after opening", checked - opened, "s", aim=AIM_SECONDS, less=True)
    report.add("the whole check : python-calamine alone", checked / alone, "")
    report.add("peak memory of the check", memory, "MB", aim=AIM_MB, less=True)


def _best(path: Path, body: str) -> tuple[float, float]:
    """Return the shortest time in seconds, and the largest peak in MB."""
    lines = body.strip().splitlines()
    imports = "\n".join(line for line in lines if line.startswith(("import", "from")))
    rest = "\n".join(line for line in lines if not line.startswith(("import", "from")))
    command = [sys.executable, "-c", _TIMED.format(imports=imports, body=rest), str(path)]
    runs = [
        [float(figure) for figure in subprocess.check_output(command, text=True).split()]
        for _ in range(TIMES)
    ]
    return min(run[0] for run in runs), max(run[1] for run in runs)


def write(path: str, rows: int) -> None:
    """Write a right return of so many rows, as a large bank would send it."""
    chance = random.Random(SEED)
    known = drafts.reference(forwarded=(), previous=None, previous_period="")
    drafts.complaint_data(known, [_row(number, chance) for number in range(rows)]).write(Path(path))


def _row(number: int, chance: random.Random) -> drafts.Row:
    received = date(2026, 1, 1) + timedelta(days=chance.randrange(160))
    days = chance.randrange(16)

    def one(codes: dict[str, str]) -> str:
        code = chance.choice(list(codes))
        return f"{code} {codes[code]}"

    return (
        f"TS2026{number:08d}",
        received,
        one(CHANNELS_OF_RECEIPT),
        one(provincial_units()),
        one(BANKING_BUSINESS),
        one(BANKING_CAUSES),
        one(BUSINESS_CHANNELS),
        chance.randrange(1, 10_000_000) / 100,
        "",
        received + timedelta(days=days),
        days,
        chance.choice(("upheld 全部支持", "not_upheld 不支持", "settled 和解")),
        "",
        "",
    )


if __name__ == "__main__":
    from tests.benchmarks.figures import conditions

    measure(Report(conditions()))
