"""Letters made on the spot, where the worker has kept none."""

from forwarding.commands.letter_facts import (
    diversion_facts,
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
    if row.occasion == "diverted":
        _stem, told = facts_of_telling(session(), row)
        facts = diversion_facts(session(), row.complaint, told["outcome"], clock.today())
        return letters.render("diversion", facts)
    if row.occasion == "withdrawn":
        facts = withdrawal_facts(session(), row.complaint, clock.today())
        return letters.render("withdrawal", facts)
    return None
