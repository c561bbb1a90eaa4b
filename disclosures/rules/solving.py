"""What can be worked out of equations between hidden cells: exact, by elimination (Art. 37)."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Unknown = TypeVar("Unknown", bound=Hashable)
Row = dict[int, int]
_PRIME = 2**61 - 1  # coefficients are 1 and -1: no real solution hides in a field so large


def determined(equations: Iterable[Mapping[Unknown, int]]) -> set[Unknown]:
    """Return the unknowns that a system of linear equations gives a single value.

    An equation is the coefficients of its unknowns; what it comes to does not matter.
    """
    places: dict[Unknown, int] = {}
    basis: dict[int, Row] = {}
    for equation in equations:
        row = {places.setdefault(one, len(places)): factor for one, factor in equation.items()}
        _take_in(basis, row)
    # In reduced form an unknown has one value just when its row holds nothing else.
    alone = {pivot for pivot, row in basis.items() if len(row) == 1}
    return {one for one, place in places.items() if place in alone}


def _take_in(basis: dict[int, Row], row: Row) -> None:
    for pivot in [place for place in row if place in basis]:
        if pivot in row:
            _subtract(row, basis[pivot], row[pivot])
    if not row:
        return
    pivot = min(row)
    inverse = pow(row[pivot], -1, _PRIME)
    made = {place: value * inverse % _PRIME for place, value in row.items()}
    for other in basis.values():
        if pivot in other:
            _subtract(other, made, other[pivot])
    basis[pivot] = made


def _subtract(row: Row, other: Row, factor: int) -> None:
    for place, value in other.items():
        left = (row.get(place, 0) - factor * value) % _PRIME
        if left:
            row[place] = left
        else:
            row.pop(place, None)
