"""Search over encrypted texts: words are found again, and the database never sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from portal.kernel import search, secrets

NARRATIVE = (
    "本人于2026年1月在中国工商银行杭州西湖支行办理信用卡，承诺免年费，但账单扣收年费2000元。"
    "多次致电９５５８８要求退还，客服推诿。业务员李大壮使用ETC诱导。"
)


@pytest.fixture(autouse=True)
def keys():
    """Keys for tests only."""
    secrets.install(secrets.FieldCipher(secrets.KeyRing.generate()))


def found(session, words, narrative=NARRATIVE):
    asked = search.query(words)
    statement = sql("SELECT CAST(:document AS tsvector) @@ CAST(:asked AS tsquery)")
    return session.scalar(statement, {"document": search.document(narrative), "asked": asked})


@pytest.mark.parametrize(
    "words",
    [
        "信用卡",
        "年费",
        "工商银行",
        "中国工商银行",
        "银行",
        "杭州 西湖",
        "信用卡年费",
        "95588",
        "2000",
        "etc",
        "ＥＴＣ",
        "李大壮",
        "客服推诿",
        "退还，年费",
    ],
)
def test_what_a_text_says_is_found(session, words):
    assert found(session, words)


@pytest.mark.parametrize(
    "words", ["保险", "上海", "信用卡 理赔", "农业银行", "200", "李小壮", "月费"]
)
def test_what_a_text_does_not_say_is_not_found(session, words):
    assert not found(session, words)


@pytest.mark.parametrize("words", ["", " ", "，。！", "的", "&|!()", "'", "\x00"])
def test_a_search_without_words_asks_for_nothing(words):
    assert search.query(words) == ""


def test_neither_words_nor_numbers_can_be_read_from_the_marks():
    marks = search.document(NARRATIVE)
    assert marks.isascii() and "95588" not in marks and "2000" not in marks
    assert len(set(marks.split())) == len(marks.split()) == len(search.tokens(NARRATIVE))


def test_another_key_makes_other_marks():
    before = search.document(NARRATIVE)
    assert search.document(NARRATIVE) == before
    secrets.install(secrets.FieldCipher(secrets.KeyRing.generate()))
    assert set(search.document(NARRATIVE).split()).isdisjoint(before.split())


def test_a_lone_character_is_no_word_but_pairs_of_them_are():
    assert search.tokens("免年费") == ["免年", "年费"]
    assert search.tokens("我的") == []


@given(st.text(max_size=200))
def test_any_text_can_be_stored_and_asked_for(text):
    secrets.install(secrets.FieldCipher(secrets.KeyRing.generate()))
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 ()&|")
    assert set(search.document(text)) <= allowed and set(search.query(text)) <= allowed


def test_hostile_words_are_valid_queries_all_the_same(session):
    for words in (
        "退保' OR 1=1 --",
        "a & (b | !c)",
        "退保:*",
        "\\' 年费 <-> 信用卡",
        "𠮷野家\ud800",
    ):
        assert found(session, words) in (True, False)


def test_a_very_long_text_keeps_a_bounded_number_of_marks():
    text = " ".join(f"w{number}" for number in range(10_000))
    assert len(search.document(text).split()) == 4000
