"""The stories, words and shares of the files beside this module, made ready for fast drawing."""

import tomllib
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Generic, TypeVar

from portal.demo_day.grammar import Sentence, compiled_all

Thing = TypeVar("Thing")
Draw = Callable[[], float]
_HERE = files("portal.demo_day")
_STORIES = ("cards", "loans", "accounts", "property", "life")


class Weighted(Generic[Thing]):
    """Things drawn by their weights."""

    def __init__(self, weights: Mapping[Thing, float]) -> None:
        positive = {thing: weight for thing, weight in weights.items() if weight > 0}
        self.weights = positive
        self.things = list(positive)
        self._sums = list(accumulate(positive.values()))

    def draw(self, rnd: Draw) -> Thing:
        """Return one thing; `rnd` gives numbers from 0 up to 1."""
        return self.things[bisect(self._sums, rnd() * self._sums[-1])]


@dataclass(frozen=True, eq=False)
class Story:
    """One kind of trouble, told in four moves and asked for in a claim."""

    lines: Weighted[str]
    cause: str
    organisation: bool
    background: list[Sentence]
    trouble: list[Sentence]
    said: list[Sentence]
    claims: list[Sentence]
    products: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class OtherCall:
    """A kind of call that is no consumer complaint, and the track where it belongs."""

    why: str
    track: str
    facts: list[Sentence]
    claims: list[Sentence]


def read_toml(name: str) -> dict[str, Any]:
    """Return one of the data files."""
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


def raw_stories() -> list[dict[str, Any]]:
    """Return every story as written."""
    return [story for name in _STORIES for story in read_toml(f"stories/{name}.toml")["story"]]


def _story(raw: dict[str, Any]) -> Story:
    products = raw.get("product", [""])
    by_line = products if isinstance(products, dict) else dict.fromkeys(raw["lines"], products)
    return Story(
        lines=Weighted(raw["lines"]),
        cause=raw["cause"],
        organisation=raw.get("kind") == "organisation",
        background=compiled_all(raw["background"]),
        trouble=compiled_all(raw["trouble"]),
        said=compiled_all(raw["said"]),
        claims=compiled_all(raw["claims"]),
        products={line: by_line.get(line, [""]) for line in raw["lines"]},
    )


@cache
def stories() -> dict[str, Weighted[Story]]:
    """Return the stories of each theme by their weights."""
    weights: dict[str, dict[Story, float]] = {}
    for raw in raw_stories():
        story = _story(raw)
        for theme, weight in raw["weights"].items():
            weights.setdefault(theme, {})[story] = weight
    return {theme: Weighted(of_theme) for theme, of_theme in weights.items()}


@cache
def words() -> dict[str, Any]:
    """Return the words file."""
    return read_toml("words.toml")


@cache
def other_calls() -> list[OtherCall]:
    """Return the kinds of calls that are no complaints."""
    return [
        OtherCall(raw["why"], raw["track"], compiled_all(raw["facts"]), compiled_all(raw["claim"]))
        for raw in words()["other"]
    ]


@cache
def shares() -> dict[str, Any]:
    """Return the shares file."""
    return read_toml("shares.toml")


@cache
def institutions() -> Weighted[str]:
    """Return the codes of legal entities by their share of all complaints."""
    weights: dict[str, float] = {}
    for category in shares()["category"]:
        total = sum(category["institutions"].values())
        for code, count in category["institutions"].items():
            weights[code] = category["count"] * count / total
    return Weighted(weights)


@cache
def themes() -> dict[str, Weighted[str]]:
    """Return the themes of each legal entity: its own where published, else its category's."""
    own = shares()["own_themes"]
    return {
        code: Weighted(own.get(code, category["themes"]))
        for category in shares()["category"]
        for code in category["institutions"]
    }


@cache
def territories() -> tuple[Weighted[str], dict[str, list[str]]]:
    """Return where calls come from, and the home territories of banks that have one."""
    homes = {code: [str(c) for c in listed] for code, listed in shares()["homes"].items()}
    return Weighted({str(c): w for c, w in shares()["territories"].items()}), homes
