"""Keyset paging: a page continues after the last row's values, so page 10,000 costs as page 1."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

Row = TypeVar("Row")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Position:
    """Where a page begins: after (or, going back, before) the row with these sort values."""

    values: tuple[Any, ...]
    backwards: bool = False


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list with the positions of its neighbours."""

    items: list[Item]
    next: Position | None = None
    previous: Position | None = None


@dataclass(frozen=True)
class Order:
    """The sort columns of a list, never NULL, ending in a unique one; `descending` for all."""

    columns: tuple[Any, ...]
    descending: bool = False

    def apply(self, query: Select[Any], position: Position | None, limit: int) -> Select[Any]:
        """Return the query for one page and one row more, from which the end is known."""
        backwards = position is not None and position.backwards
        down = self.descending != backwards
        if position is not None and len(position.values) == len(self.columns):
            query = query.where(_beyond(self.columns, position.values, down))
        ordered = [column.desc() if down else column.asc() for column in self.columns]
        return query.order_by(None).order_by(*ordered).limit(limit + 1)


def _beyond(columns: Sequence[Any], values: Sequence[Any], down: bool) -> ColumnElement[bool]:
    first, value = columns[0], values[0]
    past: ColumnElement[bool] = first < value if down else first > value
    if len(columns) == 1:
        return past
    # The redundant bound on the first column lets the planner use the index range.
    bound = first <= value if down else first >= value
    return and_(bound, or_(past, _beyond(columns[1:], values[1:], down)))


def walk(fetch: Callable[[Position | None], Page[Item]]) -> Generator[Item, None, None]:
    """Yield the items of a whole list, fetched page by page."""
    position = None
    while True:
        found = fetch(position)
        yield from found.items
        position = found.next
        if position is None:
            return


def page(
    rows: Sequence[Item],
    position: Position | None,
    limit: int,
    values: Callable[[Item], tuple[Any, ...]],
) -> Page[Item]:
    """Return the page from the rows of `Order.apply`; `values` gives a row's sort values."""
    backwards = position is not None and position.backwards
    more, kept = len(rows) > limit, list(rows[:limit])
    if backwards:
        kept.reverse()
    if not kept:
        return Page([])
    has_next = more or backwards if not backwards else True
    has_previous = more if backwards else position is not None
    return Page(
        kept,
        Position(values(kept[-1])) if has_next and (more or backwards) else None,
        Position(values(kept[0]), backwards=True) if has_previous else None,
    )
