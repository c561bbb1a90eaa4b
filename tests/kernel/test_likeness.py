"""Likeness of texts: the same for the same, the same both ways, and nothing without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import likeness, secrets

TEXT = (
    "办卡时业务员说第一年免年费，第二年刷满六次也免。今年二月账单却扣了三百元年费，"
    "客服说系统里没有记录，让本人自己找当时的业务员，至今没有人回电。"
)
OTHER = (
    "车辆在高速出口被追尾，交警认定对方全责。保险公司定损员拖了三周才来，定损金额不到修理厂报价的一半，"
    "也不说明依据，要求重新定损并按实际维修费用赔付。"
)
KEY = bytes(range(32))
FIRST_BAND, FIRST_PLACES = -7231266832652216862, "5e82d95e9722c7ce"


@pytest.fixture(autouse=True)
def keys():
    secrets.install(secrets.FieldCipher(secrets.KeyRing(((1, KEY),), KEY)))


def test_the_same_text_has_the_same_marks_and_a_likeness_of_one():
    assert likeness.marks(TEXT) == likeness.marks(TEXT)
    assert likeness.likeness(TEXT, TEXT) == 1.0
    assert likeness.estimate(likeness.marks(TEXT).signature, likeness.marks(TEXT).signature) == 1.0


def test_other_dates_sums_widths_blanks_and_punctuation_make_no_difference():
    told = TEXT.replace("，", ", ").replace("。", " ") + "2026年3月5日，300.00元"
    again = TEXT + "２０２５年１１月２８日 ，12,000元！"
    assert likeness.folded(told) == likeness.folded(again)
    assert likeness.marks(told) == likeness.marks(again)


def test_an_edited_copy_shares_a_mark_and_is_held_alike():
    copy = TEXT.replace("业务员", "销售").replace("至今", "到现在")
    one, other = likeness.marks(TEXT), likeness.marks(copy)
    assert set(one.bands) & set(other.bands)
    assert likeness.likeness(TEXT, copy) > 0.8
    assert likeness.estimate(one.signature, other.signature) > 0.7


def test_another_complaint_shares_no_mark():
    one, other = likeness.marks(TEXT), likeness.marks(OTHER)
    assert not set(one.bands) & set(other.bands)
    assert likeness.likeness(TEXT, OTHER) < 0.2


def test_with_another_key_every_mark_is_another():
    one = likeness.marks(TEXT)
    secrets.install(secrets.FieldCipher(secrets.KeyRing(((1, KEY),), KEY[::-1])))
    other = likeness.marks(TEXT)
    assert not set(one.bands) & set(other.bands)
    same = sum(a == b for a, b in zip(one.signature, other.signature, strict=True))
    assert same < 5


def test_marks_stored_by_an_earlier_version_are_those_of_this_one():
    """Fails when rensa hashes otherwise: then what is stored must be made again."""
    marks = likeness.marks(TEXT)
    assert marks.bands[0] == FIRST_BAND
    assert marks.signature[:8].hex() == FIRST_PLACES


def test_a_text_too_short_to_say_anything_has_no_marks():
    assert likeness.marks("要求退款。情况如上。") is None
    assert likeness.marks("") is None
    assert likeness.likeness("", "") == 1.0


def test_marks_fit_their_columns():
    marks = likeness.marks(TEXT)
    assert len(marks.bands) == likeness.BANDS and len(marks.signature) == likeness.PLACES
    assert all(-(2**63) <= band < 2**63 for band in marks.bands)


TEXTS = st.text(min_size=0, max_size=80)


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_both_ways_and_lies_between_nothing_and_one(one, other):
    share = likeness.likeness(one, other)
    assert share == likeness.likeness(other, one) and 0.0 <= share <= 1.0
    assert likeness.likeness(one, one) == 1.0


@given(st.text(max_size=300))
def test_no_text_breaks_the_marks(text):
    marks = likeness.marks(text + TEXT)
    assert marks is not None and likeness.marks(text + TEXT) == marks
