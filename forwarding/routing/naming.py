"""The names a legal entity goes by, derived from its name, short name and aliases."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import rjieba

from forwarding.routing.scan import fold

_LEGAL_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|联社|公司)$")
_SEAT = re.compile(r"\((中国|集团)\)|\(.*?\)")
_ENDINGS = {
    "bank": ("农村商业银行", "农商银行", "农商行", "村镇银行", "银行", "农信社", "信用社", "农信"),
    "lender": ("消费金融", "金融"),
    "property": (
        *("在线财产保险", "在线财险", "财产保险", "财产相互保险社", "相互保险社", "相互保险"),
        *("财险", "产险", "车险", "保险", "在线"),
    ),
    "life": ("人寿保险", "养老保险", "人寿", "寿险", "保险"),
    "health": ("健康保险", "健康", "保险"),
    "agency": ("保险经纪", "保险代理", "保险公估", "保险", "经纪"),
    "other": (),
}
_SPOKEN = {
    "bank": ("银行", "行"),
    "lender": ("消费金融", "消费", "金融", "消金"),
    "property": ("财险", "产险", "车险", "财保", "财产保险", "财产险", "保险", "保险公司"),
    "life": ("人寿", "寿险", "人寿保险", "保险", "保险公司", "人寿保险公司"),
    "health": ("健康", "健康险", "健康保险", "保险", "保险公司"),
    "agency": ("经纪", "保险"),
    "other": (),
}
_SHARED = ("保险", "保险公司")
_WORDLIKE = frozenset("中大民东上新国人平")
WEIGHTS = {"name": 1.0, "short_name": 0.95, "alias": 0.9, "brand": 0.7, "similar": 0.6}


class Claim(NamedTuple):
    """An entity's claim to a name: which head, how strongly, and as what kind of name."""

    head_id: int
    weight: float
    kind: str


def kind_of(type_: str, name: str) -> str:
    """Return bank, lender, property, life, health, agency or other; finer than Art. 42."""
    if type_ == "banking":
        return "lender" if re.search("消费金融|汽车金融|信托|财务|租赁", name) else "bank"
    if type_ == "insurer":
        if re.search("财产|财险|产险|相互|农业保险", name):
            return "property"
        return "health" if re.search("健康", name) else "life"
    return "agency" if type_ == "intermediary" else "other"


def core(name: str) -> str:
    """Return a legal name without its legal form and seat: 中国工商银行."""
    return _LEGAL_FORM.sub("", _SEAT.sub("", fold(name)))


def stem(name: str, kind: str) -> str:
    """Return what is left of a name without the words of its trade: 平安 of 平安财险."""
    for ending in _ENDINGS[kind]:
        if name.endswith(ending) and name != ending:
            return name[: -len(ending)]
    return ""


def stated_names(name: str, short_name: str, aliases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, kind) of the names that the register states itself."""
    yield fold(name), "name"
    yield core(name), "name"
    if short_name:
        yield fold(short_name), "short_name"
        if short_name.endswith("人寿"):
            yield fold(short_name) + "保险", "short_name"
            yield fold(short_name) + "保险公司", "short_name"
    for alias in aliases:
        yield fold(alias), "alias"


def stems(kind: str, stated: Iterable[str]) -> set[str]:
    """Return what an entity's names hold beside the words of its trade: 平安, 工商, 中国人民."""
    found = set()
    for name in stated:
        for form in (name, name.removeprefix("中国")):
            brand = stem(form, kind)
            if len(brand) > 1:
                found.add(brand)
    return found - {"中国"}


def is_distinctive(words: str) -> bool:
    """Return whether two signs are no word of the language: 富德 is a name, 中华 is a word."""
    return len(rjieba.cut(words, False)) > 1


def shortened(short_name: str) -> Iterator[str]:
    """Yield a short name with one inner sign lost: 工银行; not 中银行, as in 过程中银行."""
    name = fold(short_name)
    if 4 <= len(name) <= 8:
        for at in range(1, len(name) - 1):
            lost = name[:at] + name[at + 1 :]
            if len(lost) > 3 or lost[0] not in _WORDLIKE:
                yield lost


def spoken(kind: str, brands: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Yield how people join a brand with the words of a trade: 平安车险, 平安保险, 民生行."""
    for brand in brands:
        for ending in _SPOKEN[kind]:
            weight = 0.75 if ending in _SHARED else 0.85
            yield brand + ending, weight
