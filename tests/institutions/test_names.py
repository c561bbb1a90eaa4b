"""Names: normalised, sorted by pinyin without ICU, found by initials."""

import pytest

from portal.institutions.entry import split_aliases
from portal.institutions.names import grams, initials, normalise, pinyin_key, searchable, words


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("汇丰银行（中国）有限公司", "汇丰银行中国有限公司"),
        ("  ICBC ", "icbc"),
        ("ＩＣＢＣ", "icbc"),
        ("平安-车险", "平安车险"),
        ("。。", ""),
    ],
)
def test_names_compare_by_letters_and_digits_alone(written, kept):
    assert normalise(written) == kept


@pytest.mark.parametrize(
    ("name", "key", "first"),
    [
        ("工商银行", "gong shang yin hang", "gsyh"),
        ("长沙银行", "chang sha yin hang", "csyh"),
        ("重庆农商行", "chong qing nong shang hang", "cqnsh"),
        ("DBS星展", "d b s xing zhan", "dbsxz"),
    ],
)
def test_a_name_has_a_pinyin_key_and_initials(name, key, first):
    assert pinyin_key(name) == key
    assert initials(name) == first


def test_two_neighbouring_characters_are_a_gram_and_lines_do_not_run_together():
    assert grams("工行\nab") == ["ab", "工行"]


def test_the_search_text_holds_names_initials_and_codes_each_once():
    text = searchable(["工商银行", "工商银行", "工行"], ["ICBC", ""])
    assert text.split("\n") == ["工商银行", "gsyh", "工行", "gh", "icbc"]


def test_a_search_is_cut_into_words():
    assert words(" 工行  杭州 ！") == ["工行", "杭州"]


def test_equal_aliases_are_kept_once_in_the_order_given():
    assert split_aliases("工行; ＩＣＢＣ；icbc;;工商行\n工行") == ("工行", "ＩＣＢＣ", "工商行")
