"""The register as a compact index in memory, built once for each of its revisions."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from forwarding.routing.branches import Branches
from forwarding.routing.entry import Row
from forwarding.routing.naming import (
    WEIGHTS,
    Claim,
    core,
    is_distinctive,
    kind_of,
    shortened,
    spoken,
    stated_names,
    stems,
)
from forwarding.routing.scan import Names, fold
from forwarding.routing.sound import sounded
from portal.kernel import divisions

_LEAST_SOUNDED = 3
_LIKENED = range(5, 10)
COLLOQUIAL = 0.45
_UNSHARED = 0.5
_MOST_SHARING = 3


@cache
def cues() -> dict[str, Any]:
    """Return the words that tell business and roles."""
    text = (files("forwarding.routing") / "cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, eq=False)
class Head:
    """A legal entity with its kind and its branches."""

    entry: Row
    kind: str
    branches: Branches


@dataclass(eq=False)
class Register:
    """All names, sounds, hotlines and places; read-only once built."""

    heads: dict[int, Head]
    claims: dict[str, list[Claim]]
    phones: dict[str, list[int]]
    places: dict[str, tuple[str, ...]]
    names: Names = field(init=False)
    sounds: dict[str, list[str]] = field(init=False)
    sound_names: Names = field(init=False)
    place_names: Names = field(init=False)
    long_names: list[str] = field(init=False)
    kinds: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = {head_id: head.kind for head_id, head in self.heads.items()}
        self.names = Names(self.claims)
        self.sounds = defaultdict(list)
        for key, held in self.claims.items():
            if _is_sounded(key, held):
                self.sounds[sounded(key)].append(key)
        self.sound_names = Names(self.sounds)
        self.place_names = Names(self.places)
        self.long_names = [
            key
            for key, held in self.claims.items()
            if held and len(key) in _LIKENED and held[0].kind not in ("brand", "similar")
        ]

    @classmethod
    def build(cls, rows: Iterable[Row]) -> "Register":
        """Return the index of rows (open institutions, in any order)."""
        listed = list(rows)
        by_id = {row.id: row for row in listed}
        below: dict[int, list[Row]] = defaultdict(list)
        for row in listed:
            if row.level != "head":
                below[_head_of(row, by_id)].append(row)
        heads = {row.id: _head(row, below[row.id]) for row in listed if row.level == "head"}
        return cls(heads, _claims(heads), _phones(heads), _places(listed))


def _is_sounded(key: str, held: list[Claim]) -> bool:
    """Return whether a name is also looked for by its sound: one slip at a time is enough."""
    kinds = {claim.kind for claim in held}
    if key.isascii() or not kinds - {"similar"}:
        return False
    return len(key) >= _LEAST_SOUNDED or "alias" in kinds


def _head_of(row: Row, by_id: dict[int, Row]) -> int:
    seen = set()
    while row.parent_id in by_id and row.id not in seen:
        seen.add(row.id)
        row = by_id[row.parent_id]
    return int(row.id)


def _head(row: Row, below: Sequence[Row]) -> Head:
    return Head(row, kind_of(row.type, row.name), Branches(row, below))


def _claims(heads: dict[int, Head]) -> dict[str, list[Claim]]:
    """Return who claims each name; of one entity only the strongest claim to a name counts."""
    best: dict[str, dict[int, Claim]] = defaultdict(dict)

    def claim(key: str, head_id: int, weight: float, kind: str) -> None:
        held = best[key].get(head_id)
        if held is None or held.weight < weight:
            best[key][head_id] = Claim(head_id, weight, kind)

    plain = frozenset(cues()["plain"]["words"]) | _division_names()
    brands: dict[str, set[int]] = defaultdict(set)
    for head_id, head in heads.items():
        row = head.entry
        stated = list(stated_names(row.name, row.short_name, row.aliases))
        for key, kind in stated:
            claim(key, head_id, WEIGHTS[kind], kind)
        own = stems(head.kind, {key for key, _ in stated})
        for key, weight in spoken(head.kind, own):
            claim(key, head_id, weight, "short_name")
        for brand in own:
            if (brand.removeprefix("中国") if head.kind == "bank" else brand) in plain:
                continue
            brands[brand].add(head_id)
            if len(brand) > 3 and is_distinctive(brand[:2]):
                claim(brand[:2], head_id, WEIGHTS["brand"], "brand")
        _claim_shortened(row, head_id, head.kind, claim)
    for name in cues()["others"]["names"]:
        best.setdefault(name, {})
    for brand, sharing in brands.items():
        known = len(sharing) > 1 or brand in best
        for head_id in sharing:
            claim(brand, head_id, WEIGHTS["brand"] if known else _UNSHARED, "brand")
    _claim_slips(heads, best, claim)
    return {key: list(held.values()) for key, held in best.items() if len(key) > 1}


def _claim_slips(
    heads: dict[int, Head], best: dict[str, dict[int, Claim]], claim: Callable[..., None]
) -> None:
    """Claim names with a sign lost, where nobody else goes by them and few could be meant."""
    slips: dict[str, set[int]] = defaultdict(set)
    for head_id, head in heads.items():
        for slip in shortened(head.entry.short_name):
            slips[slip].add(head_id)
    for slip, sharing in slips.items():
        if slip not in best and len(sharing) <= _MOST_SHARING:
            for head_id in sharing:
                claim(slip, head_id, WEIGHTS["similar"], "similar")


def _claim_shortened(row: Row, head_id: int, kind: str, claim: Callable[..., None]) -> None:
    """Claim the name without 中国: 工商银行; and 人寿 for 中国人寿, as people say it, weakly."""
    for name in (core(row.name), fold(row.short_name)):
        rest = name.removeprefix("中国")
        if rest == name or len(rest) < 2:
            continue
        if len(rest) > 3:
            claim(rest, head_id, 0.9, "short_name")
        elif kind != "bank" and name == fold(row.short_name):
            for said in (rest, rest + "保险公司", rest + "公司"):
                claim(said, head_id, COLLOQUIAL, "brand")


def _phones(heads: dict[int, Head]) -> dict[str, list[int]]:
    phones: dict[str, list[int]] = defaultdict(list)
    for head_id, head in heads.items():
        digits = "".join(sign for sign in getattr(head.entry, "phone", "") if sign.isdigit())
        if len(digits) > 4:
            phones[digits].append(head_id)
    return dict(phones)


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """Return the provinces and cities of the country by name, with and without their kind."""
    named: dict[str, dict[str, None]] = defaultdict(dict)
    for province in divisions.provinces():
        for division in (province, *divisions.prefectures(province.code)):
            named[division.short][division.code] = None
            named[division.name][division.code] = None
    return {name: tuple(codes) for name, codes in named.items()}


def _division_names() -> frozenset[str]:
    return frozenset(_cities())


def _places(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Return the places by name: all cities, and the districts some branch stands in."""
    named = {name: dict.fromkeys(codes) for name, codes in _cities().items()}
    for territory in {row.territory for row in rows if row.level != "head"}:
        for name in (divisions.short(territory), divisions.name(territory)):
            if len(name) > 1 and divisions.known(territory):
                named.setdefault(name, {})[territory] = None
    return {name: tuple(codes) for name, codes in named.items() if name not in _NO_PLACE}


_NO_PLACE = {"市辖区", "市辖", "全国"}
