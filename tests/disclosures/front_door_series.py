"""The national series fed in through the front door, and every figure published of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.disclosures.front_door import CODES, TYPES, published, sheet

DAYS = {
    "2020Q2": "2020-05-06",
    "2020Q3": "2020-08-04",
    "2020Q4": "2020-11-10",
    "2021Q1": "2021-03-09",
    "2021Q3": "2021-08-10",
}
TERRITORY = "330100"
THEMES = {"信用卡": "credit_card", "个人贷款": "personal_loan", "理财类": "wealth"}
_TABLES = ("banking-2020Q2-state-owned", "banking-2020Q2-joint-stock")


@dataclass(frozen=True)
class Quarter:
    """A quarter's counts by category and institution, and by theme where it was told."""

    period: str
    counts: Mapping[str, Mapping[str, int]]
    themes: Mapping[str, int]


def banks(wanted: Sequence[str] = tuple(DAYS)) -> list[Quarter]:
    """Return the banks' quarters: real ones where they were told, else one for a category."""
    tables = {told["category"]: told for told in map(published, _TABLES)}
    found = []
    for told in published("banking-national-2020Q2-2021Q3")["series"]:
        counts = {name: {name: n} for name, n in told["by_category"].items() if n}
        for category, table in tables.items():
            if told["period"] == table["period"]:
                rows = table["published"]["institutions"]
                counts[category] = {row["name"]: row["count"] for row in rows}
        themes = {theme: told[name] or 0 for theme, name in THEMES.items()}
        if told["period"] in wanted:
            found.append(Quarter(told["period"], counts, themes))
    return found


def insurers() -> list[Quarter]:
    """Return the insurers' two quarters: the first ten, and the others in small parts.

    Who entered the first ten has the count before that its published change tells.
    """
    told = published("insurance-national-2020Q2-2020Q3")["periods"]
    quarters = []
    for period, given in told.items():
        counts = {}
        for category in ("财产保险公司", "人身保险公司"):
            ten = {row["name"]: row["count"] for row in given[category]["top10"]}
            smallest = min(ten.values())
            if period == "2020Q2":
                ten |= _before(told["2020Q3"][category]["top10"], ten)
            rest = given[category]["count"] - sum(ten.values())
            counts[category] = ten | _parts(category, rest, smallest - 1)
        quarters.append(Quarter(period, counts, {}))
    return quarters


def _before(rows: Sequence[Mapping[str, Any]], known: Mapping[str, int]) -> dict[str, int]:
    return {
        row["name"]: round(row["count"] / (1 + Fraction(row["change_pct"]) / 100))
        for row in rows
        if row["name"] not in known
    }


def _parts(category: str, rest: int, most: int) -> dict[str, int]:
    sizes = [most] * (rest // most) + [rest % most]
    return {f"{category}其余{n}": size for n, size in enumerate(sizes, 1)}


def files(sector: str, quarters: Sequence[Quarter]) -> dict[str, str]:
    """Return the files of institutions and of complaints, all quarters in one."""
    names = {
        name: category
        for quarter in quarters
        for category, counts in quarter.counts.items()
        for name in counts
    }
    codes = {name: f"{sector[0].upper()}{n:03}" for n, name in enumerate(names)}
    heads = ("code", "name", "short_name", "type", "category", "level", "territory", "parent_code")
    rows = (
        (codes[name], f"{name}公司", name, TYPES[sector], category, "head", TERRITORY, "")
        for name, category in names.items()
    )
    return {"institutions": sheet(heads, rows), "complaints": _complaints(quarters, codes, sector)}


def _complaints(quarters: Sequence[Quarter], codes: Mapping[str, str], sector: str) -> str:
    heads = ("external_ref", "received_at", "channel", "territory", "institution_code")
    heads += ("business", "cause", "claim", "facts", "forwarded_at", "complainant_kind")
    heads += ("complainant_name", "complainant_phone")

    def lines() -> Iterator[tuple[str, ...]]:
        for quarter in quarters:
            day, about = DAYS[quarter.period], _about(quarter, sector)
            at = f"{day}T15:00"
            told = ("退还费用。", "收费问题。", at, "natural", "张三", "")
            for n, code in enumerate(_each(quarter, codes)):
                yield (
                    f"{sector}-{day}-{n}",
                    f"{day}T09:00",
                    "phone",
                    TERRITORY,
                    code,
                    *next(about),
                    *told,
                )

    return sheet(heads, lines())


def _each(quarter: Quarter, codes: Mapping[str, str]) -> Iterator[str]:
    for counts in quarter.counts.values():
        for name, count in counts.items():
            yield from (codes[name],) * count


def _about(quarter: Quarter, sector: str) -> Iterator[tuple[str, str]]:
    if sector == "insurance":
        while True:
            yield "L03", "I04"
    for theme, count in quarter.themes.items():
        yield from ((CODES[theme], "C07"),) * count
    while True:
        yield "B05", "C07"


def figures_of_banks(period: str, made: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each figure published of a banks' quarter: what it is, as told, as computed."""
    series = published("banking-national-2020Q2-2021Q3")["series"]
    told = next(each for each in series if each["period"] == period)
    categories = {row["category"]: row for row in made["categories"]}
    themes = {row["theme"]: row for row in made["themes"]}
    yield "total", told["total"], made["total"]["count"]
    for category, count in told["by_category"].items():
        if count is not None:
            yield category, count, categories[category]["count"]
    for theme, name in THEMES.items():
        if told[name] is not None:
            yield theme, told[name], themes[theme]["count"]
    for name, change in (told["published_change_pct"] or {}).items():
        if name != "basis":
            row = categories.get(name) or themes.get(name) or made["total"]
            yield f"change of {name}", change, row["change_pct"]
    if period == "2020Q2":
        yield from _tables(categories)


def _tables(categories: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for table in map(published, _TABLES):
        told, mine = table["published"], categories[table["category"]]
        yield f"median of {table['category']}", told["median"], mine["median"]
        rows = {row["name"]: row for row in mine["institutions"]}
        for row in told["institutions"]:
            for figure in ("count", "share_pct"):
                yield f"{figure} of {row['name']}", row[figure], rows[row["name"]][figure]


def figures_of_insurers(period: str, made: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each figure published of an insurers' quarter: what it is, as told, as computed.

    The first quarter's changes were against a year that nobody gave.
    """
    told = published("insurance-national-2020Q2-2020Q3")["periods"][period]
    changes = period != "2020Q2"
    yield "total", told["total"], made["total"]["count"]
    if changes:
        yield "change of the total", told["change_pct"], made["total"]["change_pct"]
    for mine in made["categories"]:
        given = told[mine["category"]]
        for figure in ("count", "share_pct", "change_pct")[: 3 if changes else 2]:
            yield f"{figure} of {mine['category']}", given[figure], mine[figure]
        rows = {row["name"]: row for row in mine["institutions"]}
        for rank, row in enumerate(given["top10"], 1):
            found = rows[row["name"]]
            yield f"{row['name']}", (row["count"], rank), (found["count"], found["rank"])
            if changes:
                yield f"change of {row['name']}", *_change(row["change_pct"], found)


def _change(told: str, found: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return both; what is unchanged has its wording beside."""
    if told == "0":
        return (told, "与第二季度相同"), (found["change_pct"], found.get("change_note"))
    return told, found["change_pct"]
