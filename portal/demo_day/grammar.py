"""Sentences with slots, compiled once and filled fast.

Slots that hold for a whole case (the same amount in facts and claim):
  S who speaks, I the institution as named first, i as named later, amt the sum in dispute,
  fee and small lesser sums, m a number of instalments, tail a card's last digits, kin, who
  (a member of staff), product, illness, hardship.
Slots drawn anew each time: n (2 to 9), n2 (10 to 30), n3 (2 to 5), who2, date, date2, month,
  recent, age, rate, other (another bank), and any list of words.toml by its name.
"""

import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")
Part = str | Callable[[Any], str]
Sentence = tuple[Part, ...]


def compiled(text: str) -> Sentence:
    """Return a sentence as literal pieces and slots to be read from a case."""
    parts: list[Part] = []
    for index, piece in enumerate(_SLOT.split(text)):
        if index % 2:
            parts.append(attrgetter(piece))
        elif piece:
            parts.append(piece)
    return tuple(parts)


def compiled_all(texts: Iterable[str]) -> list[Sentence]:
    """Return sentences compiled, in order."""
    return [compiled(text) for text in texts]


def slots(text: str) -> set[str]:
    """Return the names of the slots in a sentence."""
    return set(_SLOT.findall(text))


def filled(sentence: Sentence, case: Any) -> str:
    """Return a sentence with its slots filled from a case."""
    return "".join([part if isinstance(part, str) else part(case) for part in sentence])
