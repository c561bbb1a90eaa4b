"""Inspections: the team of two, the days, what silence means, who may decide (Arts. 34, 43)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from inspections.rules.problems import problems_at
from portal.kernel.law import ARTICLES, Breach, clause

LEAST_TEAM = 2
LEAST_WORDS = 4


@dataclass(frozen=True)
class Member:
    """A member of a team; `conflict` is None until he declared himself."""

    account_id: int
    leads: bool
    conflict: bool | None


@clause("34")
def check_team(members: Collection[Member]) -> None:
    """Raise Breach unless two declared to be free of conflicts and one of them leads (Art. 34).

    Who has not declared yet does not count, and nobody else can declare for him.
    """
    free = [member for member in members if member.conflict is False]
    if len(free) < LEAST_TEAM:
        raise Breach("inspection_team_too_small", "34", least=LEAST_TEAM, declared=len(free))
    if not any(member.leads for member in free):
        raise Breach("team_without_leader", "34")


@clause("34")
def check_member(members: Collection[Member], account_id: int | None) -> None:
    """Raise Breach unless one is of the team and declared to be free of conflicts (Art. 34)."""
    free = {member.account_id for member in members if member.conflict is False}
    if account_id not in free:
        raise Breach("not_of_the_team", "34")


def check_second(first: int | None, second: int | None) -> None:
    """Raise Breach where one officer would approve what he proposed himself."""
    if first is None or first == second:
        raise Breach("inspection_second_officer", "34")


def check_span(first: date | None, last: date | None) -> None:
    """Raise Breach for a span that ends before it begins."""
    if first is not None and last is not None and last < first:
        raise Breach("span_ends_before", "34", day=first)


@clause("43")
def check_last_day(due_on: date | None, today: date) -> date:
    """Return a day by which an institution has to answer: tomorrow at the earliest (Art. 43)."""
    if due_on is None or due_on <= today:
        raise Breach("answer_day_too_early", "43", day=today)
    return due_on


@clause("43")
def is_past(due_on: date | None, as_of: date) -> bool:
    """Return whether a last day has gone by; the day itself is still in time (Art. 43)."""
    return due_on is not None and as_of > due_on


@clause("34")
def check_ruling(state: str, answered: bool, due_on: date | None, as_of: date) -> None:
    """Raise Breach where facts would be upheld before the institution had its days (Art. 34).

    Facts on which it stayed silent may be upheld once its last day has passed.
    """
    if state == "put" and not answered and not is_past(due_on, as_of):
        raise Breach("institution_still_has_time", "34", day=due_on)


def check_problem(problem: str, articles: Sequence[str], as_of: date) -> tuple[str, ...]:
    """Return the articles of a finding in order: those of its problem and those added.

    Raises Breach for an unknown problem, for an article the Measures do not have, or for none.
    """
    known = problems_at(as_of).get(problem)
    if known is None:
        raise Breach("unknown_problem", "34")
    wanted = {*known.articles, *articles}
    if not wanted:
        raise Breach("finding_without_article", "34")
    for article in wanted:
        if not (article.isdecimal() and 1 <= int(article) <= ARTICLES):
            raise Breach("no_article_of_finding", "34", number=article)
    return tuple(sorted(wanted, key=int))


def given(text: str, code: str) -> str:
    """Return a text that says something; raises Breach(code) for less than four characters."""
    if len(text.strip()) < LEAST_WORDS:
        raise Breach(code, "34")
    return text.strip()
