"""Columns of a trend, drawn on the server in units of a box of 720 by 220."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 720, 220, 24
_LABELS = 12


@dataclass(frozen=True)
class Column:
    """One column; `label` is empty where labels would run into each other.

    A `fine` label has no room on a phone.
    """

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    fine: bool


def columns(values: Sequence[tuple[str, int]]) -> list[Column]:
    """Return the columns of a trend, from nought to its largest value."""
    if not values:
        return []
    top = max(count for _label, count in values) or 1
    step = WIDTH / len(values)
    each = -(-len(values) // _LABELS)
    made = []
    for place, (label, count) in enumerate(values):
        height = round(count / top * (HEIGHT - FOOT - 8), 1)
        x = place * step + step * 0.15
        told = label if place % each == 0 else ""
        y = round(HEIGHT - FOOT - height, 1)
        middle = round(x + step * 0.35, 1)
        fine = place % (3 * each) != 0
        made.append(Column(round(x, 1), y, round(step * 0.7, 1), height, middle, told, fine))
    return made
