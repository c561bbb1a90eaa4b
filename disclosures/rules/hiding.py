"""Which cells of the cube are not shown, so that no small one can be worked out (Art. 37).

A cell of fewer than `least` complaints is hidden. Where one can be worked out by subtraction,
from a whole and its other parts, further cells are hidden: in every line either nothing is
hidden, or at least two things are, and hidden parts of a shown whole come to `least` or more.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from disclosures.rules.cube import ALL, Key, Line, lines_of
from disclosures.rules.solving import determined
from portal.kernel.law import Dated, clause

LEAST = Dated({date(2020, 3, 1): 5})
"""The fewest complaints that a published cell of the cube holds."""

EXACT_UP_TO = 3_000
"""Up to so many hidden cells all equations are solved together; beyond, each line by itself.

What several lines give away only together needs a table that is nearly full: large cubes are
nearly empty, and each of their lines hides many cells.
"""

CARRIED_FROM = 2
"""From so many fixed features on, a correction smaller than `least` is not shown."""


@clause("37")
def hidden(
    counts: Mapping[Key, int], least: int, before: Collection[Key] = ()
) -> frozenset[Key] | None:
    """Return the cells that are not shown; None when nothing can be shown at all.

    `before` are cells that an earlier edition hid although they were large: they stay hidden.
    """
    return _Hiding(counts, least).settle(before)


@clause("37")
def shown(
    counts: Mapping[Key, int],
    withheld: Collection[Key],
    least: int,
    earlier: Mapping[Key, int] | None = None,
) -> dict[Key, int]:
    """Return what is published of each shown cell.

    Where an `earlier` edition showed another count that differs by less than `least`, that count
    stands in cells of two features or more: the difference of two editions is a cell too.
    """
    found = {}
    for key, count in counts.items():
        if key in withheld:
            continue
        was = (earlier or {}).get(key, count)
        keep = key.fixed >= CARRIED_FROM and 0 < abs(count - was) < least
        found[key] = was if keep else count
    return found


class _Hiding:
    """The search for what must be hidden besides: from line to line until all are safe."""

    def __init__(self, counts: Mapping[Key, int], least: int) -> None:
        self.counts = counts
        self.least = least
        self.parts: defaultdict[Line, list[Key]] = defaultdict(list)
        self.gone: set[Key] = set()
        self.count_gone: defaultdict[Line, int] = defaultdict(int)
        self.sum_gone: defaultdict[Line, int] = defaultdict(int)
        self.unsettled: set[Line] = set()
        for key in counts:
            for line in lines_of(key):
                self.parts[line].append(key)
        self.along: defaultdict[Key, list[Line]] = defaultdict(list)
        for line in self.parts:
            self.along[line.whole].append(line)

    def settle(self, before: Collection[Key]) -> frozenset[Key] | None:
        small = [key for key, count in self.counts.items() if count < self.least]
        for key in [*small, *(key for key in before if key in self.counts)]:
            self._hide(key)
        self._settle_lines()
        while ALL not in self.gone and (known := self._worked_out()):
            # One more cell beside one that can be worked out, then look again.
            self._hide_beside(min(known, key=_name))
            self._settle_lines()
        return None if ALL in self.gone else frozenset(self.gone)

    def _settle_lines(self) -> None:
        while self.unsettled and ALL not in self.gone:
            # Of all that are left the least by name, so that the outcome is one and the same.
            for line in sorted(self.unsettled, key=_named):
                self.unsettled.discard(line)
                self._mend(line)

    def _worked_out(self) -> set[Key]:
        """Return the hidden cells that all lines together give away."""
        if len(self.gone) > EXACT_UP_TO:
            return set()
        return determined(
            {
                **{part: 1 for part in parts if part in self.gone},
                **({line.whole: -1} if line.whole in self.gone else {}),
            }
            for line, parts in self.parts.items()
            if self.count_gone[line]
        )

    def _hide_beside(self, key: Key) -> None:
        near = [
            other
            for line in (*lines_of(key), *self.along[key])
            for other in (*self.parts[line], line.whole)
            if other not in self.gone and other != ALL
        ]
        self._hide(min(near, key=lambda k: (self.counts[k], _name(k))) if near else ALL)

    def _hide(self, key: Key) -> None:
        if key in self.gone:
            return
        self.gone.add(key)
        for line in lines_of(key):
            self.count_gone[line] += 1
            self.sum_gone[line] += self.counts[key]
            self.unsettled.add(line)
        self.unsettled.update(self.along[key])

    def _mend(self, line: Line) -> None:
        while not self._safe(line):
            left = [key for key in self.parts[line] if key not in self.gone]
            if not left:
                self._hide(line.whole)
                return
            self._hide(min(left, key=lambda key: (self.counts[key], _name(key))))

    def _safe(self, line: Line) -> bool:
        parts, whole = self.count_gone[line], line.whole in self.gone
        if parts + whole == 0:
            return True
        if parts + whole < 2:
            return False
        return whole or self.sum_gone[line] >= self.least


def _name(key: Key) -> tuple[str, ...]:
    return tuple(part or "" for part in key)


def _named(line: Line) -> tuple[tuple[str, ...], str]:
    return _name(line.whole), line.feature
