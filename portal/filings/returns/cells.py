"""What stands in a cell, read as the column wants it; distinct values are read once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.filings.returns.layout import CODE, COUNT, DATE, DIVISION, MONEY, TEXT, Column
from portal.kernel import divisions
from portal.kernel.identifiers import resident_id_ok
from portal.kernel.spreadsheets import EXACT_DIGITS, Inexact, as_text
from portal.kernel.tables import CONTROL

_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
_COUNT = re.compile(r"\d{1,18}", re.ASCII)
_MONEY = re.compile(r"\d{1,18}(?:\.\d{1,2})?", re.ASCII)
_IDENTITY = re.compile(r"(?<![0-9])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])", re.ASCII)
_MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9]\d{9}(?![0-9A-Za-z])", re.ASCII)
_FORMULA = re.compile(r"\s*=\s*[A-Za-z0-9(+\-\"']")
_EARLIEST, _LATEST = date(1990, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Fault:
    """A value that cannot be read: the rule it breaks and the facts of its sentence."""

    rule: str
    facts: Mapping[str, int | str]


Reader = Callable[[Any], Any]


def shown(value: object) -> str:
    """Return a value as a finding shows it."""
    return as_text(value).strip()


def plain(values: Sequence[Any]) -> list[Any]:
    """Return values of which no two that differ are equal: True is not 1."""
    if bool in set(map(type, values)):
        return [as_text(value) if isinstance(value, bool) else value for value in values]
    return list(values)


def read_column(
    values: Iterable[Any], column: Column, kind: str = "", most: int = 0
) -> dict[Any, Any]:
    """Return what each distinct value means: None for a blank one, a Fault for an unreadable one.

    Dates come as date, counts as int, money as Decimal, codes and divisions as their code.
    """
    kind = kind or column.type
    distinct = set(values)
    reader = _READERS[kind](column, most or int(column.maximum or 0))
    if kind in (TEXT, CODE, DIVISION) or any(isinstance(value, str) for value in distinct):
        reader = _careful(reader, distinct)
    return {value: None if is_blank(value) else reader(value) for value in distinct}


def is_blank(value: object) -> bool:
    """Return whether nothing stands in a cell, or blanks only."""
    return isinstance(value, str) and not value.strip()


def _careful(reader: Reader, values: Iterable[Any]) -> Reader:
    """Return a reader that also looks for what no text may hold, if one of them holds it."""
    every = "\n".join(value for value in values if isinstance(value, str))
    odd = (CONTROL, _IDENTITY, _MOBILE)
    if "=" not in every and not any(pattern.search(every) for pattern in odd):
        return reader
    return lambda value: (_held(value) if isinstance(value, str) else None) or reader(value)


def _held(value: str) -> Fault | None:
    if CONTROL.search(value):
        return Fault("control_characters", {})
    if _FORMULA.match(value):  # of a CSV: a spreadsheet would make it live
        return Fault("formula", {})
    if any(resident_id_ok(found) for found in _IDENTITY.findall(value)):
        return Fault("identity_number", {})
    return Fault("mobile_number", {}) if _MOBILE.search(value) else None


def _text(_column: Column, most: int) -> Reader:
    def read(value: Any) -> Any:
        text = as_text(value)
        if isinstance(text, Inexact):
            return Fault("digits_lost", {})
        text = text.strip()
        if most and len(text) > most:
            return Fault("too_long", {"length": len(text), "limit": most})
        held = None if isinstance(value, str) else _held(text)
        return held or text

    return read


def _number(value: Any) -> str:
    """Return a number as it was typed: a sum in binary has a tail that nobody typed."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**EXACT_DIGITS:
            return str(int(value))
        return format(Decimal(format(value, ".15g")), "f")
    return str(value).strip() if isinstance(value, (int, str)) else ""


def _count(_column: Column, most: int) -> Reader:
    def read(value: Any) -> Any:
        text = _number(value)
        if not _COUNT.fullmatch(text):
            return Fault("not_a_count", {})
        return Fault("too_much", {"most": most}) if most and int(text) > most else int(text)

    return read


def _money(_column: Column, most: int) -> Reader:
    def read(value: Any) -> Any:
        text = _number(value)
        if not _MONEY.fullmatch(text):
            return Fault("not_an_amount", {})
        amount = Decimal(text)
        return Fault("too_much", {"most": most}) if most and amount > most else amount

    return read


def _date(_column: Column, _most: int) -> Reader:
    def read(value: Any) -> Any:
        day = _day(value)
        if day is None or not _EARLIEST <= day <= _LATEST:
            return Fault("not_a_date", {"example": "2026-03-15"})
        return day

    return read


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def _code(column: Column, _most: int) -> Reader:
    by_words = {words: code for code, words in column.codes.items()}

    def read(value: Any) -> Any:
        text = as_text(value).strip()
        if text in column.codes:
            return text
        code, _, words = text.partition(" ")
        if column.codes.get(code) == words.strip() and words:
            return code
        return by_words.get(text) or Fault("not_a_code", {})

    return read


def _division(_column: Column, _most: int) -> Reader:
    def read(value: Any) -> Any:
        code = as_text(value).strip().partition(" ")[0]
        known = code != divisions.HEAD_OFFICE and divisions.known(code)
        return code if known else Fault("not_a_division", {})

    return read


_READERS: Mapping[str, Callable[[Column, int], Reader]] = {
    TEXT: _text,
    COUNT: _count,
    MONEY: _money,
    DATE: _date,
    CODE: _code,
    DIVISION: _division,
}
