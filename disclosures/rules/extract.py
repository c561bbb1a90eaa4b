"""The public extract of a bulletin: all that it was computed from, and the way back (Art. 37).

It holds no complaint, only counts, and of those no more than the bulletin prints: a business or
cause that no theme is of is left out of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from disclosures.rules.bulletin import Material, Member, Tally, bulletin
from disclosures.rules.series import Series, rate_of
from portal.filings.rules.periods import period

FORMAT = "zhuanban-extract/1"


class NoExtract(ValueError):
    """A document is no extract that this version can read."""


def extract_of(settings: Series, material: Material) -> dict[str, Any]:
    """Return the extract of a bulletin as a JSON-ready document."""
    codes = {m.id: m.code for m in material.members.values()}
    return {
        "format": FORMAT,
        "series": _series(settings),
        "unit": material.unit,
        "categories": list(material.categories),
        "printed_names": dict(material.printed_names),
        "members": [
            {"code": m.code, "name": m.name, "category": m.category}
            for m in sorted(material.members.values(), key=lambda m: m.code)
        ],
        "now": _tallies(material.now, settings, codes),
        "before": None if material.before is None else _tallies(material.before, settings, codes),
        "metrics": [
            {"code": codes[entity], "metric": metric, "value": str(Fraction(value))}
            for (entity, metric), value in sorted(
                material.metrics.items(), key=lambda each: (codes[each[0][0]], each[0][1])
            )
        ],
        "offered": sorted(
            [codes[entity], theme] for entity, theme in material.offered if entity in codes
        ),
    }


def recompute(extract: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bulletin that an extract gives; raises NoExtract for anything else."""
    try:
        return bulletin(*_read(extract))
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as fault:
        raise NoExtract(str(fault)) from fault


def _series(settings: Series) -> dict[str, Any]:
    rates = settings.rates
    return {
        "sector": settings.sector,
        "period": settings.period.text,
        "compare": settings.compare,
        "decimals": settings.decimals,
        "median_decimals": settings.median_decimals,
        "merged": settings.merged,
        "themes": [[theme, sorted(codes)] for theme, codes in settings.themes.items()],
        "rates": None if rates is None else [rate.key for rate in rates],
    }


def _tallies(
    tallies: Iterable[Tally], settings: Series, codes: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Return tallies by members' codes; what no theme is of and who is no member is left out."""
    told = frozenset().union(*settings.themes.values())
    counts: Counter[tuple[tuple[str, ...], str, str]] = Counter()
    for tally in tallies:
        members = tuple(sorted(codes[each] for each in tally.entities if each in codes))
        business = tally.business if tally.business in told else ""
        cause = tally.cause if tally.cause in told else ""
        if members:
            counts[members, business, cause] += tally.count
    return [
        {"at": list(members), "business": business, "cause": cause, "count": count}
        for (members, business, cause), count in sorted(counts.items())
    ]


def _read(extract: Mapping[str, Any]) -> tuple[Series, Material]:
    if extract.get("format") != FORMAT:
        raise NoExtract(f"the format is not {FORMAT}")
    members = {
        place: Member(place, each["code"], each["name"], each["category"])
        for place, each in enumerate(extract["members"], 1)
    }
    places = {member.code: place for place, member in members.items()}
    before = extract["before"]
    material = Material(
        unit=extract["unit"],
        members=members,
        categories=extract["categories"],
        now=_counted(extract["now"], places),
        before=None if before is None else _counted(before, places),
        metrics={
            (places[each["code"]], each["metric"]): Fraction(each["value"])
            for each in extract["metrics"]
        },
        offered={(places[code], theme) for code, theme in extract["offered"]},
        printed_names=extract["printed_names"],
    )
    return _settings(extract["series"]), material


def _settings(told: Mapping[str, Any]) -> Series:
    span = period(told["period"])
    rates = None if told["rates"] is None else tuple(rate_of(key) for key in told["rates"])
    if span is None or (rates is not None and None in rates):
        raise NoExtract("the period or a rate cannot be read")
    return Series(
        sector=told["sector"],
        period=span,
        compare=told["compare"],
        decimals=int(told["decimals"]),
        median_decimals=int(told["median_decimals"]),
        merged=bool(told["merged"]),
        themes={theme: frozenset(codes) for theme, codes in told["themes"]},
        rates=None if rates is None else tuple(rate for rate in rates if rate),
    )


def _counted(rows: Iterable[Mapping[str, Any]], places: Mapping[str, int]) -> list[Tally]:
    return [
        Tally(
            tuple(places[code] for code in row["at"]),
            row["business"],
            row["cause"],
            int(row["count"]),
        )
        for row in rows
    ]
