"""Parts of a page that topics bring along, so that a page need not know them all.

A topic registers its part with `add`; the page loads what has something to show, in order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.web.forms import Form

Load = Callable[[Any, dict[str, Form]], Any]


@dataclass(frozen=True)
class Section:
    """A part of a page: its template, which finds its data as `data`, and its place."""

    template: str
    data: Any
    order: int


class Sections:
    """The parts of one page; `load(case, bound)` returns a part's data, None to leave it out."""

    def __init__(self) -> None:
        self._loads: list[tuple[int, str, Load]] = []

    def add(self, template: str, load: Load, order: int = 100) -> None:
        """Add a part; `bound` maps prefixes to forms that were sent and had errors."""
        self._loads.append((order, template, load))

    def loaded(self, case: Any, bound: dict[str, Form]) -> list[Section]:
        """Return the parts that have something to show, in order."""
        found = (
            Section(template, load(case, bound), order)
            for order, template, load in sorted(self._loads, key=lambda each: each[:2])
        )
        return [section for section in found if section.data is not None]


STAFF = Sections()
"""Parts of the officers' case page, below the forwardings; `case` is a queries.case.Case."""
DESK = Sections()
"""Parts of an institution's case page; `case` is a queries.inbox.DeskCase."""
DESK_ACTS = Sections()
"""Acts beside an institution's case; `case` is a queries.inbox.DeskCase."""
