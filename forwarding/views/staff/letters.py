"""Letters made on the spot, where the worker has kept none."""

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


def forwarding_letter(row: Forwarding) -> bytes:
    """Return the letter to an institution (转办单)."""
    return letters.render("forwarding", forwarding_facts(session(), row))


def telling_letter(row: Telling) -> bytes | None:
    """Return the letter to who filed (告知书); None for an occasion that has no letter."""
    if row.occasion == "forwarded":
        return letters.render("telling", telling_facts(session(), row.complaint, clock.today()))
    if row.occasion == "withdrawn":
        facts = withdrawal_facts(session(), row.complaint, clock.today())
        return letters.render("withdrawal", facts)
    return _elsewhere(row) if row.occasion in (*_DIVERTED, *_ELSEWHERE) else None


_DIVERTED = ("diverted", "split")
_ELSEWHERE = ("not_accepted", "handed_over", "passed_on")


def _elsewhere(row: Telling) -> bytes:
    """Return the letter on what goes elsewhere; letters are Chinese, whatever the notice is."""
    _stem, said = facts_of_telling(session(), row)
    facts = elsewhere_facts(session(), row.complaint, clock.today(), said)
    if row.occasion in _DIVERTED:
        facts.setdefault("reason", said.get("part") or "部分内容不属于消费投诉。")
        return letters.render("diversion", facts)
    return letters.render("elsewhere", facts | {"kind": row.occasion})
