"""When cases and filings propose an inspection, a demand or an order; a person decides.

From how many and over how many days is not in the Measures: each rule's numbers are dated
settings of a unit. What has been decided on does not come back: only evidence that is new counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

Evidence = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """A rule that proposes: what for, on which ground, and from when unless a unit sets it.

    `least` counts pieces of evidence; `days` is how far back it looks, or, where `grace`, how
    many days must have passed since something fell due.
    """

    suggests: str
    ground: str
    articles: tuple[str, ...]
    least: int
    days: int
    grace: bool = False


@dataclass(frozen=True)
class Setting:
    """Whether a rule proposes on a day, from how much, over how many days."""

    enabled: bool
    least: int
    days: int


RULES: dict[str, Rule] = {
    "late_handling": Rule("demand", "handled_wrongly", ("18", "20"), 5, 90),
    "reports_sent_back": Rule("demand", "handled_wrongly", ("19",), 3, 90),
    "mediation_refused": Rule("demand", "mediation_refused", ("23",), 1, 180),
    "mediation_unperformed": Rule("demand", "mediation_refused", ("24",), 1, 30, True),
    "channels_unpublished": Rule("demand", "channels_unpublished", ("8",), 1, 1, True),
    "product_cluster": Rule("inspection", "", ("34",), 20, 30),
    "cause_rise": Rule("inspection", "", ("34",), 10, 90),
    "filing_overdue": Rule("order", "not_reported", ("35", "36"), 1, 1, True),
    "persons_missing": Rule("order", "not_reported", ("35",), 1, 1, True),
    "incident_unreported": Rule("order", "not_reported", ("29",), 1, 3, True),
    "demand_failed": Rule("order", "demand_failed", ("41",), 1, 1, True),
}
"""Each carries the article that was breached, and the ground of Art. 40 or 41 it suggests."""

RISE = 2
"""A product's cause has risen when there are so many times as many as over the days before."""


def setting(rule: str) -> Setting:
    """Return the numbers of a rule that no unit has set."""
    of = RULES[rule]
    return Setting(enabled=True, least=of.least, days=of.days)


def fresh(evidence: Iterable[Evidence], decided: Collection[tuple[str, str]]) -> list[Evidence]:
    """Return what nobody has decided on yet: a proposal never comes back for the same evidence."""
    return [each for each in evidence if (each["kind"], each["ref"]) not in decided]


def met(evidence: Collection[Evidence], of: Setting) -> bool:
    """Return whether evidence is enough to propose; the number itself is enough."""
    return of.enabled and len(evidence) >= of.least


def risen(now: int, before: int) -> bool:
    """Return whether there are at least RISE times as many as over the equal span before.

    Where there was nothing before, nothing rose: a cluster is another rule's matter.
    """
    return 0 < RISE * before <= now
