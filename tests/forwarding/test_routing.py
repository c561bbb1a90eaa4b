"""Suggestions of institutions: traps written by hand, and the accuracy on invented hotline days."""

import time
from datetime import date
from functools import cache

import pytest

from forwarding.routing import SENTENCES, Entry, Register, suggest
from portal.demo_day import cases
from portal.institutions.seed import branches_of, demo_institutions, real_institutions
from portal.kernel import divisions

DAY = date(2026, 3, 12)


def entries(rows):
    """Return rows of the institutions file as the suggestions take them."""
    ids = {row["code"]: number for number, row in enumerate(rows, 1)}
    return [
        Entry(
            id=ids[row["code"]],
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            type=row["type"],
            category=row["category"],
            level=row["level"],
            parent_id=ids.get(row["parent_code"]),
            territory=row["territory"],
            phone=row["phone"],
        )
        for row in rows
    ]


@cache
def demo():
    """Return the index of the demonstration's register."""
    return Register.build(entries(demo_institutions()))


def first(text, territory="330100", **more):
    """Return the code of the likeliest institution, or None."""
    found = suggest(text, "", territory, demo(), **more)
    return found[0].code if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("平安的车险理赔一直拖着不给定损", "PAIC-330100"),
        ("平安信用卡被乱扣年费", "PAB-330100"),
        ("平安的重疾险拒赔", "PALIFE-330100"),
        ("太平的分红险退保", "TPLIFE-330000"),
        ("太平洋的分红险退保", "CPICLIFE-330100"),
        ("太平车险不赔", "TPIC-330000"),
        ("太保的车险不赔", "CPIC-330100"),
        ("太平样的车险不赔", "CPIC-330100"),
        ("中国人寿的车险定损太低", "GPIC-330000"),
        ("中国人寿的分红险", "CLIC-330100"),
        ("国寿财险拒赔", "GPIC-330000"),
        ("阳光的重疾险", "SULIFE-330000"),
        ("阳光的车险", "SIGIC-330000"),
        ("泰康在线的百万医疗险首月一元", "TKONLINE"),
        ("泰康的养老年金", "TKLIFE-330100"),
        ("人保的车子定损", "PICC-330100"),
        ("人保寿险的两全保险", "PICCLIFE-330000"),
        ("人保健康的医疗险", "PICCHEALTH-330000"),
        ("华夏的信用卡", "HXB-330100"),
        ("华夏人寿的年金险", "HXLIFE-330000"),
        ("招行信用卡催收", "CMB-330100"),
        ("招联的借款催收", "ZLXJ"),
    ],
)
def test_groups_that_share_a_brand_are_told_apart_by_the_business(text, meant):
    assert first(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "我要提交行政复议",
        "中国银行业协会的热线打不通",
        "工商局让我来反映，公司不给退卡",
        "祝你们平安健康，天安门前阳光明媚，人民生活水平提高",
        "被保险人保额不对，投保人保单丢失",
        "全国寿险公司都这样",
        "中信证券炒股亏了",
        "我家住平安大街18号，在民生路口",
        "要求马上处理，马上还钱",
        "南京银行的理财亏了",
        "友邦人寿的重疾险拒赔",
        "中国农业发展银行的贷款",
        "中国人民银行征信中心",
        "",
    ],
)
def test_words_that_only_look_like_a_name_suggest_nothing(text):
    assert first(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("工商很行的信用卡", "ICBC-330100"),
        ("公商银行的信用卡", "ICBC-330100"),
        ("中国银航乱收费", "BOC-330100"),
        ("平安人受的保单", "PALIFE-330100"),
        ("在国受投保的终身寿险", "CLIC-330100"),
        ("工银行的贷款", "ICBC-330100"),
        ("浦东发银行信用卡", "SPDB-330100"),
        ("ｉｃｂｃ 信用卡", "ICBC-330100"),
        ("工 商 银 行 信用卡", "ICBC-330100"),
        ("来电人工行信用卡被冻结", "ICBC-330100"),
        ("要求必须投保人保的借款保证保险", "PICC-330100"),
        ("95588来电说我逾期", "ICBC-330100"),
        ("拨打95519报案，车险一直不定损", "GPIC-330000"),
    ],
)
def test_slips_of_the_pen_and_hotlines_are_understood(text, meant):
    assert first(text) == meant


@pytest.mark.parametrize(
    ("text", "territory", "meant"),
    [
        ("工行房贷", "330100", "ICBC-330100"),
        ("工行房贷", "330106", "ICBC-330100"),
        ("工行房贷", "330600", "ICBC-330000"),
        ("工行房贷", "640000", "ICBC"),
        ("工行绍兴分行房贷", "330100", "ICBC-330000"),
        ("在宁波工行办的贷款", "330100", "ICBC-330200"),
        ("工行浙江省分行", "330100", "ICBC-330000"),
        ("中国工商银行股份有限公司温州分行", "330100", "ICBC-330300"),
        ("招商银行信用卡中心的催收", "510100", "CMB-CC"),
        ("招行卡中心催收", "330100", "CMB-CC"),
        ("住在中山路口，楼下华夏银行乱扣费", "330100", "HXB-330100"),
        ("长沙银行房贷", "430100", "CSBANK"),
    ],
)
def test_art_9_the_local_branch_or_the_one_named_is_the_default_target(text, territory, meant):
    assert first(text, territory) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("在工商银行柜台买的太平人寿分红险到期没有收益", "TPLIFE-330000"),
        ("在邮储银行网点被忽悠买了新华人寿的保险，要求退保", "NCI-330100"),
        ("通过4S店买的平安车险，出险不赔", "PAIC-330100"),
        ("支付宝里买的众安百万医疗险拒赔", "ZA"),
    ],
)
def test_art_11_the_provider_of_the_product_is_meant_and_not_the_shop(text, meant):
    found = suggest(text, "", "330100", demo())
    assert found[0].code == meant


