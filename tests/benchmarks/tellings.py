"""Invented complaints in many people's own words, and near-copies of some of them.

The stories are those of the demonstration's hotline, each told in other words and with a
circumstance of its own, since one sentence told twice alike would be a copy indeed.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from portal.demo_day import cases

_DAY = date(2026, 11, 2)
_A_DAY = 2500
_SENTENCE = re.compile(r"(?<=[。！？])")
_SHARE_RETOLD = 0.7
_OWN = (1, 3)
_data = tomllib.loads(Path(__file__).with_name("retold.toml").read_text(encoding="utf-8"))
_GROUPS = {word: group for group in _data["same"] for word in group}
_WORDS = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_SLOT = re.compile(r"\{(\w+)\}")


def tellings(seed: int) -> Iterator[tuple[str, str]]:
    """Yield (claim, facts) of one complaint after the other, each another person's own."""
    chance = random.Random(seed)
    for day in count():
        for row, truth in cases(_A_DAY, seed + day, _DAY):
            if not truth.repeat_of and not truth.why:
                yield (
                    _retold(row["claim"], chance),
                    _with_own(_retold(row["facts"], chance), chance),
                )


def _retold(text: str, chance: random.Random) -> str:
    def another(found: re.Match[str]) -> str:
        kept = chance.random() > _SHARE_RETOLD
        return found[0] if kept else chance.choice(_GROUPS[found[0]])

    return _WORDS.sub(another, text)


def _with_own(text: str, chance: random.Random) -> str:
    sentences = [part for part in _SENTENCE.split(text) if part]
    for _ in range(chance.randint(*_OWN)):
        told = _SLOT.sub(lambda slot: chance.choice(_data[slot[1]]), chance.choice(_data["own"]))
        sentences.insert(chance.randrange(len(sentences) + 1), told)
    return "".join(sentences)


def near_copy(text: str, chance: random.Random, share: float = 0.05) -> str:
    """Return a text with other numbers, two sentences exchanged and a share of signs edited.

    The edits lie scattered, each put in, taken away or replaced: worse than people's own.
    """
    parts = [part for part in _SENTENCE.split(text) if part]
    if len(parts) > 2:
        place = chance.randrange(len(parts) - 1)
        parts[place], parts[place + 1] = parts[place + 1], parts[place]
    signs = list(re.sub(r"\d", lambda _: str(chance.randrange(10)), "".join(parts)))
    for _ in range(max(1, round(len(signs) * share))):
        place, kind = chance.randrange(len(signs)), chance.randrange(3)
        if kind == 0:
            signs.insert(place, chance.choice(text))
        elif kind == 1:
            signs[place] = chance.choice(text)
        else:
            del signs[place]
    return "".join(signs)
