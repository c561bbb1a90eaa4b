"""One institution as the suggestions see it."""

from dataclasses import dataclass
from typing import Any, Protocol


class Row(Protocol):
    """What is asked of a row: any object with these, such as a query's frozen rows."""

    id: Any
    code: Any
    name: Any
    short_name: Any
    aliases: Any
    type: Any
    level: Any
    parent_id: Any
    territory: Any


@dataclass(frozen=True)
class Entry:
    """One open institution of the register."""

    id: int
    code: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    type: str = ""
    category: str = ""
    level: str = "head"
    parent_id: int | None = None
    territory: str = "000000"
    phone: str = ""
