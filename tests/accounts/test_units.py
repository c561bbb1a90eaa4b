"""The regulator's units: the seed, the tree, territories and the import."""

import pytest
from sqlalchemy import text

from portal.accounts import commands, queries
from portal.accounts.rules import prefix_for
from portal.kernel.actor import SYSTEM
from tests.accounts.conftest import AT

HEADER = "code,name,level,parent_code,department\n"
GOOD = (
    HEADER
    + "330300,温州监管分局,sub_bureau,330000,消费者权益保护科\n"
    + "330700,金华监管分局,sub_bureau,330000,消费者权益保护科\n"
)


def load(session, body, **options):
    data = body if isinstance(body, bytes) else body.encode()
    report = commands.import_units(session, data, by=SYSTEM, at=AT, **options)
    session.commit()
    return report


def test_a_new_database_holds_the_head_office_and_the_36_bureaus(house):
    commands.seed_units(house)
    units = queries.units(house)
    assert len(units) == 37
    assert {u.code for u in units} >= {"000000", "210200", "330200", "350200", "370200", "440300"}
    assert len({u.prefix for u in units}) == 37
    assert queries.unit(house, "330200").name == "宁波监管局"
    assert queries.unit(house, "000000").department == "消费者权益保护局"


@pytest.mark.parametrize(
    ("division", "unit"),
    [
        ("330203", "330200"),
        ("330200", "330200"),
        ("330106", "330000"),
        ("440305", "440300"),
        ("440106", "440000"),
        ("000000", "000000"),
        ("330113", "330000"),
        ("339900", None),
        ("990000", None),
        ("33010", None),
        ("", None),
        ("３３０１０６", None),
        ("330106; drop", None),
        ("000123", None),
    ],
)
def test_a_territory_belongs_to_its_nearest_unit_and_an_unknown_one_to_none(house, division, unit):
    assert queries.unit_for_territory(house, division) == unit
    assert queries.territories(house)(division) == unit


def test_a_sub_bureau_is_nearer_than_its_bureau(house):
    load(house, GOOD)
    assert queries.unit_for_territory(house, "330302") == "330300"
    assert queries.unit_for_territory(house, "330106") == "330000"


def test_a_unit_reaches_itself_and_what_lies_below_it(house):
    load(house, GOOD)
    assert queries.units_below(house, "330000") == {"330000", "330300", "330700"}
    assert queries.units_below(house, "330200") == {"330200"}
    assert len(queries.units_below(house, "000000")) == 39
    assert queries.units_below(house, "999999") == frozenset()


def test_the_tree_hangs_sub_bureaus_under_their_bureau(house):
    load(house, GOOD)
    (head,) = queries.unit_tree(house)
    zhejiang = next(node for node in head.children if node.unit.code == "330000")
    assert [node.unit.code for node in zhejiang.children] == ["330300", "330700"]
    (only,) = queries.unit_tree(house, "330000")
    assert only.unit.code == "330000"


def test_an_import_stores_every_row_and_a_second_one_changes_nothing(house):
    first = load(house, GOOD)
    again = load(house, GOOD)
    assert (first.created, first.changed, first.unchanged, first.findings) == (2, 0, 0, [])
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert queries.unit(house, "330300").prefix == "ZJWZ"
    acts = house.scalars(text("SELECT act FROM audit_entry WHERE subject_kind = 'unit'")).all()
    assert acts == ["add_unit", "add_unit"]


def test_a_changed_name_is_stored_and_the_letters_of_case_numbers_stay(house):
    load(house, GOOD)
    report = load(house, HEADER + "330300,温州分局,sub_bureau,330000,消保科\n")
    assert (report.changed, report.unchanged) == (1, 0)
    unit = queries.unit(house, "330300")
    assert (unit.name, unit.department, unit.prefix) == ("温州分局", "消保科", "ZJWZ")


def test_two_units_may_swap_their_names_in_one_file(house):
    load(house, GOOD)
    swapped = GOOD.replace("温州", "X").replace("金华", "温州").replace("X", "金华")
    assert load(house, swapped).changed == 2
    assert queries.unit(house, "330300").name == "金华监管分局"


