"""What inspections find: kinds of breach as dated data, each with the articles it is of (Art. 34).

A finding keeps the code. By it a breach is known again at a later inspection (屡查屡犯).
"""

from dataclasses import dataclass
from datetime import date

from portal.kernel.law import Dated

OTHER = "other"


@dataclass(frozen=True)
class Problem:
    """A kind of breach; `articles` are proposed to the inspector, who may add others."""

    code: str
    articles: tuple[str, ...]


_SINCE_2020 = (
    Problem("system_missing", ("17", "25")),
    Problem("channels_unpublished", ("8",)),
    Problem("not_the_responsible", ("9", "10")),
    Problem("late_handling", ("18",)),
    Problem("decision_incomplete", ("19",)),
    Problem("review_mishandled", ("20",)),
    Problem("telling_mishandled", ("21",)),
    Problem("personal_data", ("22",)),
    Problem("mediation_refused", ("23",)),
    Problem("agreement_unperformed", ("24",)),
    Problem("not_impartial", ("17",)),
    Problem("causes_untreated", ("26",)),
    Problem("nobody_answers", ("27",)),
    Problem("register_incomplete", ("28",)),
    Problem("major_mishandled", ("29",)),
    Problem("not_reported", ("35",)),
    Problem("returns_wrong", ("36",)),
    Problem(OTHER, ()),
)
_PROBLEMS = Dated({date(2020, 3, 1): {each.code: each for each in _SINCE_2020}})


def problems_at(day: date) -> dict[str, Problem]:
    """Return the kinds of breach in force on a day, by code."""
    found: dict[str, Problem] = _PROBLEMS.at(day)
    return found
