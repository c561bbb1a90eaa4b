"""Letters made on the spot, where the worker has kept none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import forwarding.notices_elsewhere  # noqa: F401  (says what the letters on elsewhere say)
from forwarding.commands.letter_facts import (
    elsewhere_facts,
    forwarding_facts,
    telling_facts,
    withdrawal_facts,
)
from forwarding.models import Forwarding, Telling
from forwarding.notices import facts_of_telling
from portal.kernel import clock, letters
from portal.web.db import session

Made = tuple[str, dict[str, Any]]
"""A letter's template and its facts."""


def forwarding_letter(row: Forwarding) -> bytes:
    """Return the letter to an institution (转办单)."""
    return letters.render("forwarding", forwarding_facts(session(), row))


def telling_letter(row: Telling) -> bytes | None:
    """Return the letter to who filed (告知书); None for an occasion that has no letter.

    It bears the day of the telling, today until then, and says what was written for it.
    """
    made = _TELLING_LETTERS.get(row.occasion)
    if made is None:
        return None
    on = clock.business_date(row.done_at) if row.done_at else clock.today()
    template, facts = made(row, on)
    return letters.render(template, facts | {"words": row.words or ""})


def _forwarded(row: Telling, on: date) -> Made:
    return "telling", telling_facts(session(), row.complaint, on)


def _withdrawn(row: Telling, on: date) -> Made:
    return "withdrawal", withdrawal_facts(session(), row.complaint, on)


def _diverted(row: Telling, on: date) -> Made:
    said = _said(row)
    facts = elsewhere_facts(session(), row.complaint, on, said)
    facts.setdefault("reason", said.get("part") or "部分内容不属于消费投诉。")
    return "diversion", facts


def _elsewhere(row: Telling, on: date) -> Made:
    facts = elsewhere_facts(session(), row.complaint, on, _said(row))
    return "elsewhere", facts | {"kind": row.occasion}


def _said(row: Telling) -> dict[str, Any]:
    """Return what the notice says; letters are Chinese, whatever the notice is."""
    _stem, said = facts_of_telling(session(), row)
    return said


_TELLING_LETTERS: dict[str, Callable[[Telling, date], Made]] = {
    "forwarded": _forwarded,
    "withdrawn": _withdrawn,
    "diverted": _diverted,
    "split": _diverted,
    "not_accepted": _elsewhere,
    "handed_over": _elsewhere,
    "passed_on": _elsewhere,
}
LETTERED = frozenset(_TELLING_LETTERS)
"""The occasions of which a complainant is told by a letter, where no message says it."""
