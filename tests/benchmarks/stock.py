"""A stock of complaints as files: history in the bulletins' proportions, and a live day on top."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from portal.demo_day import COLUMNS, cases
from portal.institutions.seed import demo_institutions

A_DAY = 2500
LIVE_SHARE = 0.01
FALLBACK = "ICBC"


def institutions_file(path: Path) -> Path:
    """Write the demonstration's register as an institutions file."""
    rows = list(demo_institutions())
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def stock_file(path: Path, size: int, today: date, seed: int) -> Path:
    """Write `size` complaints: one in a hundred live within the last days, the others history."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        live = int(size * LIVE_SHARE)
        writer.writerows(_history(size - live, today, seed))
        writer.writerows(_live(live, today, seed))
    return path


def _history(size: int, today: date, seed: int) -> Iterator[dict[str, str]]:
    left, day = size, today - timedelta(days=40)
    while left > 0:
        n = min(A_DAY, left)
        for row, truth in cases(n, seed, day):
            received_at = datetime.fromisoformat(row["received_at"])
            done_at = (received_at + timedelta(days=3)).isoformat()
            code = truth.institution or FALLBACK
            yield {
                **row,
                "institution_code": code,
                "business": truth.business or "B99",
                "cause": truth.cause or "C99",
                "forwarded_at": done_at,
                "told_at": done_at,
                "duplicate_of": "",
            }
        left, day = left - n, day - timedelta(days=1)


def _live(size: int, today: date, seed: int) -> Iterator[dict[str, str]]:
    for back in range(1, 9):
        n = size // 8 if back > 1 else size - 7 * (size // 8)
        for row, _truth in cases(n, seed + 1, today - timedelta(days=back)):
            yield {**row, "duplicate_of": ""}
