"""Administrative divisions (GB/T 2260): codes, names, and the names recognised in a text.

The table comes with python-stdnum; former divisions stay known, since old numbers use them.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HEAD_OFFICE = "000000"
_PROVINCE = re.compile(r'(\d\d) province="([^"]+)"')
_COUNTY = re.compile(r'\s+(\d{4}) county="([^"]+)"')
_ENTRY = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[]+)")
_SUFFIX = re.compile(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|地区|省|市|盟|县|区)$"
)
_GENERIC = frozenset({"市辖区", "县", "郊区", "城区", "矿区", "省直辖县级行政区划"})


@dataclass(frozen=True)
class Division:
    """A division with its six-digit code; `current` unless it has been dissolved."""

    code: str
    name: str
    current: bool

    @property
    def short(self) -> str:
        """The name without its kind: 杭州 for 杭州市."""
        short = _SUFFIX.sub("", self.name)
        return short if len(short) > 1 else self.name


@cache
def _table() -> dict[str, Division]:
    table: dict[str, Division] = {}
    province = ""
    for line in (files("stdnum.cn") / "loc.dat").read_text(encoding="utf-8").splitlines():
        if found := _PROVINCE.match(line):
            province = found[1]
            table[province + "0000"] = Division(province + "0000", found[2], True)
        elif found := _COUNTY.match(line):
            code = province + found[1]
            if code not in table:
                table[code] = _newest(code, found[2])
    return table


def _newest(code: str, listed: str) -> Division:
    entries = _ENTRY.findall(listed)
    current = [name for _, until, name in entries if not until]
    return Division(code, (current or [entries[-1][2]])[0], bool(current))


def known(code: str) -> bool:
    """Return whether a code is a division, now or formerly, or the whole country (000000)."""
    return code == HEAD_OFFICE or code in _table()


def name(code: str) -> str:
    """Return a division's name; 全国 for 000000 and the code itself when unknown."""
    if code == HEAD_OFFICE:
        return "全国"
    found = _table().get(code)
    return found.name if found else code


def short(code: str) -> str:
    """Return a division's name without its kind: 杭州 for 330100, 全国 for 000000."""
    found = _table().get(code)
    return found.short if found else name(code)


def full_name(code: str) -> str:
    """Return province, city and county in one: 浙江省杭州市西湖区."""
    if code == HEAD_OFFICE or code not in _table():
        return name(code)
    steps = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    parts = [_table()[step].name for step in steps if step in _table()]
    return "".join(dict.fromkeys(part for part in parts if part not in _GENERIC))


@cache
def provinces() -> list[Division]:
    """Return the provincial-level divisions in the order of their codes."""
    return [d for code, d in sorted(_table().items()) if code.endswith("0000")]


@cache
def prefectures(province: str) -> list[Division]:
    """Return the cities and other prefecture-level divisions of a province (its code)."""
    return [
        d
        for code, d in sorted(_table().items())
        if code[:2] == province[:2]
        and code.endswith("00")
        and not code.endswith("0000")
        and d.current
        and d.name not in _GENERIC
    ]


def counties(prefecture: str) -> list[Division]:
    """Return the counties and districts of a prefecture-level division (its code)."""
    return [
        d
        for code, d in sorted(_table().items())
        if code[:4] == prefecture[:4] and code[4:] != "00" and d.current and d.name not in _GENERIC
    ]


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return name → code of provinces and prefectures, and the pattern that finds the longest."""
    named: dict[str, str] = {}
    for province in provinces():
        for division in (province, *prefectures(province.code)):
            named.setdefault(division.short, division.code)
            named.setdefault(division.name, division.code)
    longest_first = sorted(named, key=len, reverse=True)
    return named, re.compile("|".join(map(re.escape, longest_first)))


def mentioned(text: str) -> list[tuple[str, str]]:
    """Return the provinces and cities named in a text as (words, code), in order, each once."""
    named, pattern = _names()
    return list(dict.fromkeys((word, named[word]) for word in pattern.findall(text)))


def within(code: str, territory: str) -> bool:
    """Return whether a division lies in a territory (000000 holds all)."""
    prefix = territory
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return code.startswith(prefix)
