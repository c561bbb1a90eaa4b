"""The figures of a bulletin (Art. 37): what was forwarded in a period, counted and compared.

One complaint counts once wherever it stands: in the total, in its category, and at each
institution it was forwarded to. What cannot be printed is null beside a `*_note` that says why.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosures.rules import notes, series
from disclosures.rules.exact import Exact, change, median, median_printed, printed, rate, share
from disclosures.rules.ranking import ranked
from disclosures.rules.series import Rate, Series
from portal.kernel.law import clause


@dataclass(frozen=True)
class Tally:
    """So many complaints of one business and cause, forwarded to the same legal entities."""

    entities: tuple[int, ...]
    business: str
    cause: str
    count: int


@dataclass(frozen=True)
class Member:
    """A legal entity of a category that bulletins table."""

    id: int
    code: str
    name: str
    category: str


@dataclass(frozen=True)
class Material:
    """All that a bulletin is made of.

    `before` is None when nothing is compared. `metrics` are denominators by entity and metric;
    `offered` names the themes of which an entity ever had a complaint: of others it is N/A.
    """

    unit: str
    members: Mapping[int, Member]
    categories: Sequence[str]
    now: Sequence[Tally]
    before: Sequence[Tally] | None
    metrics: Mapping[tuple[int, str], Exact]
    offered: Collection[tuple[int, str]]
    printed_names: Mapping[str, str]


@clause("37")
def bulletin(settings: Series, material: Material) -> dict[str, Any]:
    """Return the JSON of a bulletin, complete with the hash of all the rest."""
    made = _Bulletin(settings, material)
    return sealed(made.document())


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the SHA-256 of its canonical JSON as `sha256`."""
    bare = {key: value for key, value in document.items() if key != "sha256"}
    return {**bare, "sha256": hashlib.sha256(canonical(bare)).hexdigest()}


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the one way to write a document: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


