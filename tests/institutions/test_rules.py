"""The clauses of the register: Arts. 4, 6, 8 and 42."""

from datetime import date
from types import SimpleNamespace

import pytest

from portal.institutions.rules import (
    BULLETIN_CATEGORIES,
    Node,
    category_key,
    category_name,
    in_reach,
    missing_channels,
    tree_faults,
    type_known,
)

HEAD = Node("A", "banking", "股份制商业银行", "head", "")


def channels(**given):
    empty = dict.fromkeys(("phone", "address", "process_url", "email", "url"), "")
    return SimpleNamespace(**empty | {"internet_channel": False} | given)


def branch(code="B", parent="A", **given):
    right = {"type": "banking", "category": "股份制商业银行", "is_open": True} | given
    return Node(code, right["type"], right["category"], "branch", parent, right["is_open"])


def columns(node, *others):
    register = {each.code: each for each in (node, *others)}
    return [found.column for found in tree_faults(node, register)]


def test_art_8_phone_address_and_process_are_always_wanted():
    assert missing_channels(channels()) == ["phone", "address", "process_url"]
    assert (
        missing_channels(channels(phone="95588", address="北京", process_url="https://a.cn")) == []
    )


def test_art_8_email_and_address_on_the_web_are_wanted_only_with_an_internet_channel():
    online = channels(phone="1", address="2", process_url="3", internet_channel=True)
    assert missing_channels(online) == ["email", "url"]


def test_art_42_there_are_exactly_four_types():
    known = ["banking", "insurer", "intermediary", "other"]
    assert [kind for kind in [*known, "bank", "", "Banking"] if type_known(kind)] == known


def test_foreign_banks_are_called_otherwise_from_2023_on_and_stored_under_one_name():
    assert category_key("banking", "外资银行") == "外资法人银行"
    assert category_name("外资法人银行", date(2022, 12, 31)) == "外资法人银行"
    assert category_name("外资法人银行", date(2023, 1, 1)) == "外资银行"


def test_a_category_belongs_to_its_type_and_brackets_may_be_wide():
    assert category_key("banking", "城市商业银行（含民营银行）") == "城市商业银行(含民营银行)"
    assert category_key("insurer", "股份制商业银行") is None
    assert category_key("intermediary", "保险经纪") == "保险经纪"
    assert sum(len(names) for names in BULLETIN_CATEGORIES.values()) == 8


def test_art_4_a_legal_entity_has_no_parent_and_a_branch_has_one():
    assert columns(HEAD) == []
    assert columns(Node("C", "banking", "x", "head", "A"), HEAD) == ["parent_code"]
    assert columns(branch(parent=""), HEAD) == ["parent_code"]
    assert columns(branch(parent="NONE"), HEAD) == ["parent_code"]


def test_art_4_a_tree_may_be_deep_but_never_a_circle():
    deep = [HEAD, branch("B"), branch("C", "B"), branch("D", "C")]
    assert columns(deep[3], *deep[:3]) == []
    assert columns(branch("B", "D"), HEAD, branch("C", "B"), branch("D", "C")) == ["parent_code"]
    assert columns(branch("B", "B"), HEAD) == ["parent_code"]


def test_art_4_a_branch_is_of_its_parents_type_and_category():
    assert columns(branch(type="insurer"), HEAD) == ["type"]
    assert columns(branch(category="国有大型商业银行"), HEAD) == ["category"]


def test_art_4_no_open_branch_below_a_closed_parent():
    closed = Node("A", "banking", "股份制商业银行", "head", "", is_open=False)
    assert columns(branch(), closed) == ["parent_code"]
    assert columns(branch(is_open=False), closed) == []


@pytest.mark.parametrize(
    ("territory", "unit", "reached"),
    [
        ("330106", "330000", True),
        ("330106", "330100", True),
        ("330106", "330106", True),
        ("330106", "330200", False),
        ("330206", "330000", False),
        ("330206", "330200", True),
        ("440305", "440000", False),
        ("110105", "330000", False),
        ("000000", "330000", False),
        ("000000", "000000", True),
        ("440305", "000000", True),
    ],
)
def test_art_6_a_unit_reaches_its_territory_but_not_a_city_with_a_bureau(territory, unit, reached):
    assert in_reach(territory, frozenset({unit})) is reached
