"""What surrounds a name: the business the text speaks of, and the part a name plays in it."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from forwarding.routing.register import cues
from forwarding.routing.scan import Names

KINDS = ("bank", "lender", "property", "life")
INSURERS = frozenset(("property", "life", "health", "agency"))
_FLOOR = 0.6
_OF_CODE = 6.0
_AGENCY = 0.5
_HEALTH = 0.97
_LOAN_COVER = 3.0
_LOANS = re.compile("贷款|借款|放款")
_COVER = re.compile("(?<!担)保费|投保|保险")
_BEFORE, _BEHIND = 6, 5
ASIDE, NEUTRAL, AGAINST = 0.3, 0.85, 1.0


class Business(NamedTuple):
    """How well each kind of institution fits the text, from 0 to 1, and the word that says most."""

    fits: Mapping[str, float]
    words: Mapping[str, str]

    @property
    def insured(self) -> bool:
        """Whether the product complained of is insurance."""
        return max(self.fits["property"], self.fits["life"]) > self.fits["bank"]


@cache
def _business_words() -> tuple[Names, dict[str, dict[str, float]]]:
    weights: dict[str, dict[str, float]] = {}
    for kind, words in cues()["business"].items():
        for word, weight in words.items():
            for one in ("property", "life") if kind == "insurer" else (kind,):
                weights.setdefault(word, {})[one] = weight
    return Names(weights), weights


def business_of(text: str, code: str | None) -> Business:
    """Return the fits of a folded text; `code` is the clerk's classification, if any."""
    names, weights = _business_words()
    sums = dict.fromkeys(KINDS, _FLOOR)
    telling: dict[str, tuple[float, str]] = {}
    for word in {found.key for found in names.find(text)}:
        for kind, weight in weights[word].items():
            sums[kind] += weight
            telling[kind] = max(telling.get(kind, (0.0, "")), (weight, word))
    for kind in _kinds_of(code):
        sums[kind] += _OF_CODE
    if _LOANS.search(text) and _COVER.search(text):
        sums["property"] += _LOAN_COVER
    most = max(sums.values())
    fits = {kind: (value / most) for kind, value in sums.items()}
    fits["health"] = fits["life"] * _HEALTH
    fits["agency"] = max(fits["property"], fits["life"]) * _AGENCY
    fits["other"] = _AGENCY
    return Business(fits, {kind: word for kind, (_, word) in telling.items()})


def _kinds_of(code: str | None) -> tuple[str, ...]:
    """Return the kinds a code of the vocabulary points to: P01 to property insurers."""
    if not code:
        return ()
    if code in ("B0301", "B13", "B12"):
        return ("bank", "lender")
    return {"P": ("property",), "L": ("life",), "B": ("bank",)}.get(code[0], ())


@cache
def _roles() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    written = cues()
    aside, against = written["aside"], written["against"]
    return tuple(aside["before"]), tuple(aside["after"]), tuple(against["before"])


def role_of(text: str, start: int, end: int) -> float:
    """Return how much a name at a place is the one complained of: aside, neutral or against."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    aside_before, aside_after, against = _roles()
    if before.endswith(aside_before) or after.startswith(aside_after):
        return ASIDE
    return AGAINST if not before or before.endswith(against) else NEUTRAL
