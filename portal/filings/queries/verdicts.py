"""What the check of a return found, as it is kept with the filing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.filings.models import Filing
from portal.filings.returns.layout import Layout
from portal.filings.returns.reference import Totals
from portal.filings.returns.verdict import Finding, Verdict

_NOTHING = (None, "", 0, "0", "0.00")


@dataclass(frozen=True)
class Figure:
    """One figure of a return beside that of the period before and of the version before."""

    words: tuple[str, ...]
    now: int | str
    before: int | str | None
    earlier: int | str | None


def verdict_of(filing: Filing) -> Verdict | None:
    """Return the verdict on the file that a filing holds; None before its first check."""
    return Verdict.from_json(json.loads(filing.findings)) if filing.findings else None


def unconfirmed(filing: Filing, verdict: Verdict) -> tuple[Finding, ...]:
    """Return the warnings that nobody confirmed yet."""
    return verdict.unconfirmed(filing.confirmed.keys())


def figures(
    layout: Layout, totals: Totals, before: Totals | None, earlier: Totals | None
) -> list[Figure]:
    """Return the figures of a return that are not nought throughout, in the order of its form."""
    found = []
    for key in (key for key in _keys(layout) if key in totals):
        shown = (totals[key], _in(before, key), _in(earlier, key))
        if any(value not in _NOTHING for value in shown):
            found.append(Figure(layout.words(key), *shown))
    return found


def _keys(layout: Layout) -> Iterator[str]:
    yield from layout.figures
    for sheet in layout.sheets:
        for line in sheet.lines:
            for column in sheet.columns:
                yield f"{sheet.code}.{line.code}.{column.code}"


def _in(totals: Mapping[str, int | str] | None, key: str) -> int | str | None:
    return totals.get(key) if totals else None
