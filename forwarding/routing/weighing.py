"""Weighing what was found: which entity, which of its branches, and on which grounds."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from forwarding.routing.context import INSURERS, NEUTRAL, Business, business_of, role_of
from forwarding.routing.entry import Row
from forwarding.routing.evidence import Evidence, Suggestion
from forwarding.routing.mentions import Mention, mentions
from forwarding.routing.register import Head, Register, cues
from forwarding.routing.scan import fold, word_edges
from portal.kernel import divisions
from portal.kernel.law import clause

MOST = 5
LONGEST = 6000
_LEAST = 0.12
_SHOP = 0.45
_AGAIN = 0.4
_MISFIT = 0.45
_NAMED, _NEAR, _LOCAL, _ELSEWHERE, _ENTITY = 1.0, 0.98, 0.95, 0.8, 0.6
_MOST_PLACES = 30
_STATED = 1.25
_IN_PASSING = 0.5
_REACH = 16
_CARD = "信用卡"
_CLAUSE_END = re.compile("[，。；、,;]")


class Weight(NamedTuple):
    """What one mention adds to an entity."""

    score: float
    evidence: Evidence
    mention: Mention


class Place(NamedTuple):
    """A place named in the text, and the divisions of that name."""

    start: int
    end: int
    name: str
    codes: tuple[str, ...]


class Grounds(NamedTuple):
    """What the whole text says besides names: business, places named, and the territory."""

    text: str
    stated: int
    territory: str
    business: Business
    places: list[Place]


@clause("9", "11")
def suggest(
    text: str,
    stated_name: str,
    territory: str,
    register: Register,
    *,
    business: str | None = None,
) -> list[Suggestion]:
    """Return up to five institutions that may be meant, the likeliest first.

    `text` is claim and facts, `stated_name` the name as given (may be empty), `territory` the
    six digits of the complaint's, `business` the code it was classified with.
    """
    whole = fold(f"{stated_name[:200]}。{text[:LONGEST]}")
    found = mentions(whole, register)
    places = _places(whole, register, found)
    stated = len(fold(stated_name[:200]))
    grounds = Grounds(whole, stated, territory, business_of(whole, business), places)
    weights = _weigh(grounds, found, register)
    ranked: list[Suggestion] = []
    for head_id, of_head in weights.items():
        ranked += _branches(register.heads[head_id], of_head, grounds)
    ranked.sort(key=lambda one: (-one.score, one.code))
    return [one for one in ranked if one.score >= _LEAST][:MOST]


def _places(text: str, register: Register, found: list[Mention]) -> list[Place]:
    """Return the places named outside the names of institutions: 长沙银行 is no place."""
    taken = [(mention.start, mention.end) for mention in found]
    streets = tuple(cues()["not_a_place"]["after"])
    listed: list[Place] = []
    edges = set(word_edges(text))
    for start, end, name in register.place_names.find(text, lambda start, _: start in edges):
        street = text.startswith(streets, end)
        if not street and not any(a <= start and end <= b for a, b in taken):
            listed.append(Place(start, end, name, register.places[name]))
        if len(listed) == _MOST_PLACES:
            break
    return listed


def _weigh(grounds: Grounds, found: list[Mention], register: Register) -> dict[int, list[Weight]]:
    weights: dict[int, list[Weight]] = defaultdict(list)
    fits = grounds.business.fits
    kinds = register.kinds
    for mention in found:
        role = role_of(grounds.text, mention.start, mention.end)
        if role == NEUTRAL and all(claim.kind == "brand" for claim in mention.claims):
            role = _IN_PASSING
        role *= _STATED if mention.end <= grounds.stated else 1.0
        shares = {c.head_id: (c.weight * fits[kinds[c.head_id]]) ** 2 for c in mention.claims}
        whole = sum(shares.values())
        for claim in mention.claims:
            fit = _MISFIT + (1 - _MISFIT) * fits[kinds[claim.head_id]]
            share = shares[claim.head_id] / whole
            score = mention.strength * claim.weight * role * fit * share
            named = _named(mention, claim.kind, register.heads[claim.head_id])
            weights[claim.head_id].append(Weight(score, named, mention))
    return _without_shops(weights, grounds, kinds)


def _named(mention: Mention, kind: str, head: Head) -> Evidence:
    if mention.like or kind == "similar":
        return Evidence("similar", mention.words, mention.like or head.entry.short_name)
    return Evidence(kind, mention.words)


def _without_shops(
    weights: dict[int, list[Weight]], grounds: Grounds, kinds: dict[int, str]
) -> dict[int, list[Weight]]:
    """Where insurance was bought at a bank, count the insurer and not the shop (Art. 11)."""
    insurers = {head_id for head_id in weights if kinds[head_id] in INSURERS}
    if not grounds.business.insured or not insurers:
        return weights
    return {
        head_id: listed
        if head_id in insurers
        else [weight._replace(score=weight.score * _SHOP) for weight in listed]
        for head_id, listed in weights.items()
    }


def _score(listed: list[Weight]) -> float:
    """Join what several mentions add; the same words again add little."""
    rest, seen = 1.0, set()
    for weight in sorted(listed, key=lambda weight: -weight.score):
        again = _AGAIN if weight.mention.words in seen else 1.0
        seen.add(weight.mention.words)
        rest *= 1 - min(0.95, weight.score * again)
    return 1 - rest


def _branches(head: Head, listed: list[Weight], grounds: Grounds) -> Iterator[Suggestion]:
    """Yield the branch that is meant, others that may be, and the entity itself (Art. 9)."""
    score = _score(listed)
    surest_first = sorted(listed, key=lambda weight: -weight.score)
    names = list(dict.fromkeys(weight.evidence for weight in surest_first))[:2]
    fit = grounds.business.words.get(head.kind)
    names += [Evidence("business", fit)] if fit else []
    given: set[int] = set()
    for row, factor, evidence in _candidates(head, listed, grounds):
        if row.id not in given:
            given.add(row.id)
            yield _suggestion(row, head, score * factor, (*names[:1], evidence, *names[1:]))
    factor = _ENTITY if given else 1.0
    last = (Evidence("legal_entity", head.entry.short_name or head.entry.name),) if given else ()
    yield _suggestion(head.entry, head, score * factor, (*names, *last))


def _suggestion(row: Row, head: Head, score: float, evidence: tuple[Evidence, ...]) -> Suggestion:
    name = row.short_name or row.name
    return Suggestion(row.id, row.code, name, head.entry.id, round(score, 3), evidence)


def _candidates(
    head: Head, listed: list[Weight], grounds: Grounds
) -> Iterator[tuple[Row, float, Evidence]]:
    """Yield branches from the surest ground to the weakest."""
    named = [weight.mention for weight in listed]
    for mention in named:
        behind = _CLAUSE_END.split(grounds.text[mention.end : mention.end + _REACH])[0]
        for words, row in head.branches.called(behind):
            yield row, _NAMED, Evidence("branch", words)
    edges = {edge for mention in named for edge in (mention.start, mention.end)}
    for place in grounds.places:
        if place.end in edges or place.start in edges:
            yield from _in_place(head, place, grounds, _NEAR)
    local = head.branches.serving(grounds.territory)
    if local:
        yield local, _LOCAL, Evidence("territory", divisions.short(grounds.territory))
    if head.branches.card_centre and _CARD in grounds.text:
        yield head.branches.card_centre, _ENTITY, Evidence("business", _CARD)
    for place in grounds.places:
        yield from _in_place(head, place, grounds, _ELSEWHERE if local else _LOCAL)


def _in_place(
    head: Head, place: Place, grounds: Grounds, factor: float
) -> Iterator[tuple[Row, float, Evidence]]:
    """Yield the branch that serves a place; of places with one name, the one of the province."""
    province = grounds.territory[:2]
    code = min(place.codes, key=lambda code: (code[:2] != province, code))
    row = head.branches.serving(code)
    if row:
        yield row, factor, Evidence("place", place.name)