def test_the_legal_entity_is_kept_beside_the_branch():
    branch, entity = suggest("工行乱收费", "", "330100", demo())[:2]
    assert (branch.code, entity.code) == ("ICBC-330100", "ICBC")
    assert branch.legal_entity_id == entity.institution_id == entity.legal_entity_id
    assert branch.score > entity.score


def test_the_evidence_says_which_words_and_which_place():
    best = suggest("工行扣了信用卡年费", "", "330100", demo())[0]
    said = [(ground.kind, ground.text) for ground in best.evidence]
    assert said[:2] == [("alias", "工行"), ("territory", "杭州")]
    similar = suggest("工商很行的信用卡", "", "330100", demo())[0].evidence[0]
    assert (similar.kind, similar.text, similar.name) == ("similar", "工商很行", "工商银行")
    assert SENTENCES["alias"] % {"text": "工行", "name": ""} == "命中别名“工行”"


def test_every_ground_has_its_sentence():
    for row, _ in cases(300, 9, DAY):
        for one in suggest(row["claim"] + row["facts"], "", row["territory"], demo()):
            assert {ground.kind for ground in one.evidence} <= SENTENCES.keys()


def test_an_ambiguous_brand_gives_several_suggestions_none_of_them_sure():
    found = suggest("投诉平安，态度恶劣", "", "330100", demo())
    assert {one.code for one in found[:3]} == {"PAB-330100", "PAIC-330100", "PALIFE-330100"}
    assert found[0].score < 0.4 < suggest("投诉平安银行", "", "330100", demo())[0].score


def test_the_clerks_classification_decides_between_companies_of_one_group():
    text = "在平安投保，拒赔"
    assert first(text, business="P01") == "PAIC-330100"
    assert first(text, business="L02") == "PALIFE-330100"


def test_the_stated_name_weighs_more_than_a_bank_mentioned_by_the_way():
    text = "还款绑定的是建设银行的储蓄卡，同样的情况农行就同意协商"
    assert suggest(text, "浦发银行", "330100", demo())[0].code == "SPDB-330100"


def test_an_institution_that_is_no_longer_in_the_register_is_not_suggested():
    rows = [row for row in demo_institutions() if not row["code"].startswith("ICBC-3301")]
    register = Register.build(entries(rows))
    assert suggest("工行房贷", "", "330100", register)[0].code == "ICBC-330000"
    assert suggest("工行房贷", "", "330100", Register.build([])) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_an_invented_hotline_day_the_right_branch_comes_first(seed):
    right = among_three = known = 0
    for row, truth in cases(1500, seed, DAY):
        if not truth.institution:
            continue
        known += 1
        text, code = row["claim"] + "。" + row["facts"], row["business"] or None
        found = suggest(text, "", row["territory"], demo(), business=code)
        codes = [one.code for one in found]
        right += codes[:1] == [truth.institution]
        among_three += truth.institution in codes[:3]
    assert known > 1300
    assert right / known >= 0.98
    assert among_three / known >= 0.985


def test_where_no_institution_is_named_nothing_is_suggested_with_confidence():
    unnamed = [row for row, truth in cases(3000, 4, DAY) if truth.style == "unnamed"]
    assert len(unnamed) > 20
    for row in unnamed:
        found = suggest(row["claim"] + row["facts"], "", row["territory"], demo())
        assert not found or found[0].score < 0.45


def test_a_complaint_takes_under_two_milliseconds_in_a_register_of_five_thousand():
    places = [place.code for p in divisions.provinces() for place in divisions.prefectures(p.code)]
    rows = real_institutions()
    for head in rows[:25]:
        rows = rows + branches_of(head, places[:200])
    register = Register.build(entries(rows))
    assert len(rows) > 5000
    told = [row for row, _ in cases(400, 5, DAY)]
    started = time.process_time()
    for row in told:
        suggest(row["claim"] + row["facts"], "", row["territory"], register)
    assert (time.process_time() - started) / len(told) < 0.002


@pytest.mark.parametrize("text", ["平安", "工行杭州", "银行", "在平安，", "很行", "95588 "])
def test_a_text_made_to_be_slow_is_not(text):
    started = time.process_time()
    suggest(text * 5000, text * 5000, "330100", demo())
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("text", ["\x00", "\ud800", "𠀀" * 50, "(((", "a" * 100_000, "９５５８８"])
def test_no_text_breaks_it(text):
    assert isinstance(suggest(text, text, "000000", demo()), list)
    assert isinstance(suggest("工行", "", text[:6], demo()), list)
