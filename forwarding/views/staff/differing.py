"""Two texts side by side with what differs marked, sentence against its likeliest sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

_SENTENCE = re.compile(r"(?<=[。！？；，\n])")
_MOST_SENTENCES = 200
_PAIRED = 55.0
"""Sentences less alike than this, in percent, are each other's no more."""
_ISLAND = 1
"""A lone equal sign between two changes is chance, and reads better as changed."""


@dataclass(frozen=True)
class Part:
    """A piece of a text, and whether the other text has it otherwise or not at all."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Part], list[Part]]:
    """Return both texts in parts; sentences told in another order are not marked for it."""
    left, right = _sentences(one), _sentences(other)
    partners = dict(_paired(left, right))
    back = {theirs: mine for mine, theirs in partners.items()}
    return (
        [p for at, s in enumerate(left) for p in _parts(s, right, partners.get(at))],
        [p for at, s in enumerate(right) for p in _parts(s, left, back.get(at))],
    )


def _sentences(text: str) -> list[str]:
    parts = [part for part in _SENTENCE.split(text) if part]
    return [*parts[:_MOST_SENTENCES], *(["".join(parts[_MOST_SENTENCES:])] if parts else [])]


def _paired(left: list[str], right: list[str]) -> Iterator[tuple[int, int]]:
    """Yield which sentence goes with which: the likeliest pairs first, each sentence once."""
    scores = (
        (fuzz.ratio(mine, theirs, score_cutoff=_PAIRED), at, beside)
        for at, mine in enumerate(left)
        for beside, theirs in enumerate(right)
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, at, beside in sorted(scores, key=lambda each: (-each[0], each[1], each[2])):
        if score and at not in taken[0] and beside not in taken[1]:
            taken[0].add(at)
            taken[1].add(beside)
            yield at, beside


def _parts(sentence: str, others: list[str], partner: int | None) -> list[Part]:
    if partner is None:
        return [Part(sentence, True)] if sentence else []
    parts: list[Part] = []
    for act in Indel.opcodes(sentence, others[partner]):
        text, differs = sentence[act.src_start : act.src_end], act.tag != "equal"
        if not text:
            continue
        if parts and not differs and len(text) <= _ISLAND and parts[-1].differs:
            differs = act.src_end < len(sentence)
        if parts and parts[-1].differs == differs:
            text = parts.pop().text + text
        parts.append(Part(text, differs))
    return parts
