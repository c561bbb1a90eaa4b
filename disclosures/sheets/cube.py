"""The cells of the cube as CSV, JSON Lines, XLSX and Parquet, each written as it is read.

Columns: sector, period, month, territory, category, institution, business, cause, channel,
count. A feature that a cell leaves open is empty (null in JSON Lines and Parquet). Codes are
those of the interface; what a code means stands in the explorer.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.kernel.batches import batched
from portal.kernel.sheets import write_xlsx
from portal.kernel.workbook import inert

HEADER = (
    "sector",
    "period",
    "month",
    "territory",
    "category",
    "institution",
    "business",
    "cause",
    "channel",
    "count",
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_ROWS_PER_GROUP = 100_000
Row = Sequence[Any]


def _plain(row: Row) -> list[Any]:
    """Return a row with its month as text such as 2026-05."""
    return [*row[:2], f"{row[2]:%Y-%m}" if row[2] else None, *row[3:]]


def _dead(value: Any) -> Any:
    """Return a text that no spreadsheet takes for a formula; a code never begins so anyway."""
    return inert(value) if isinstance(value, str) else value


def to_csv(rows: Iterable[Row], path: Path) -> None:
    """Write a CSV with a header, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(HEADER)
        write.writerows([_dead(value) for value in _plain(row)] for row in rows)


def to_jsonl(rows: Iterable[Row], path: Path) -> None:
    """Write one JSON object to a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in map(_plain, rows):
            told = dict(zip(HEADER, row, strict=True))
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def to_xlsx(rows: Iterable[Row], path: Path) -> None:
    """Write a workbook, on as many sheets as the rows need."""
    with path.open("wb") as file:
        write_xlsx(file, "cube", HEADER, map(_plain, rows))


def to_parquet(rows: Iterable[Row], path: Path) -> None:
    """Write a Parquet file in row groups, texts as dictionaries; memory stays flat."""
    import pyarrow as pa  # at need: it takes 40 MB
    import pyarrow.parquet as pq

    schema = pa.schema(
        [(name, pa.int64() if name == "count" else pa.string()) for name in HEADER]
    )  # fmt: skip
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batched(map(_plain, rows), _ROWS_PER_GROUP):
            columns = zip(*batch, strict=True)
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


WRITERS: Mapping[str, Callable[[Iterable[Row], Path], None]] = {
    "csv": to_csv,
    "jsonl": to_jsonl,
    "xlsx": to_xlsx,
    "parquet": to_parquet,
}
