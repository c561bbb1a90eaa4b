"""`make bench`: filing, worklist and case page at growing stocks, repeats, files, memory.

Everything runs on one machine, clients included, against a portal started for it. Beside what
is measured stands its limit in the same run: the same server's smallest page, or bare COPY of
the same file. BENCH_SIZES (default 100000,1000000; empty for none) names the stocks, and
BENCH_SUBMISSIONS (default 2000) how many complaints are filed each time.
"""

import os
from pathlib import Path

from tests.benchmarks import (
    bulletins,
    export,
    filing,
    ledger,
    likeness,
    loading,
    public,
    reading,
    returns,
    stock,
)
from tests.benchmarks.figures import Report, conditions
from tests.benchmarks.installation import installation

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "100000,1000000").split(",") if size]
WRITTEN = Path("var/bench.json")


def main() -> None:
    """Measure and print figure by figure, then write all of them as JSON."""
    report, peaks = Report(conditions()), []
    print("Conditions:", ", ".join(f"{k} {v}" for k, v in report.conditions.items()))
    try:
        returns.measure(report)
        with installation() as portal:
            portal.run(
                "import", "institutions", str(stock.institutions_file(portal.data / "i.csv"))
            )
            filing.measure(portal, report, "nothing stored")
            for size, before in zip(SIZES, [0, *SIZES], strict=False):
                loading.measure(portal, report, size, before)
                reading.measure(portal, report, size)
                likeness.measure_stock(portal, report, size)
                bulletins.measure(portal, report, size)
                peaks.append(export.measure(portal, report, size))
            export.compare(report, peaks)
            likeness.measure_set(portal, report)
            ledger.measure(portal, report)
            public.measure(portal, report)
            if SIZES:
                filing.measure(portal, report, f"{SIZES[-1]:,} stored")
            report.section("Memory")
            for part, (resident, proportional) in portal.memory().items():
                report.add(f"{part}, resident", resident, "MB")
                report.add(f"{part}, shared pages shared out (PSS)", proportional, "MB")
    finally:
        report.write(WRITTEN)
        print(f"\nWritten to {WRITTEN}.")


if __name__ == "__main__":
    main()
