"""The provinces as tiles: where each stands, and how dark it is; no outline is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from disclosures.queries.cube import Answer

# (column, row): neighbours stand by each other as well as a grid allows.
PLACES: Mapping[str, tuple[int, int]] = {
    "230000": (9, 1), "150000": (6, 2), "220000": (9, 2),
    "650000": (1, 3), "620000": (3, 3), "640000": (4, 3), "140000": (6, 3), "130000": (7, 3),
    "110000": (8, 3), "210000": (9, 3), "210200": (10, 3),
    "630000": (3, 4), "610000": (5, 4), "410000": (6, 4), "370000": (7, 4), "120000": (8, 4),
    "370200": (9, 4),
    "540000": (2, 5), "510000": (4, 5), "500000": (5, 5), "420000": (6, 5), "340000": (7, 5),
    "320000": (8, 5), "310000": (9, 5),
    "530000": (4, 6), "520000": (5, 6), "430000": (6, 6), "360000": (7, 6), "330000": (8, 6),
    "330200": (9, 6),
    "450000": (5, 7), "440000": (6, 7), "440300": (7, 7), "350000": (8, 7), "350200": (9, 7),
    "460000": (5, 8), "820000": (6, 8), "810000": (7, 8), "710000": (10, 7),
}  # fmt: skip
ELSEWHERE = frozenset({"710000", "810000", "820000"})
"""Provinces without a bureau: they stand in the grid and are never counted."""
SHADES = 5


@dataclass(frozen=True)
class Tile:
    """One province: its place in the grid, its figure and how dark it is, 0 for none."""

    code: str
    column: int
    row: int
    answer: Answer | None
    shade: int

    @property
    def counted(self) -> bool:
        """Whether a bureau reports from here."""
        return self.code not in ELSEWHERE


def tiles(found: Mapping[str, Answer]) -> list[Tile]:
    """Return the grid; shades go by rank, so that one large province leaves the rest apart."""
    ranked = sorted(found[code].count for code in found if code in PLACES)
    made = []
    for code, (column, row) in PLACES.items():
        answer = found.get(code)
        place = ranked.index(answer.count) if answer else 0
        shade = 1 + place * SHADES // len(ranked) if answer else 0
        made.append(Tile(code, column, row, answer, shade))
    return sorted(made, key=lambda tile: (tile.row, tile.column))
