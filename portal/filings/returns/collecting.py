"""Findings as they are made: all are counted, some of each rule kept, in the sheets' order."""

from collections import Counter
from collections.abc import Sequence

from portal.filings.returns.sentences import SENTENCES, WARNING
from portal.filings.returns.verdict import LISTED, Finding


def letters(place: int) -> str:
    """Return a column's letters by its index from 0: A, B, … Z, AA."""
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


class Found:
    """What one check has found so far."""

    def __init__(self, titles: Sequence[str] = ()) -> None:
        self.titles = list(titles)
        self.counts: Counter[str] = Counter()
        self._kept: list[tuple[tuple[int, int, int, int], Finding]] = []

    @property
    def clean(self) -> bool:
        """Whether no error was found yet; warnings may have been."""
        return all(SENTENCES[rule].level == WARNING for rule in self.counts)

    def add(
        self,
        rule: str,
        sheet: str = "",
        row: int = 0,
        place: int = -1,
        heading: str = "",
        value: str = "",
        /,
        *,
        key: str = "",
        **facts: int | str,
    ) -> None:
        """Note one finding: row as the spreadsheet shows it, `place` the column's index from 0.

        `key` tells findings of the rule apart for ever; without one the cell does.
        """
        self.counts[rule] += 1
        if self.counts[rule] > LISTED:
            return
        cell = f"{letters(place)}{row}" if place >= 0 and row else ""
        at = self.titles.index(sheet) if sheet in self.titles else -1
        name = ":".join(part for part in (rule, key or f"{sheet}!{cell or row}") if part)
        finding = Finding(rule, sheet, row, heading, cell, value, facts, name)
        self._kept.append(((at, row, place, len(self._kept)), finding))

    def listed(self) -> tuple[Finding, ...]:
        """Return the findings kept: of the file first, then sheet by sheet, row by row."""
        return tuple(finding for _, finding in sorted(self._kept, key=lambda kept: kept[0]))