def test_a_dry_run_tells_what_would_happen_and_stores_nothing(house):
    report = load(house, GOOD, dry_run=True)
    assert report.created == 2
    assert queries.unit(house, "330300") is None


def test_rows_may_come_before_their_parent(house):
    whole = HEADER + (
        "330300,温州监管分局,sub_bureau,330000,科\n330000,浙江监管局,bureau,000000,处\n"
        "000000,国家金融监督管理总局,head_office,,消费者权益保护局\n"
    )
    report = load(house, whole)
    assert (report.ok, report.created, report.changed, report.unchanged) == (True, 1, 1, 1)


BAD_ROWS = {
    "unknown parent": ("330300,温州,sub_bureau,339900,科", "parent_code", "没有这个上级"),
    "own parent": ("330300,温州,sub_bureau,330300,科", "parent_code", "成环"),
    "no parent": ("330300,温州,sub_bureau,,科", "parent_code", "除总局外"),
    "sub-bureau under the head office": ("330300,温州,sub_bureau,000000,科", "parent_code", "级别"),
    "bureau under a bureau": ("330300,温州,bureau,330000,科", "parent_code", "级别"),
    "another territory": ("440300,深圳,sub_bureau,330000,科", "code", "辖区"),
    "unknown level": ("330300,温州,office,330000,科", "level", "级别只能"),
    "second head office": ("330300,温州,head_office,,科", "level", "只有一个"),
    "head office with a parent": ("000000,总局,head_office,330000,科", "parent_code", "没有上级"),
    "head office demoted": ("000000,总局,bureau,000000,科", "level", "只有一个"),
    "short code": ("3303,温州,sub_bureau,330000,科", "code", "六位"),
    "letters in code": ("33O300,温州,sub_bureau,330000,科", "code", "六位"),
    "no name": ("330300,,sub_bureau,330000,科", "name", "不能为空"),
    "no department": ("330300,温州,sub_bureau,330000,", "department", "不能为空"),
    "long name": (f"330300,{'温' * 61},sub_bureau,330000,科", "name", "最多"),
    "name of another": ("330300,宁波监管局,sub_bureau,330000,科", "name", "相同"),
    "bureau with units below made a sub-bureau": (
        "330000,浙江监管局,sub_bureau,000000,处\n330300,温州,sub_bureau,330000,科",
        "parent_code",
        "级别",
    ),
    "twice": ("330300,甲,sub_bureau,330000,科\n330300,乙,sub_bureau,330000,科", "code", "重复"),
    "cycle": ("330300,甲,sub_bureau,330700,科\n330700,乙,bureau,330300,科", "parent_code", "成环"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_is_told_with_its_column_and_nothing_of_the_file_is_stored(house, case):
    rows, column, words = BAD_ROWS[case]
    good = "330700,金华监管分局,sub_bureau,330000,科\n" if "330700" not in rows else ""
    report = load(house, HEADER + good + rows + "\n")
    found = [f for f in report.findings if f.column == column and words in f.text]
    assert found, [f.as_json() for f in report.findings]
    assert len(queries.units(house)) == 37


def test_a_stored_unit_left_out_of_the_file_still_needs_a_fitting_parent(house):
    load(house, GOOD)
    report = load(house, HEADER + "330000,浙江监管局,sub_bureau,000000,处\n")
    assert [f.facts.get("child") for f in report.findings if f.column == "level"] == [
        "330300",
        "330700",
    ]


def test_letters_of_a_new_unit_are_never_taken_twice():
    taken = {"ZJWZ", *(f"ZJWZ{chr(65 + i)}" for i in range(26))}
    assert prefix_for("ZJ", "温州监管分局", frozenset()) == "ZJWZ"
    assert prefix_for("ZJ", "梧州监管分局", taken) == "ZJWZAA"
    assert prefix_for("ZJ", "123", frozenset()) == "ZJ"


def test_art_30_each_unit_names_its_supervising_department(house):
    report = load(house, HEADER + "330300,温州监管分局,sub_bureau,330000,\n")
    assert [finding.column for finding in report.findings] == ["department"]
    load(house, GOOD)
    assert all(unit.department for unit in queries.units(house))
