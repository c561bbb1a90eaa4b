"""A file opened: what form it is of, what it carries, and its sheets column by column."""

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from portal.kernel import tables
from portal.kernel.archives import DAMAGED, Bounds
from portal.kernel.spreadsheets import Book, Unreadable, open_book, unreadable
from portal.kernel.tables import Limits

ROWS_AT_MOST = 200_000
COLUMNS_AT_MOST = 20
FILE_AT_MOST = 64 * 1024 * 1024
_CHUNK = 4096
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")


@dataclass
class Table:
    """One sheet's cells column by column, the first row apart; row 2 of the sheet has index 0."""

    heading: list[str]
    columns: list[list[Any]]
    height: int


class Opened:
    """An opened file: a workbook, or the rows of a CSV."""

    def __init__(
        self, stream: BinaryIO, book: Book | None, csv: Iterator[list[str]] | None = None
    ) -> None:
        self.book = book
        self._stream = stream
        self._csv = csv

    def close(self) -> None:
        """Close the file."""
        self._csv = None
        self._stream.close()

    @property
    def is_csv(self) -> bool:
        """Whether the file holds the rows of one sheet only."""
        return self.book is None

    def table(self, title: str, width: int, tell: Callable[[int], None] | None = None) -> Table:
        """Return a sheet, at least so wide; raises Unreadable. `tell` hears how many rows."""
        own = self.book.rows(title) if self.book else self._csv
        rows: Iterator[Sequence[Any]] = iter(own or ())
        first = list(next(rows, []))
        width = max(width, len(first))
        return _columns(first, rows, width, tell)

    def height(self) -> int:
        """Return how many rows the file has in all; 0 where that is not known beforehand."""
        return sum(self.book.height(name) for name in self.book.names) if self.book else 0


def _columns(
    first: list[Any], rows: Iterator[Sequence[Any]], width: int, tell: Callable[[int], None] | None
) -> Table:
    memo: dict[str, str] = {}  # what stands in a cell is kept once, however often it is said
    kept: list[list[Any]] = [[] for _ in range(width)]
    height = 0
    while chunk := list(islice(rows, _CHUNK)):
        widest = max(map(len, chunk))
        while len(kept) < widest:
            kept.append([""] * height)
        wide = len(kept)
        even = [row if len(row) == wide else [*row, *[""] * (wide - len(row))] for row in chunk]
        for column, values in zip(kept, zip(*even, strict=True), strict=True):
            column.extend([memo.setdefault(v, v) if v.__class__ is str else v for v in values])
        height += len(chunk)
        if tell:
            tell(height)
    first += [""] * (len(kept) - len(first))
    return Table([str(value).strip() for value in first], kept, height)


def digest_of(source: Path) -> str:
    """Return the SHA-256 of a file, "" for one too large to be taken; raises OSError."""
    if source.stat().st_size > FILE_AT_MOST:
        return ""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_return(source: Path) -> Opened:
    """Open a file by what it is, not by what it is called; raises Unreadable or OSError."""
    size = source.stat().st_size
    if size == 0:
        raise unreadable(DAMAGED, code="empty")
    if size > FILE_AT_MOST:
        raise unreadable(DAMAGED, code="too_large", megabytes=FILE_AT_MOST // 1024 // 1024)
    stream = source.open("rb")
    try:
        return _opened(stream)
    except Unreadable:
        stream.close()
        raise


def _opened(stream: io.BufferedReader) -> Opened:
    start = stream.peek(_CHUNK)[:_CHUNK]
    if start.startswith(b"PK\x03\x04"):
        return Opened(stream, open_book(stream, Bounds(ROWS_AT_MOST, COLUMNS_AT_MOST)))
    if start.startswith(tables.OLD_EXCEL):
        raise unreadable(DAMAGED, code="old_or_encrypted")
    if start.startswith(tables.WIDE):
        raise unreadable(DAMAGED, code="utf16")
    if start.startswith(_OTHER) or b"\x00" in start or start.lstrip().startswith(b"<"):
        raise unreadable(DAMAGED, code="not_a_table")
    return Opened(stream, None, tables.csv_rows(stream, Limits(rows=ROWS_AT_MOST)))
