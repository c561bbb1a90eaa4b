"""An XLSX as plain rows, refused before it costs memory or hides a formula (see `archives`)."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree import ElementTree

import python_calamine

from portal.kernel.archives import DAMAGED as DAMAGED
from portal.kernel.archives import MAX_COLUMNS as MAX_COLUMNS
from portal.kernel.archives import MAX_PARTS as MAX_PARTS
from portal.kernel.archives import MAX_UNPACKED as MAX_UNPACKED
from portal.kernel.archives import Bounds, look_through
from portal.kernel.archives import Unreadable as Unreadable
from portal.kernel.archives import unreadable as unreadable

_FAULTS = (python_calamine.CalamineError, LookupError, ValueError)
EXACT_DIGITS = 15
"""A spreadsheet keeps fifteen digits of a number; an identity number typed as one is damaged."""


class Inexact(str):
    """A number as text whose last digits the spreadsheet has already lost."""


class Book:
    """An opened XLSX: the names of its sheets, and each one's rows."""

    def __init__(self, opened: python_calamine.CalamineWorkbook) -> None:
        self._opened = opened
        self._measured: dict[str, python_calamine.CalamineSheet] = {}
        self.names = tuple(opened.sheet_names)

    def _sheet(self, name: str) -> python_calamine.CalamineSheet:
        try:
            return self._opened.get_sheet_by_name(name)
        except _FAULTS as error:
            raise unreadable(DAMAGED) from error

    def height(self, name: str) -> int:
        """Return how many rows a sheet has, empty ones between included; raises Unreadable."""
        if name not in self._measured:  # kept until its rows are asked for: it was read whole
            self._measured[name] = self._sheet(name)
        return int(self._measured[name].total_height)

    def rows(self, name: str) -> Iterator[list[Any]]:
        """Yield a sheet's rows from its first row and column, values as the spreadsheet has them.

        Numbers come as int or float, days as date or datetime, an empty cell as "".
        """
        sheet = self._measured.pop(name, None) or self._sheet(name)
        left = [""] * (sheet.start[1] if sheet.start else 0)
        rows = sheet.iter_rows()
        del sheet
        for values in rows:
            yield [*left, *values] if left else values


def open_book(stream: BinaryIO, bounds: Bounds) -> Book:
    """Look an XLSX through and open it; raises Unreadable."""
    try:
        look_through(stream, bounds)
        stream.seek(0)
        return Book(python_calamine.load_workbook(stream))
    except (python_calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise unreadable(DAMAGED) from error
    except (LookupError, EOFError, StopIteration) as error:
        raise unreadable(DAMAGED) from error
    except (NotImplementedError, RuntimeError, ValueError, OSError, zlib.error) as error:
        raise unreadable(DAMAGED) from error


def rows(stream: BinaryIO, max_rows: int) -> Iterator[list[str]]:
    """Yield the first sheet's rows as text; raises Unreadable before anything is yielded.

    A number of more than fifteen digits comes as Inexact: a spreadsheet has damaged it.
    """
    book = open_book(stream, Bounds(max_rows, first_only=True))
    try:
        found = book._opened.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError, ValueError) as error:
        raise unreadable(DAMAGED) from error
    for values in found:
        yield [as_text(value) for value in values]


def as_text(value: object) -> str:
    """Return a cell's value as text: a day in ISO form, a whole number without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    if abs(value) >= 10**EXACT_DIGITS:
        return Inexact(format(value, ".0f"))
    return str(int(value)) if value.is_integer() else repr(value)