class _Bulletin:
    def __init__(self, settings: Series, material: Material) -> None:
        self.settings = settings
        self.material = material
        self.now = [t for t in material.now if self._tabled(t)]
        self.before = None
        earlier = series.compared_with(settings)
        self.broken = earlier is not None and series.breaks_between(earlier, settings.period)
        if material.before is not None and not self.broken:
            self.before = [t for t in material.before if self._tabled(t)]
        self.lacking: set[tuple[str, str]] = set()
        self.at, self.at_before = _by_entity(self.now), _by_entity(self.before or ())

    def document(self) -> dict[str, Any]:
        """Return everything but the hash."""
        settings = self.settings
        categories = [
            self._category(name) for name in self.material.categories if self._in(name).some
        ]
        return {
            "sector": settings.sector,
            "period": settings.period.text,
            "unit": self.material.unit,
            "basis": {
                "series": "merged" if settings.merged else "unmerged",
                "compare": settings.compare,
                "decimals": settings.decimals,
                "rule_set": series.RULE_SET,
            },
            "total": {"count": _sum(self.now), **self._change(lambda tally: True)},
            "categories": categories,
            "themes": [self._theme(name, codes) for name, codes in settings.themes.items()],
            "notes": notes.notes(
                settings, broken=self.broken, lacking=self._lacking_names(), rows=categories
            ),
        }

    def _tabled(self, tally: Tally) -> bool:
        return any(entity in self.material.members for entity in tally.entities)

    def _in(self, category: str) -> "_Of":
        ids = {m.id for m in self.material.members.values() if m.category == category}
        return _Of(self.now, lambda tally: not ids.isdisjoint(tally.entities))

    def _category(self, name: str) -> dict[str, Any]:
        of = self._in(name)
        decimals = self.settings.decimals
        members = [m for m in self.material.members.values() if m.category == name]
        counts = {m.id: _sum(self.at[m.id]) for m in members}
        present = [m for m in members if counts[m.id]]
        rates = self._rates(name)
        exact = {m.id: {each.key: self._rate(m, each, counts) for each in rates} for m in present}
        rows = [
            {"rank": place} | self._institution(member, counts[member.id], of.count, exact)
            for place, member in ranked(present, lambda m: counts[m.id], lambda m: m.code)
        ]
        middle = median(counts[m.id] for m in present)
        return {
            "category": self.material.printed_names.get(name, name),
            "count": of.count,
            **_printed("share_pct", share(of.count, _sum(self.now)), decimals),
            **self._change(of.belongs),
            "median": median_printed(middle, self.settings.median_decimals) if middle else None,
            "rate_medians": _medians(
                {each.key: [exact[m.id][each.key] for m in present] for each in rates}, decimals
            ),
            "theme_medians": self._theme_medians(present),
            "institutions": rows,
        }

    def _institution(
        self, member: Member, count: int, whole: int, exact: Mapping[int, Mapping[str, Any]]
    ) -> dict[str, Any]:
        decimals = self.settings.decimals
        return {
            "code": member.code,
            "name": member.name,
            "count": count,
            **_printed("share_pct", share(count, whole), decimals),
            **self._changed(count, _sum(self.at_before[member.id])),
            "rates": {
                key: None if value is None else printed(value, decimals)
                for key, value in exact[member.id].items()
            },
            "themes": {
                theme: self._own_theme(member, theme, codes, count)
                for theme, codes in self.settings.themes.items()
            },
        }

    def _own_theme(
        self, member: Member, theme: str, codes: frozenset[str], count: int
    ) -> dict[str, Any]:
        if (member.id, theme) not in self.material.offered:
            return {"count": None, "own_share_pct": None, "count_note": notes.NOT_OFFERED}
        found = self._themed(member, codes)
        return {"count": found, **_printed("own_share_pct", share(found, count), self._decimals)}

    def _themed(self, member: Member, codes: frozenset[str]) -> int:
        return _sum(tally for tally in self.at[member.id] if _about(tally, codes))

    def _theme_medians(self, present: Iterable[Member]) -> dict[str, str | None]:
        found = {}
        for theme, codes in self.settings.themes.items():
            middle = median(
                self._themed(m, codes) for m in present if (m.id, theme) in self.material.offered
            )
            found[theme] = (
                None if middle is None else median_printed(middle, series.THEME_MEDIAN_DECIMALS)
            )
        return found

    def _theme(self, theme: str, codes: frozenset[str]) -> dict[str, Any]:
        of = _Of(self.now, lambda tally: _about(tally, codes))
        by_category = [
            self._theme_in(name, codes) for name in self.material.categories if self._in(name).some
        ]
        return {
            "theme": theme,
            "count": of.count,
            **_printed("share_pct", share(of.count, _sum(self.now)), self._decimals),
            **self._change(of.belongs),
            "by_category": by_category,
        }

    def _theme_in(self, name: str, codes: frozenset[str]) -> dict[str, Any]:
        category = self._in(name)
        both = _Of(self.now, lambda tally: category.belongs(tally) and _about(tally, codes))
        return {
            "category": self.material.printed_names.get(name, name),
            "count": both.count,
            **_printed("share_pct", share(both.count, category.count), self._decimals),
        }

    @property
    def _decimals(self) -> int:
        return self.settings.decimals

    def _rates(self, category: str) -> Sequence[Rate]:
        if self.settings.rates is not None:
            return self.settings.rates
        keys = series.RATES.get(category, ())
        return [found for key in keys if (found := series.rate_of(key))]

    def _rate(self, member: Member, wanted: Rate, counts: Mapping[int, int]) -> Any:
        known = self.material.metrics.get((member.id, wanted.metric))
        value = rate(counts[member.id], known, wanted.multiple)
        if value is None:
            self.lacking.add((wanted.metric, member.name))
        return value

    def _lacking_names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for metric, name in sorted(self.lacking):
            found.setdefault(metric, []).append(name)
        return found

    def _change(self, belongs: Callable[[Tally], bool]) -> dict[str, Any]:
        return self._changed(*(_Of(part, belongs).count for part in (self.now, self.before or ())))

    def _changed(self, now: int, before: int) -> dict[str, Any]:
        if self.broken:
            return {"change_pct": None, "change_note": notes.BROKEN}
        if self.before is None:
            return {"change_pct": None, "change_note": notes.NOT_COMPARED}
        if now == before:
            return {"change_pct": "0", "change_note": notes.unchanged(self.settings)}
        value = change(now, before)
        if value is None:
            return {"change_pct": None, "change_note": notes.FROM_NOUGHT}
        return {"change_pct": printed(value, self._decimals)}


class _Of:
    """The tallies that belong to something."""

    def __init__(self, tallies: Iterable[Tally], belongs: Callable[[Tally], bool]) -> None:
        self.belongs = belongs
        self.count = sum(tally.count for tally in tallies if belongs(tally))
        self.some = self.count > 0


def _by_entity(tallies: Iterable[Tally]) -> defaultdict[int, list[Tally]]:
    found: defaultdict[int, list[Tally]] = defaultdict(list)
    for tally in tallies:
        for entity in tally.entities:
            found[entity].append(tally)
    return found


def _about(tally: Tally, codes: frozenset[str]) -> bool:
    return tally.business in codes or tally.cause in codes


def _sum(tallies: Iterable[Tally]) -> int:
    return sum(tally.count for tally in tallies)


def _printed(name: str, value: Any, decimals: int) -> dict[str, Any]:
    return {name: None if value is None else printed(value, decimals)}


def _medians(values: Mapping[str, Sequence[Any]], decimals: int) -> dict[str, str | None]:
    found = {key: median(each) for key, each in values.items()}
    return {key: None if mid is None else printed(mid, decimals) for key, mid in found.items()}
