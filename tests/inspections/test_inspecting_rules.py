"""The rules of inspections: teams, days, silence, articles of findings."""

from datetime import date

import pytest

from inspections.messages.inspections import PROBLEMS
from inspections.rules import inspecting as rules
from inspections.rules.inspecting import Member
from inspections.rules.problems import problems_at
from portal.kernel.law import Breach

TODAY = date(2026, 3, 2)
FREE, LEADER = Member(2, False, False), Member(1, True, False)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ([], "inspection_team_too_small"),
        ([LEADER], "inspection_team_too_small"),
        ([LEADER, Member(2, False, None)], "inspection_team_too_small"),
        ([LEADER, Member(2, False, True)], "inspection_team_too_small"),
        ([Member(1, False, False), FREE], "team_without_leader"),
        ([Member(1, True, None), FREE, Member(3, False, False)], "team_without_leader"),
    ],
)
def test_art_34_a_team_is_two_who_declared_with_one_who_leads(members, code):
    with pytest.raises(Breach, match=code):
        rules.check_team(members)
    rules.check_team([LEADER, FREE])


@pytest.mark.parametrize("who", [None, 2, 3, 9])
def test_art_34_only_who_declared_to_be_free_may_act(who):
    members = [LEADER, Member(2, False, None), Member(3, False, True)]
    with pytest.raises(Breach, match="not_of_the_team"):
        rules.check_member(members, who)
    rules.check_member(members, 1)


def test_nobody_decides_on_what_he_proposed():
    for first, second in ((1, 1), (None, 2), (None, None)):
        with pytest.raises(Breach, match="inspection_second_officer"):
            rules.check_second(first, second)
    rules.check_second(1, 2)


def test_art_43_the_last_day_is_in_time_and_lies_after_today():
    for day in (None, TODAY, date(2026, 3, 1)):
        with pytest.raises(Breach, match="answer_day_too_early"):
            rules.check_last_day(day, TODAY)
    assert rules.check_last_day(date(2026, 3, 3), TODAY) == date(2026, 3, 3)
    assert not rules.is_past(TODAY, TODAY)
    assert rules.is_past(TODAY, date(2026, 3, 3))
    assert not rules.is_past(None, TODAY)


def test_art_34_silence_counts_only_after_the_last_day():
    with pytest.raises(Breach, match="institution_still_has_time"):
        rules.check_ruling("put", False, TODAY, TODAY)
    rules.check_ruling("put", False, TODAY, date(2026, 3, 3))
    rules.check_ruling("objected", True, TODAY, TODAY)


def test_a_finding_has_the_articles_of_its_problem_and_those_added_in_order():
    assert rules.check_problem("late_handling", ["9", "18"], TODAY) == ("9", "18")
    for problem, articles, code in (
        ("nonsense", ["18"], "unknown_problem"),
        ("other", [], "finding_without_article"),
        ("other", ["46"], "no_article_of_finding"),
        ("other", ["十八"], "no_article_of_finding"),
        ("other", ["0"], "no_article_of_finding"),
    ):
        with pytest.raises(Breach, match=code):
            rules.check_problem(problem, articles, TODAY)


def test_a_span_ends_no_earlier_than_it_begins():
    rules.check_span(TODAY, TODAY)
    rules.check_span(TODAY, None)
    with pytest.raises(Breach, match="span_ends_before"):
        rules.check_span(TODAY, date(2026, 3, 1))


def test_every_problem_has_its_words():
    assert set(problems_at(TODAY)) == set(PROBLEMS)
