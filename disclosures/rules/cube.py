"""The published cube: what was forwarded in a quarter, counted by up to three features (Art. 37).

Six features describe a complaint: the month it was forwarded in, the territory, the institution
(or only its category), the business, the cause and the channel. A cell fixes up to three of
them and counts the complaints that agree; what it leaves open is None. A complaint is in the
cell of each institution it was forwarded to, and in every other cell once.

More than three are not published: at the size of the whole nation most such cells hold one
complaint, which points at one person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Lot:
    """So many complaints that agree in everything; `holders` are (category, institution)."""

    month: str
    territory: str
    holders: tuple[tuple[str, str], ...]
    business: str
    cause: str
    channel: str
    count: int


@clause("37")
def cells(lots: Iterable[Lot]) -> Counter[Key]:
    """Return the count of every cell that holds a complaint."""
    found: Counter[Key] = Counter()
    for lot in lots:
        for key in keys_of(lot):
            found[key] += lot.count
    return found


def keys_of(lot: Lot) -> Iterator[Key]:
    """Yield each cell that a lot is in, once."""
    plain = (lot.month, lot.territory, lot.business, lot.cause, lot.channel)
    for depth in range(DEEPEST + 1):
        for chosen in combinations(range(5), depth):
            month, territory, business, cause, channel = (
                value if place in chosen else None for place, value in enumerate(plain)
            )
            for category, entity in _holders(lot, with_any=depth < DEEPEST):
                yield Key(month, territory, category, entity, business, cause, channel)


def _holders(lot: Lot, *, with_any: bool) -> list[tuple[str | None, str | None]]:
    if not with_any:
        return [(None, None)]
    categories = dict.fromkeys(category for category, _entity in lot.holders)
    return [(None, None), *((each, None) for each in categories), *lot.holders]


class Line(NamedTuple):
    """A cell and the feature along which its parts add up to it."""

    whole: Key
    feature: str


def lines_of(key: Key) -> Iterator[Line]:
    """Yield the lines in which a cell is a part: one for each feature it fixes."""
    for part in ("month", "territory", "business", "cause", "channel"):
        if getattr(key, part) is not None:
            yield Line(key._replace(**{part: None}), part)
    if key.entity is not None:
        yield Line(key._replace(entity=None), "entity")
    elif key.category is not None:
        yield Line(key._replace(category=None), "category")


def features_of(filters: Mapping[str, object]) -> frozenset[str]:
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
