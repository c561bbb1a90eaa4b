"""Ranks of bulletins: who is equal shares a rank, and a list of the first n ends with all ties."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def ranked(
    rows: Iterable[Row], value: Callable[[Row], int], name: Callable[[Row], str]
) -> list[tuple[int, Row]]:
    """Return (rank, row), the greatest first; equals share a rank (1, 2, 2, 4), in name order."""
    ordered = sorted(rows, key=lambda row: (-value(row), name(row)))
    found: list[tuple[int, Row]] = []
    for place, row in enumerate(ordered, 1):
        same = bool(found) and value(found[-1][1]) == value(row)
        found.append((found[-1][0] if same else place, row))
    return found


def first(ranked_rows: Sequence[tuple[int, Row]], n: int) -> list[tuple[int, Row]]:
    """Return the first n of a ranking with every tie at the last place."""
    return [each for each in ranked_rows if each[0] <= n]
