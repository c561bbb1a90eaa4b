"""Identifiers, contacts and divisions: what passes, what is refused, what is recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import numdb

from portal.kernel import divisions, identifiers


@pytest.mark.parametrize("code", ["91100000100003962T", "91350000158142711F"])
def test_a_unified_social_credit_code_with_its_check_character_passes(code):
    assert identifiers.uscc_ok(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91100000100003962A",
        "91100000100003926T",
        "9110000010000396",
        "9110 0000 1000 0396 2T",
        "91100000100003962T\n",
        "９1100000100003962T",
        "I1100000100003962T",
        "\x00" * 18,
    ],
)
def test_any_other_unified_social_credit_code_is_refused(code):
    assert not identifiers.uscc_ok(code)


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "11010519491231002x", "440524188001010014"]
)
def test_a_resident_identity_number_with_its_check_digit_passes(number):
    assert identifiers.resident_id_ok(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105194912310021",
        "11010519491231012X",
        "110105194913310025",
        "11010549123100",
        "11010519491231002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231OO2X",
        "11010519491231\x0002X",
    ],
)
def test_any_other_resident_identity_number_is_refused(number):
    assert not identifiers.resident_id_ok(number)


@pytest.mark.parametrize("check", [identifiers.uscc_ok, identifiers.resident_id_ok])
@given(text=st.text(max_size=24))
def test_no_text_makes_a_check_fail_otherwise_than_by_saying_no(check, text):
    assert check(text) in (True, False)


@given(st.sampled_from(["11010519491231002X", "440524188001010014"]), st.integers(0, 16))
def test_one_wrong_digit_is_always_noticed(number, place):
    wrong = str((int(number[place]) + 1) % 10)
    assert not identifiers.resident_id_ok(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("(0571) 8888 8888", "057188888888"),
        ("0571-88888888", "0571-88888888"),
        ("0571-88888888转12", "0571-88888888-12"),
        ("010-66278888 ext.3", "010-66278888-3"),
        ("95588", "95588"),
        ("12378", "12378"),
        ("400-888-8888", "400-888-8888"),
        ("+852 2345-6789", "+85223456789"),
        ("00852 23456789", "+85223456789"),
    ],
)
def test_a_telephone_is_kept_in_one_form_and_passes(written, kept):
    assert identifiers.phone_form(written) == kept
    assert identifiers.phone_ok(kept)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1380013800",
        "138001380001",
        "12800138000",
        "88888888",
        "abc",
        "١٣٨٠٠١٣٨٠٠٠",
        "+86138",
        "+",
    ],
)
def test_what_cannot_be_dialled_is_refused(written):
    assert not identifiers.phone_ok(identifiers.phone_form(written))


def test_only_mainland_mobiles_take_an_sms():
    assert identifiers.mobile_ok("13800138000")
    assert not any(map(identifiers.mobile_ok, ("057188888888", "+85261234567", "95588")))


@pytest.mark.parametrize(
    ("address", "ok"),
    [
        ("wang@example.cn", True),
        ("a.b+c@x-y.example.com", True),
        ("a@b", False),
        ("a b@example.cn", False),
        ("a@b..cn", False),
        ("a@-b.cn", False),
        ("a\x00@b.cn", False),
        ("a@b.cn\r\nBcc: c@d.cn", False),
        (f"{'a' * 65}@b.cn", False),
        (f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.cn", False),
    ],
)
def test_an_email_address_has_its_shape(address, ok):
    assert identifiers.email_ok(address) is ok


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("000000", True),
        ("330000", True),
        ("330200", True),
        ("330203", True),
        ("330113", True),
        ("371200", True),
        ("330199", False),
        ("123456", False),
        ("３３０２００", False),
        ("33020", False),
        ("", False),
        ("\x00", False),
    ],
)
def test_a_division_is_known_by_its_code(code, known):
    assert divisions.known(code) is known


def test_the_country_has_34_provinces_and_333_prefectures():
    provinces = divisions.provinces()
    assert len(provinces) == 34
    assert sum(len(divisions.prefectures(province.code)) for province in provinces) == 333


def test_every_known_division_is_in_stdnum_or_added_on_purpose():
    table = numdb.get("cn/loc")
    unknown = [
        division.code
        for province in divisions.provinces()
        for city in divisions.prefectures(province.code)
        for division in (city, *divisions.counties(city.code))
        if "county" not in {key for _, facts in table.info(division.code) for key in facts}
    ]
    assert unknown == ["330113", "330114"]


@pytest.mark.parametrize(
    ("code", "short", "full"),
    [
        ("000000", "全国", "全国"),
        ("150000", "内蒙古", "内蒙古自治区"),
        ("650000", "新疆", "新疆维吾尔自治区"),
        ("810000", "香港", "香港特别行政区"),
        ("330200", "宁波", "浙江省宁波市"),
        ("330203", "海曙", "浙江省宁波市海曙区"),
        ("422800", "恩施", "湖北省恩施土家族苗族自治州"),
        ("522300", "黔西南", "贵州省黔西南布依族苗族自治州"),
        ("654000", "伊犁", "新疆维吾尔自治区伊犁哈萨克自治州"),
        ("429004", "仙桃", "湖北省仙桃市"),
        ("110105", "朝阳", "北京市朝阳区"),
        ("999999", "999999", "999999"),
    ],
)
def test_a_division_has_a_short_and_a_full_name(code, short, full):
    assert (divisions.short(code), divisions.full_name(code)) == (short, full)


@pytest.mark.parametrize(
    ("code", "territory", "inside"),
    [
        ("330203", "330200", True),
        ("330203", "330000", True),
        ("330203", "000000", True),
        ("330203", "330100", False),
        ("330000", "330200", False),
        ("110105", "110000", True),
    ],
)
def test_a_division_lies_within_a_territory(code, territory, inside):
    assert divisions.within(code, territory) is inside
