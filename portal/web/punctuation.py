"""Signs between words that a page puts together, in the language of the page."""

from collections.abc import Iterable

from portal.web.i18n import language


def enumerated(parts: Iterable[object]) -> str:
    """Return parts in a row: 甲、乙, or A, B."""
    return (", " if language() == "en" else "、").join(str(part) for part in parts)


def strung(parts: Iterable[object]) -> str:
    """Return clauses in a row: 甲；乙, or A; B."""
    return ("; " if language() == "en" else "；").join(str(part) for part in parts)


def bracketed(inner: object) -> str:
    """Return what follows a word in brackets, with the space that English wants before it."""
    return f" ({inner})" if language() == "en" else f"（{inner}）"


def labelled(name: object, text: object) -> str:
    """Return a name and what it introduces: 原因：其他, or Reason: other."""
    return f"{name}: {text}" if language() == "en" else f"{name}：{text}"
