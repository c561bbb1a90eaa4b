"""Every article is carried by marked and tested functions, or says openly why it is not."""

import importlib
import inspect
import re

import pytest

from portal.cli.law import coverage
from portal.kernel import law
from tests.guards.sources import PRODUCT, files

NOT_YET = {5}
"""Articles of which some part is still to be built; this set only shrinks."""

LAW = law.load_law()
COVERED = {entry.article.number: entry for entry in coverage()}


def test_the_45_articles_are_listed_once_and_in_order():
    assert [article.number for article in LAW] == list(range(1, law.ARTICLES + 1))


@pytest.mark.parametrize("article", LAW, ids=lambda article: str(article.number))
def test_each_article_says_what_carries_it_or_why_nothing_does(article):
    assert set(article.title) == {"zh", "en"} and all(article.title.values())
    assert article.carried_by or article.not_software or article.not_yet
    assert not (article.not_software and (article.carried_by or article.not_yet))
    for words in (article.not_software, article.not_yet):
        assert not words or (set(words) == {"zh", "en"} and all(words.values()))
    assert all(who in "RIC" for who in article.who.replace("/", ""))


def test_only_the_articles_named_here_are_still_to_be_built():
    assert {article.number for article in LAW if article.not_yet} == NOT_YET


@pytest.mark.parametrize("article", LAW, ids=lambda article: str(article.number))
def test_what_is_listed_is_what_the_code_marks(article):
    marked = set(law.carriers().get(str(article.number), ()))
    assert set(article.carried_by) == marked


def test_no_clause_cites_an_article_that_does_not_exist():
    assert {int(article) for article in law.carriers()} <= set(range(1, law.ARTICLES + 1))


@pytest.mark.parametrize("article", LAW, ids=lambda article: str(article.number))
def test_each_carrying_function_is_public_and_documented(article):
    for place in article.carried_by:
        module, _, name = place.partition(":")
        function = getattr(importlib.import_module(module), name)
        assert not name.startswith("_") and inspect.getdoc(function)


@pytest.mark.parametrize("article", LAW, ids=lambda article: str(article.number))
def test_each_carrying_function_has_a_test_that_names_it_or_its_article(article):
    for place, tests in COVERED[article.number].functions.items():
        assert tests, f"nothing tests {place} (Art. {article.number})"


def test_a_breach_cites_an_article_that_exists_or_none_for_a_rule_of_the_house():
    for path in files(*PRODUCT):
        for found in re.finditer(r'Breach\(\s*"(\w+)",\s*"([^"]*)"', path.read_text("utf-8")):
            number = re.fullmatch(r"(\d+)(\(\d\))?", found[2] or "1")
            assert number and 1 <= int(number[1]) <= law.ARTICLES, (path, found[0])
