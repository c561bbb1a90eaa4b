"""Names made comparable, sortable and findable: no ICU, so that order is a stored pinyin key."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

KEY_LENGTH = 240


def normalise(text: str) -> str:
    """Return the letters and digits of a name, width and case folded: what aliases compare by."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in folded if mark.isalnum())


def _one_by_one(marks: str) -> list[str]:
    return list(marks)


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of each Chinese character and each other letter as it is, lower case."""
    from pypinyin import lazy_pinyin  # at need: its dictionaries take 60 MB and a moment

    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(part for part in lazy_pinyin(folded, errors=_one_by_one) if part.isalnum())


def pinyin_key(name: str) -> str:
    """Return the key a list of Chinese names is sorted by."""
    return " ".join(syllables(name))[:KEY_LENGTH]


def initials(name: str) -> str:
    """Return the first letter of each syllable: 工商银行 gives gsyh."""
    return "".join(part[0] for part in syllables(name))


def searchable(names: Iterable[str], codes: Iterable[str]) -> str:
    """Return the lines a search looks in: names, their initials, and codes, all normalised."""
    lines: dict[str, None] = {}
    for name in names:
        lines[normalise(name)] = None
        lines[initials(name)] = None
    for code in codes:
        lines[normalise(code)] = None
    lines.pop("", None)
    return "\n".join(lines)


def grams(text: str) -> list[str]:
    """Return the distinct pairs of neighbouring characters: trigrams cannot find 工行."""
    lines = text.split("\n")
    return sorted({line[at : at + 2] for line in lines for at in range(len(line) - 1)})


def words(query: str) -> list[str]:
    """Return the normalised words of a search; at most eight, the rest is not looked for."""
    found = (normalise(word) for word in query.split())
    return [word for word in found if word][:8]
