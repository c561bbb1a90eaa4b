"""What differs between two editions of a bulletin, figure by figure (Art. 37)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NAMES = ("code", "category", "theme")
_ASIDE = (*_NAMES, "name", "rank", "sha256")


@dataclass(frozen=True)
class Difference:
    """One figure that is not what it was; `place` leads to it by the names of its parts."""

    place: tuple[str, ...]
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        """Return the difference for keeping."""
        return {"place": list(self.place), "before": self.before, "after": self.after}


def differences(before: Any, after: Any) -> list[Difference]:
    """Return the figures that differ, in the order of the newer document.

    Rows are told apart by their code or name, not by their place; the rank follows from the
    counts and is left out, as is the hash.
    """
    return list(_walk((), before, after))


def _walk(place: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    one = after if before is None else before
    if isinstance(one, Mapping):
        earlier, later = before or {}, after or {}
        for key in dict.fromkeys((*later, *earlier)):
            if key not in _ASIDE:
                yield from _walk((*place, str(key)), earlier.get(key), later.get(key))
    elif _rows(one):
        earlier, later = _named(before or ()), _named(after or ())
        for name in dict.fromkeys((*later, *earlier)):
            yield from _walk((*place, name), earlier.get(name), later.get(name))
    elif before != after:
        yield Difference(place, before, after)


def _rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _named(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {
        next((str(row[name]) for name in _NAMES if name in row), str(place)): row
        for place, row in enumerate(rows)
    }
