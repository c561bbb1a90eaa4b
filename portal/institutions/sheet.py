"""The institutions file: its columns, and how a row of it is read."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.institutions.entry import split_aliases
from portal.institutions.faults import fault
from portal.institutions.rules import WHOLE_COUNTRY
from portal.kernel.findings import N_, Finding
from portal.kernel.tables import Columns

COLUMNS = Columns(
    required=("code", "name", "type", "category", "level", "parent_code", "territory"),
    optional=(
        *("short_name", "aliases", "uscc", "licence_no", "phone", "address", "email", "url"),
        *("internet_channel", "opened_on", "closed_on", "process_url", "notice_email"),
    ),
)
ORDER = (
    *("code", "name", "short_name", "aliases", "type", "category", "level", "parent_code"),
    *("territory", "uscc", "licence_no", "phone", "address", "email", "url", "internet_channel"),
    *("opened_on", "closed_on", "process_url", "notice_email"),
)
"""The contract's columns in its order, then two of ours that a file may leave out."""

_WIDTH_FOLDED = frozenset(
    ("code", "parent_code", "territory", "uscc", "phone", "email", "url", "notice_email", "type")
)
LIVE = ("=", "+", "-", "@")
"""A cell that begins with one of these is a formula to a spreadsheet."""

_YES = frozenset(("true", "1", "yes", "y", "是"))
_NO = frozenset(("false", "0", "no", "n", "否"))


@dataclass(frozen=True)
class Line:
    """One row as read: `text` holds the cells that are filled, the typed ones stand apart.

    An empty cell says nothing about its column: what is stored stays.
    """

    row: int
    text: Mapping[str, str]
    aliases: tuple[str, ...] | None
    internet_channel: bool | None
    opened_on: date | None
    closed_on: date | None

    @property
    def code(self) -> str:
        """The institution's code, empty when the cell is."""
        return self.text.get("code", "")


def read_line(row: int, cells: Mapping[str, str]) -> tuple[Line, list[Finding]]:
    """Return a row read, and what could not be read of it."""
    faults: list[Finding] = []
    text = {name: _folded(name, _unquoted(value)) for name, value in cells.items() if value}
    line = Line(
        row,
        text,
        split_aliases(text.pop("aliases")) if "aliases" in text else None,
        _flag(text.pop("internet_channel", ""), faults),
        _day("opened_on", text.pop("opened_on", ""), faults),
        _day("closed_on", text.pop("closed_on", ""), faults),
    )
    return line, faults


def _unquoted(value: str) -> str:
    """Take off the mark with which our own export keeps a cell from being read as a formula."""
    return value[1:] if value[:1] == "'" and value[1:2] in LIVE else value


def width_folded(text: str) -> str:
    """Return codes, numbers and addresses in half width: ９５５８８ is 95588."""
    return unicodedata.normalize("NFKC", text)


def _folded(name: str, value: str) -> str:
    folded = width_folded(value) if name in _WIDTH_FOLDED else value
    if name == "territory" and folded == "0":
        return WHOLE_COUNTRY  # what a spreadsheet makes of 000000 in a number cell
    return folded.upper() if name == "uscc" else folded


def _flag(text: str, faults: list[Finding]) -> bool | None:
    if not text:
        return None
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    reason = N_("请填 true（通过互联网受理投诉）或 false，也可写 是 或 否。")
    faults.append(fault("internet_channel", text, reason))
    return None


def _day(name: str, text: str, faults: list[Finding]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.removesuffix("T00:00:00"))
    except ValueError:
        reason = N_("不是存在的日期。请写成 2026-02-12 的样子。")
        faults.append(fault(name, text, reason))
        return None
