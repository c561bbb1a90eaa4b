"""The published cube: what was forwarded in a quarter, counted by up to three features (Art. 37).

Six features describe a complaint: the month it was forwarded in, the territory, the institution
(or only its category), the business, the cause and the channel. A cell fixes up to three of
them and counts the complaints that agree; what it leaves open is None. A complaint is in the
cell of each institution it was forwarded to, and in every other cell once.

More than three are not published: at the size of the whole nation most such cells hold one
complaint, which points at one person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from portal.kernel.law import clause

DEEPEST = 3
"""A cell fixes at most so many features."""


class Key(NamedTuple):
    """What a cell fixes; None leaves a feature open. An institution stands with its category."""

    month: str | None = None
    territory: str | None = None
    category: str | None = None
    entity: str | None = None
    business: str | None = None
    cause: str | None = None
    channel: str | None = None

    @property
    def fixed(self) -> int:
        """How many features are fixed; an institution and its category are one."""
        return sum(value is not None for value in self) - (self.entity is not None)

    @property
    def mask(self) -> int:
        """Which parts are fixed, as bits: what cells of one table have in common."""
        return sum(1 << place for place, value in enumerate(self) if value is not None)


ALL = Key()
PARTS = Key._fields
FEATURES = ("month", "territory", "holder", "business", "cause", "channel")
"""The six features; a holder is an institution or a category."""
_PLAIN = ("month", "territory", "business", "cause", "channel")


class Lot(NamedTuple):
    """So many complaints that agree in everything; `holders` are (category, institution)."""

    month: str
    territory: str
    holders: tuple[tuple[str, str], ...]
    business: str
    cause: str
    channel: str
    number: int


@clause("37")
def cells(lots: Iterable[Lot]) -> dict[Key, int]:
    """Return the count of every cell that holds a complaint."""
    whole = list(lots)
    found: dict[Key, int] = {}
    for holder in (None, "category", "entity"):
        # Column by column: some millions of cells are counted for one quarter of the nation.
        columns, counts = _columns(whole, holder)
        for depth in range(DEEPEST + (holder is None)):
            for chosen in combinations(_PLAIN, depth):
                kept = {part: columns[part] for part in chosen}
                if holder:
                    kept["category"] = columns["category"]
                if holder == "entity":
                    kept["entity"] = columns["entity"]
                found.update(_counted(kept, counts))
    return found


def _columns(
    lots: Sequence[Lot], holder: str | None
) -> tuple[dict[str, list[str | None]], list[int]]:
    """Return the parts of lots as columns, a lot once for each of its holders."""
    rows = [
        ((*lot[:2], *held, *lot[3:6]), lot.number) for lot in lots for held in _held(lot, holder)
    ]
    names = ("month", "territory", "category", "entity", "business", "cause", "channel")
    columns = zip(*(row for row, _count in rows), strict=True) if rows else [()] * len(names)
    found = {name: list(column) for name, column in zip(names, columns, strict=True)}
    return found, [count for _row, count in rows]


def _held(lot: Lot, holder: str | None) -> Iterable[tuple[str | None, str | None]]:
    if holder is None:
        return [(None, None)]
    if holder == "entity":
        return lot.holders
    return [(each, None) for each in dict.fromkeys(category for category, _entity in lot.holders)]


def _counted(columns: Mapping[str, list[str | None]], counts: list[int]) -> dict[Key, int]:
    tally: defaultdict[tuple[str | None, ...], int] = defaultdict(int)
    open_ = [None] * len(counts)
    values = zip(*(columns.get(part, open_) for part in PARTS), strict=True)
    for key, count in zip(values, counts, strict=True):
        tally[key] += count
    return {Key._make(key): count for key, count in tally.items()}


class Line(NamedTuple):
    """A cell and the feature along which its parts add up to it."""

    whole: Key
    feature: str


def lines_of(key: Key) -> Iterator[Line]:
    """Yield the lines in which a cell is a part: one for each feature it fixes."""
    for part in _PLAIN:
        if getattr(key, part) is not None:
            yield Line(key._replace(**{part: None}), part)
    if key.entity is not None:
        yield Line(key._replace(entity=None), "entity")
    elif key.category is not None:
        yield Line(key._replace(category=None), "category")


def features_of(filters: Iterable[str]) -> frozenset[str]:
    """Return the features that some parts belong to."""
    holder = {"category", "entity"}
    return frozenset("holder" if part in holder else part for part in filters)


def tables() -> list[tuple[str, ...]]:
    """Return the parts of every table that is published, the plainest first."""
    found = []
    for depth in range(DEEPEST + 1):
        for features in combinations(FEATURES, depth):
            ways = [("category", "entity") if each == "holder" else (each,) for each in features]
            found.extend(tuple(choice) for choice in product(*ways))
    return found
