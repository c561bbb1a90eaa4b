"""The day as a file: UTF-8 CSV with a header, written row by row."""

import csv
from collections.abc import Iterable, Mapping
from typing import TextIO

from portal.demo_day.day import COLUMNS


def write(rows: Iterable[Mapping[str, str]], out: TextIO) -> int:
    """Write rows of the complaints file and return how many; memory stays flat."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([row[column] for column in COLUMNS])
        count += 1
    return count
