"""Dates, amounts, articles and the clock in words, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.kernel.law import Breach
from portal.web import i18n, messages, words
from portal.web.clockface import Face
from portal.web.i18n import local_path


@pytest.fixture(autouse=True)
def request_context():
    """A request in Chinese, of an application that knows its languages and nothing else."""
    app = Flask("words", static_folder=None)
    i18n.install(app)
    with app.test_request_context():
        yield


def test_days_and_moments_are_told_in_shanghai():
    late = datetime(2026, 2, 11, 16, 30, tzinfo=UTC)
    assert words.day(late) == "2026年2月12日"
    assert words.moment(late) == "2026年2月12日 00:30"
    assert words.day_with_weekday(date(2026, 2, 14)) == "2026年2月14日 周六"
    with force_locale("en"):
        assert words.moment(late) == "12 February 2026 00:30"


def test_amounts_and_sizes_are_told_in_full():
    assert words.yuan(Decimal("1234567.5")) == "1,234,567.50元"
    assert words.number(1500) == "1,500"
    assert words.size(2_500_000) == "2.5 MB"
    assert words.day(None) == words.number(None) == "—"


@pytest.mark.parametrize(
    ("article", "cited"), [("33", "第33条"), ("18(2)", "第18条第（2）项"), ("", ""), (None, "")]
)
def test_articles_are_cited_as_the_measures_do(article, cited):
    assert messages.article_words(article) == cited


def test_a_sentence_carries_its_facts_and_a_missing_fact_is_no_error():
    breach = Breach("illegal_act", "33", act="never_labelled")
    said = messages.say(breach)
    assert "never_labelled" in said
    assert "—" in said
    assert "第33条" in said


@pytest.mark.parametrize(
    ("face", "tone", "lit", "said"),
    [
        (Face(0, 7, 7), "green", 0, "第 0 日 · 剩 7 个工作日"),
        (Face(4, 7, 3), "green", 4, "第 4 日 · 剩 3 个工作日"),
        (Face(5, 7, 2), "amber", 5, "第 5 日 · 剩 2 个工作日"),
        (Face(7, 7, 0), "red", 7, "第 7 日 · 今天到期"),
        (Face(9, 7, -2), "red", 7, "已逾期 2 个工作日"),
        (Face(17, 15, -2, working=False), "red", 7, "已逾期 2 日"),
        (Face(3, 7, 4, met=True), "green", 3, "已按期完成（第 3 日）"),
        (Face(8, 7, -1, met=False), "red", 7, "逾期完成（第 8 日）"),
        (Face(1, 60, 59, working=False), "green", 1, "第 1 日 · 剩 59 日"),
    ],
)
def test_the_clock_says_in_words_what_it_shows(face, tone, lit, said):
    assert (face.tone, sum(face.segments), face.words) == (tone, lit, said)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil", "/a\nb", "javascript:x", "", None, "a"],
)
def test_no_address_leads_out_of_the_house(target):
    assert local_path(target, "/home") == "/home"


def test_an_address_of_the_house_is_kept():
    assert local_path("/staff/?state=new&q=招") == "/staff/?state=new&q=招"


def test_a_constant_in_a_template_is_put_into_words_for_each_reader_anew():
    app = Flask("words-filters", static_folder=None)
    i18n.install(app)
    words.install(app)
    template = app.jinja_env.from_string("{{ '33' | article }}")
    with app.test_request_context():
        assert template.render() == "第33条"
        with force_locale("en"):
            assert template.render() == messages.article_words("33") != "第33条"
