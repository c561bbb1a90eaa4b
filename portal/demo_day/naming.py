"""How somebody on the phone names an institution, and which one they mean."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from portal.demo_day.data import Draw, Weighted, read_toml, words
from portal.kernel import divisions

Row = Mapping[str, str]


class Named(NamedTuple):
    """An institution as it is named: the words, the style, and the code of the one meant.

    `meant` is empty when nobody could tell from the words, or it is not in the register.
    """

    words: str
    style: str
    meant: str
    head: str


# How often each style is used; a style an institution cannot have is left out.
_STYLES = {
    "short": 27,
    "alias": 20,
    "branch": 13,
    "place": 7,
    "province": 3,
    "outlet": 4,
    "full": 4,
    "slip": 8,
    "brand": 9,
    "hotline": 2,
    "garbled": 1.5,
    "unnamed": 1.5,
}
_CARD_CENTRE = 10
_KIND_ENDINGS = ("车险", "信用卡")


@dataclass(frozen=True, eq=False)
class Called:
    """The names of one legal entity, as drawn from."""

    code: str
    short: str
    full: str
    banking: bool
    phone: str
    aliases: tuple[str, ...]
    brands: tuple[str, ...]
    slips: tuple[str, ...]
    has_centre: bool

    @cached_property
    def styles(self) -> Weighted[str]:
        """The styles this entity can be named in."""
        return Weighted(self._possible())

    @cached_property
    def card_styles(self) -> Weighted[str]:
        """The same for a complaint about a credit card."""
        return Weighted(self._possible() | {"centre": _CARD_CENTRE * self.has_centre})

    def _possible(self) -> dict[str, float]:
        absent = {"alias": not self.aliases, "brand": not self.brands, "slip": not self.slips}
        absent["hotline"] = not self.phone
        return {style: weight * (not absent.get(style)) for style, weight in _STYLES.items()}


class Names:
    """The register as the callers know it: names to draw from, and who serves which place."""

    def __init__(self, rows: Iterable[Row]) -> None:
        written = read_toml("mentions.toml")
        listed = list(rows)
        self._branches: dict[str, dict[str, str]] = {}
        self._centres: dict[str, str] = {}
        self._served: dict[tuple[str, str], str] = {}
        heads = {row["code"]: row["code"] for row in listed if row["level"] == "head"}
        for row in listed:
            self._place(row, heads)
        self.called = {
            row["code"]: _called(row, written, row["code"] in self._centres)
            for row in listed
            if row["level"] == "head"
        }
        self.banks = tuple(_everyday_banks(listed))

    def _place(self, row: Row, heads: dict[str, str]) -> None:
        if row["level"] == "head":
            return
        head = heads[row["code"]] = heads[row["parent_code"]]
        if row["name"].endswith("信用卡中心"):
            self._centres[head] = row["code"]
        else:
            self._branches.setdefault(head, {}).setdefault(row["territory"], row["code"])

    def serving(self, head: str, territory: str) -> str:
        """Return who serves a territory: the nearest branch, the capital's, else the head."""
        if head not in self.called:
            return ""
        key = (head, territory)
        if key not in self._served:
            branches = self._branches.get(head, {})
            steps = (
                territory,
                territory[:4] + "00",
                territory[:2] + "0000",
                territory[:2] + "0100",
            )
            self._served[key] = next((branches[s] for s in steps if s in branches), head)
        return self._served[key]

    def city(self, territory: str) -> str:
        """Return the city a territory belongs to, as people call it."""
        return _city(territory)

    def name(self, head: str, theme: str, line: str, territory: str, rnd: Draw) -> Named:
        """Return one way to name an entity in a complaint of this theme from this territory."""
        one = self.called[head]
        style = (one.card_styles if theme == "card" else one.styles).draw(rnd)
        if style == "centre":
            brief = next((alias for alias in one.aliases if alias.endswith("行")), one.short)
            said = brief if rnd() < 0.4 else one.short
            ending = "卡中心" if said != one.short and rnd() < 0.5 else "信用卡中心"
            return Named(said + ending, style, self._centres[head], head)
        if style == "unnamed":
            return Named("某银行" if one.banking else "某保险公司", style, "", head)
        said = _SPOKEN[style](one, territory, line, rnd)
        meant = self.serving(head, territory[:2] + "0000" if style == "province" else territory)
        return Named(said, style, meant, head)


