"""Invented branches, named as each sector names its own: 分行, 分公司, 中心支公司, 信用卡中心."""

from collections.abc import Iterable, Iterator

from portal.institutions.seed.packaged import Row, demo_plan, real_institutions
from portal.kernel import divisions

_OWN_BUREAU = ("210200", "330200", "350200", "370200", "440300")
"""Cities that have a bureau of their own beside their province's."""


def demo_institutions() -> list[Row]:
    """Return the real entities, the invented ones, and invented branches, parents first."""
    plan = demo_plan()
    heads = real_institutions()
    blank = dict.fromkeys(heads[0], "")
    heads += [blank | head | {"level": "head"} for head in plan["head"]]
    by_code = {head["code"]: head for head in heads}
    branches: list[Row] = []
    for reach, codes in plan["reach"].items():
        for code in codes:
            branches += branches_of(by_code[code], _stations(reach, plan["places"]))
    for code, city in plan["card_centres"].items():
        branches.append(_card_centre(by_code[code], str(city)))
    return heads + branches


def _stations(reach: str, places: dict[str, list[int]]) -> Iterator[str]:
    """Return the territories a head of this reach has branches in, provinces before cities."""
    for province, listed in places.items():
        cities = [str(city) for city in listed]
        if not cities:
            yield province
        elif reach == "wide":
            yield from (province, *cities)
        elif reach == "large":
            own = (city for city in cities[1:] if city in _OWN_BUREAU)
            yield from (cities[0], *own)
        elif reach == "province_and_capital":
            yield from (province, cities[0])
        else:
            yield province


def branches_of(head: Row, territories: Iterable[str]) -> list[Row]:
    """Return an invented branch in each territory; a city's stands below its province's."""
    made: dict[str, Row] = {}
    for territory in territories:
        above = made.get(territory[:2] + "0000")
        made[territory] = _branch(head, territory, above if above else head)
    return list(made.values())


def _branch(head: Row, territory: str, above: Row) -> Row:
    called = _called(head["type"], territory)
    return _below(head, above, f"{head['code']}-{territory}", called, territory)


def _called(kind: str, territory: str) -> str:
    """Return what a branch adds to its head's name: 浙江省分行, 杭州分行, 杭州中心支公司."""
    whole = territory.endswith("0000")
    name, short = divisions.name(territory), divisions.short(territory)
    if kind == "banking":
        return f"{name if name.endswith('省') else short}分行"
    if whole:
        return f"{name if name.endswith('省') else short}分公司"
    return f"{short}{'分公司' if territory in _OWN_BUREAU else '中心支公司'}"


def _card_centre(head: Row, territory: str) -> Row:
    return _below(head, head, f"{head['code']}-CC", "信用卡中心", territory)


def _below(head: Row, above: Row, code: str, called: str, territory: str) -> Row:
    house_no = len(called) * 10 + int(territory[2:4])
    return dict.fromkeys(head, "") | {
        "code": code,
        "name": head["name"] + called,
        "short_name": head["short_name"] + called,
        "type": head["type"],
        "category": head["category"],
        "level": "branch",
        "parent_code": above["code"],
        "territory": territory,
        "phone": head["phone"],
        "address": f"{divisions.full_name(territory)}示例路{house_no}号",
    }
