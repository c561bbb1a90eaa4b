"""The branches of one legal entity: by territory, and by what they are called."""

import re
from collections.abc import Iterable, Iterator

from forwarding.routing.entry import Row
from forwarding.routing.scan import Names, fold
from portal.kernel import divisions

_KIND = re.compile(r"(分行|分公司|中心支公司|支行|支公司|营业部|营业厅|网点|部|中心|室)$")
_FIRST_RANK = ("分行", "分公司")
_SECOND_RANK = ("中心支公司",)
_CARD_CENTRE = "信用卡中心"
_CALLED_ALSO = {_CARD_CENTRE: ("卡中心", "信用卡部")}
_NO_RANK = 9


class Branches:
    """Finds the branch that serves a territory, and branches by their own names."""

    def __init__(self, head: Row, rows: Iterable[Row]) -> None:
        self._by_territory: dict[str, tuple[int, str, Row]] = {}
        self._by_call: dict[str, Row] = {}
        self.card_centre: Row | None = None
        own = sorted({fold(head.name), fold(head.short_name)} - {""}, key=len, reverse=True)
        for row in sorted(rows, key=lambda row: row.code):
            called = _without(fold(row.name), own)
            short = _without(fold(row.short_name), own)
            self._place(row, called)
            for key in _calls(row.territory, {called, short, *map(fold, row.aliases)}):
                self._by_call.setdefault(key, row)
            if called.endswith(_CARD_CENTRE):
                self.card_centre = row
        self._names = Names(self._by_call)

    def _place(self, row: Row, called: str) -> None:
        candidate = (_rank(called, row.territory), row.code, row)
        held = self._by_territory.get(row.territory)
        if candidate[0] < _NO_RANK and (held is None or candidate[:2] < held[:2]):
            self._by_territory[row.territory] = candidate

    def serving(self, territory: str) -> Row | None:
        """Return the nearest branch: of the county, the city, the province, then the capital's."""
        province = territory[:2]
        steps = (territory, territory[:4] + "00", province + "0000", province + "0100")
        for step in steps:
            if step in self._by_territory:
                return self._by_territory[step][2]
        return None

    def called(self, text: str) -> Iterator[tuple[str, Row]]:
        """Yield the branches whose own names stand in a text, with the words."""
        for found in self._names.find(text):
            yield found.key, self._by_call[found.key]


def _without(name: str, prefixes: Iterable[str]) -> str:
    for prefix in prefixes:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def _rank(called: str, territory: str) -> int:
    """Return how general a branch is: 0 for a place's main branch; special units have no rank."""
    place = _KIND.sub("", called)
    if place not in _place_names(territory):
        return _NO_RANK if _CARD_CENTRE in called else 3
    if called.endswith(_SECOND_RANK):
        return 1
    return 0 if called.endswith(_FIRST_RANK) else 2


def _place_names(territory: str) -> set[str]:
    return {divisions.short(territory), divisions.name(territory), ""}


def _calls(territory: str, names: Iterable[str]) -> Iterator[str]:
    """Yield what a branch is called where its head was just named: 信用卡中心, 西湖支行, 西湖."""
    for name in names:
        if not name:
            continue
        yield name
        yield from _CALLED_ALSO.get(name, ())
        bare = name
        for place in sorted(_place_names(territory) - {""}, key=len, reverse=True):
            bare = bare.removeprefix(place)
        if bare != name and _KIND.sub("", bare):
            yield bare
