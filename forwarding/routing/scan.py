"""Finding many names in a text in one pass: names are kept by their first two characters."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import rjieba

_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return a text in one width and case, without blanks: how names and texts are compared."""
    sound = text.encode("utf-8", "replace").decode()
    return _BLANKS.sub("", unicodedata.normalize("NFKC", sound).casefold())


def word_edges(text: str) -> Iterator[int]:
    """Yield the places where a word begins or ends.

    Known words alone, without guessing, so that a name the dictionary lacks falls into signs.
    """
    at = 0
    yield at
    for word in rjieba.cut(text, False):
        at += len(word)
        yield at


class Found(NamedTuple):
    """A name found: where it starts and ends in the text, and the name."""

    start: int
    end: int
    key: str


class Names:
    """A set of names of two characters or more, found longest first and never overlapping."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        for key in set(keys):
            if len(key) > 1:
                self._by_start.setdefault(key[:2], []).append(key)
        for listed in self._by_start.values():
            listed.sort(key=lambda key: (-len(key), key))

    def find(self, text: str, allowed: Callable[[int, int], bool] | None = None) -> Iterator[Found]:
        """Yield the names in a text from left to right; `allowed` may refuse a place."""
        at, last = 0, len(text) - 1
        by_start = self._by_start
        while at < last:
            for key in by_start.get(text[at : at + 2], ()):
                end = at + len(key)
                if text.startswith(key, at) and (allowed is None or allowed(at, end)):
                    yield Found(at, end, key)
                    at = end - 1
                    break
            at += 1