def _everyday_banks(rows: list[Row]) -> Iterator[str]:
    """Yield the short names of the banks most people also have an account with."""
    for row in rows:
        if row["level"] == "head" and row["category"] in ("国有大型商业银行", "股份制商业银行"):
            yield row["short_name"] or row["name"]


def _called(row: Row, written: Mapping[str, Mapping[str, list[str]]], has_centre: bool) -> Called:
    aliases = tuple(a for a in row["aliases"].split(";") if a and not a.endswith("信用卡"))
    return Called(
        code=row["code"],
        short=row["short_name"] or row["name"],
        full=row["name"],
        banking=row["type"] == "banking",
        phone=row["phone"],
        aliases=aliases,
        brands=tuple(written["brand"].get(row["code"], ())),
        slips=tuple(written["slip"].get(row["code"], ())),
        has_centre=has_centre,
    )


def _of(listed: tuple[str, ...], one: Called, line: str, rnd: Draw) -> str:
    """Return a name out of a list; 车险 only where cars are insured."""
    said = listed[int(rnd() * len(listed))]
    return one.short if said.endswith(_KIND_ENDINGS) and line != "P01" else said


def _brief(one: Called, line: str, rnd: Draw) -> str:
    return _of(one.aliases or (one.short,), one, line, rnd)


def _place(one: Called, territory: str, line: str, rnd: Draw) -> str:
    said, city = _brief(one, line, rnd), _city(territory)
    return f"{said}（{city}）" if rnd() < 0.25 else city + said


def _garbled(one: Called, territory: str, line: str, rnd: Draw) -> str:
    """Return a short name with one sign lost."""
    at = int(rnd() * len(one.short))
    return one.short[:at] + one.short[at + 1 :]


def _branch(one: Called, territory: str, line: str, rnd: Draw) -> str:
    said = one.short if rnd() < 0.6 else _brief(one, line, rnd)
    return f"{said}{_city(territory)}{'分行' if one.banking else '分公司'}"


def _province(one: Called, territory: str, line: str, rnd: Draw) -> str:
    code = territory[:2] + "0000"
    name, short = divisions.name(code), divisions.short(code)
    return (
        f"{one.short}{name if name.endswith('省') else short}{'分行' if one.banking else '分公司'}"
    )


def _outlet(one: Called, territory: str, line: str, rnd: Draw) -> str:
    listed = words()["branches"]
    outlet = listed[int(rnd() * len(listed))]
    return f"{one.short}{_city(territory)}{outlet}{'支行' if one.banking else '营业部'}"


@cache
def _city(territory: str) -> str:
    return divisions.short(territory if territory[4:] == "00" else _town(territory))


def _town(territory: str) -> str:
    """Return the city a district belongs to; a county-level town stands for itself."""
    return territory if int(territory[4:]) > 80 else _above(territory)


def _above(territory: str) -> str:
    city = territory[:4] + "00"
    return city if divisions.name(city) != "市辖区" else territory[:2] + "0000"


_SPOKEN = {
    "short": lambda one, territory, line, rnd: one.short,
    "alias": lambda one, territory, line, rnd: _brief(one, line, rnd),
    "branch": _branch,
    "place": _place,
    "garbled": _garbled,
    "province": _province,
    "outlet": _outlet,
    "full": lambda one, territory, line, rnd: one.full,
    "slip": lambda one, territory, line, rnd: _of(one.slips, one, line, rnd),
    "brand": lambda one, territory, line, rnd: _of(one.brands, one, line, rnd),
    "hotline": lambda one, territory, line, rnd: (
        f"客服电话是{one.phone}的{'银行' if one.banking else '保险公司'}"
    ),
}
