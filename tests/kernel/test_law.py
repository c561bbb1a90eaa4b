"""Breaches cite their article, amounts hold from their day, articles say how far they are built."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import law
from portal.kernel.law import Article, Breach, Dated, clause

TEN = {"zh": "十", "en": "ten"}


def test_a_breach_carries_its_code_article_and_facts():
    breach = Breach("too_late", "18(2)", due_on=date(2026, 2, 28))
    assert (breach.code, breach.article) == ("too_late", "18(2)")
    assert breach.facts == {"due_on": date(2026, 2, 28)}
    assert str(breach) == "too_late (Art. 18(2))"


def test_dated_amounts_hold_from_their_day_and_not_before():
    amount = Dated({date(2027, 1, 1): 5, date(2020, 3, 1): 7})
    assert [amount.at(date(*d)) for d in ((2020, 3, 1), (2026, 12, 31), (2027, 1, 1))] == [7, 7, 5]
    with pytest.raises(LookupError):
        amount.at(date(2020, 2, 29))


@given(st.dictionaries(st.dates(), st.integers(), min_size=1), st.dates())
def test_the_value_in_force_is_the_newest_that_has_begun(values, day):
    begun = [since for since in values if since <= day]
    if begun:
        assert Dated(values).at(day) == values[max(begun)]
    else:
        with pytest.raises(LookupError):
            Dated(values).at(day)


def test_a_clause_leaves_its_function_as_it_is_and_registers_it_under_each_article(monkeypatch):
    monkeypatch.setattr(law, "_clauses", {})

    def rule() -> int:
        return 7

    assert clause("33", "43")(rule) is rule
    place = f"{__name__}:{rule.__qualname__}"
    assert law.carriers() == {"33": (place,), "43": (place,)}


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"carried_by": ("a:b",)}, "carried"),
        ({"carried_by": ("a:b",), "not_yet": TEN}, "partly"),
        ({"not_yet": TEN}, "not_yet"),
        ({"not_software": TEN}, "not_software"),
    ],
)
def test_an_article_says_how_far_it_is_built(facts, status):
    assert Article(10, TEN, "I", **facts).status == status


def test_the_law_is_read_in_both_languages():
    core = law.load_law()[32]
    assert core.number == 33 and "forwarding.rules.clocks:forwarding_clock" in core.carried_by
    assert core.title == {
        "zh": "七个工作日内转送并告知",
        "en": "Forwarded and told within seven working days",
    }
