"""Forms fitted to the case they were sent for."""

from typing import TypeVar

from forwarding.forms.staff_acts import ForwardForm, QuickForm
from portal.institutions.queries import cards
from portal.web.db import session

Sent = TypeVar("Sent", ForwardForm, QuickForm)
_LARGEST = 2**63 - 1


def offer_posted(form: Sent) -> Sent:
    """Offer whatever ticked institution the register knows, so that a search's finds count."""
    ticked = [i for i in form.institutions.data or () if 0 < i <= _LARGEST]
    form.institutions.choices = [
        (card.id, card.label) for card in cards(session(), ticked).values()
    ]
    return form


def without_triage(form: QuickForm, state: str) -> QuickForm:
    """Ask the three questions only while they are not answered."""
    if state != "received" and "all_yes" in form:
        del form.all_yes
    return form
