"""Administrative divisions (GB/T 2260): codes, names, and the names recognised in a text.

The table comes with python-stdnum; former divisions stay known, since old numbers use them. A
few newer ones are added here, until that table holds them.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HEAD_OFFICE = "000000"
_PROVINCE = re.compile(r'(\d\d) province="([^"]+)"')
_COUNTY = re.compile(r'\s+(\d{4}) county="([^"]+)"')
_ENTRY = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[]+)")
_ADDED = {"330113": "临平区", "330114": "钱塘区"}
_KIND = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|盟|县|区)$")
_PEOPLES = re.compile(
    r"((阿昌|白|保安|布朗|布依|藏|朝鲜|达斡尔|傣|德昂|东乡|侗|独龙|俄罗斯|鄂伦春|鄂温克|高山|仡佬"
    r"|哈尼|赫哲|回|基诺|京|景颇|拉祜|黎|傈僳|珞巴|满|毛南|门巴|苗|仫佬|纳西|怒|普米|羌|撒拉|畲|水"
    r"|塔吉克|塔塔尔|土|土家|佤|锡伯|瑶|彝|裕固|壮|乌孜别克|各)族|(哈萨克|柯尔克孜|(?<!内)蒙古|维吾尔)族?)+$"
)
_SIMPLIFIED = str.maketrans("區縣嶺達別門", "区县岭达别门")
_GENERIC = frozenset({"市辖区", "县", "郊区", "城区", "矿区", "林区"})


@dataclass(frozen=True)
class Division:
    """A division with its six-digit code; `current` unless it has been dissolved."""

    code: str
    name: str
    current: bool

    @property
    def short(self) -> str:
        """The name without its kind: 杭州 for 杭州市, 恩施 for 恩施土家族苗族自治州."""
        bare = _KIND.sub("", self.name)
        short = _PEOPLES.sub("", bare) if "自治" in self.name else bare
        return short if len(short) > 1 else self.name

    @property
    def generic(self) -> bool:
        """Whether the name says nothing by itself: 市辖区, 省直辖县级行政单位."""
        return self.name in _GENERIC or "直辖" in self.name


@cache
def _table() -> dict[str, Division]:
    table = {code: Division(code, name, True) for code, name in _ADDED.items()}
    province, source = "", (files("stdnum.cn") / "loc.dat").read_text(encoding="utf-8")
    for line in source.translate(_SIMPLIFIED).splitlines():
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
    parts = [_table()[step] for step in steps if step in _table()]
    return "".join(dict.fromkeys(part.name for part in parts if not part.generic))


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
        and not d.generic
    ]


def counties(prefecture: str) -> list[Division]:
    """Return the counties and districts of a prefecture-level division (its code)."""
    return [
        d
        for code, d in sorted(_table().items())
        if code[:4] == prefecture[:4] and code[4:] != "00" and d.current and not d.generic
    ]


def within(code: str, territory: str) -> bool:
    """Return whether a division lies in a territory (000000 holds all)."""
    prefix = territory
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return code.startswith(prefix)
