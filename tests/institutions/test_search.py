"""What a search of the register finds, and for whom."""

import pytest

from portal.institutions.queries import find, institutions_below, register_index, register_revision
from portal.institutions.queries.lists import Search, letters, narrowed, page, visible_to
from portal.kernel.actor import PUBLIC, SYSTEM, Actor
from tests.institutions.conftest import bank, branch, load

ZHEJIANG = Actor("account", "triage", 1, unit_codes=frozenset({"330000"}))


def labels(session, text, actor=SYSTEM):
    return [card.label for card in find(session, actor, text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("工行", "工商银行"),
        ("gsyh", "工商银行"),
        ("GSYH", "工商银行"),
        ("ICBC", "工商银行"),
        ("91100000100003962T", "工商银行"),
        ("农业银", "农业银行"),
        ("安逸花", "马上消费金融"),
        ("平安信用卡", "平安银行"),
        ("深发展", "平安银行"),
        ("生命人寿", "富德生命人寿"),
        ("东亚银行（中国）", "东亚银行"),
    ],
)
def test_an_institution_is_found_by_any_of_its_names(register, text, first):
    assert labels(register, text)[0] == first


def test_ping_an_is_a_bank_a_property_and_a_life_insurer(register):
    assert set(labels(register, "平安")) == {"平安银行", "平安财险", "平安人寿"}


def test_tai_ping_finds_also_tai_ping_yang_but_not_the_other_way_round(register):
    assert {"太平财险", "太平人寿"} < set(labels(register, "太平"))
    assert set(labels(register, "太平洋")) == {"太平洋财险", "太平洋人寿"}


def test_guo_shou_is_two_companies_and_the_exact_alias_comes_first(register):
    assert labels(register, "国寿")[0] == "中国人寿"
    assert set(labels(register, "国寿")) == {"中国人寿", "国寿财险"}


def test_marks_alone_find_nothing_and_like_patterns_are_letters_too(register):
    assert labels(register, "！？") == []
    assert labels(register, "%%") == []
    assert labels(register, "'; --") == []


def test_a_branch_is_found_by_its_legal_entitys_alias_and_by_its_place(register):
    load(register, branch("ICBC-HZ", "ICBC", name="中国工商银行西湖支行", territory="330106"))
    assert labels(register, "工行 杭州") == ["中国工商银行西湖支行"]
    assert labels(register, "工行")[0] == "工商银行"


def test_art_6_staff_see_every_legal_entity_and_the_branches_of_their_territory(register):
    load(register, branch("ICBC-HZ", "ICBC"), branch("ICBC-NB", "ICBC", territory="330203"))
    found = {card.code for card in find(register, ZHEJIANG, "ICBC")}
    assert found == {"ICBC", "ICBC-HZ"}
    assert labels(register, "工行", PUBLIC) == []


def test_art_4_an_institution_sees_itself_and_its_branches(register):
    load(register, branch("ICBC-HZ", "ICBC"), branch("ICBC-XH", "ICBC-HZ", territory="330106"))
    bank_id = find(register, SYSTEM, "ICBC")[0].id
    below = institutions_below(register, bank_id)
    desk = Actor("account", "institution", 2, institution_id=bank_id, institution_ids=below)
    seen = {row.code for row in register.scalars(visible_to(desk))}
    assert seen == {"ICBC", "ICBC-HZ", "ICBC-XH"}


def test_pages_follow_each_other_without_a_gap_legal_entities_first(register):
    load(register, branch("AAA-HZ", "ICBC", short_name="啊分行"))
    rows, codes, position = visible_to(SYSTEM), [], None
    while True:
        found = page(register, rows, position, limit=10)
        codes += [row.code for row in found.items]
        position = found.next
        if position is None:
            break
    assert len(codes) == len(set(codes)) == 65
    assert codes[0] == "AXJH" and codes[-1] == "AAA-HZ"


def test_the_list_is_narrowed_by_letter_category_and_missing_channels(register):
    rows = narrowed(visible_to(SYSTEM), Search(category="国有大型商业银行"))
    assert letters(register, rows) == ["G", "J", "N", "Y", "Z"]
    only_g = page(register, narrowed(rows, Search(letter="G"))).items
    assert [row.short_name for row in only_g] == ["工商银行"]
    assert len(page(register, narrowed(visible_to(SYSTEM), Search(missing="yes"))).items) == 50


def test_the_index_for_suggestions_holds_open_institutions_and_its_revision_grows(register):
    before = register_revision(register)
    load(register, bank("OLD", closed_on="2020-01-01"), bank("NEW", aliases="新行;新银行"))
    index = {row.code: row for row in register_index(register)}
    assert "OLD" not in index and index["NEW"].aliases == ("新行", "新银行")
    assert register_revision(register) > before
