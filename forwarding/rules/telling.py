"""How the complainant is told, and when a telling is excused (Arts. 21 and 33)."""

from collections.abc import Sequence
from datetime import date, datetime

from forwarding.rules.clocks import in_time
from forwarding.submission import Person
from portal.kernel.clock import business_date
from portal.kernel.identifiers import mobile_ok, phone_form
from portal.kernel.law import clause

ATTEMPTS_TO_TELL = 3
DAYS_OF_ATTEMPTS = 2
"""Settings: Art. 21 is silent on how many attempts excuse a telling, and on how many days."""


@clause("21")
def means_for(person: Person) -> str:
    """Choose how to tell somebody: as they wish where it can be done, else by what they gave."""
    phone = phone_form(person.phone) if person.phone else ""
    given = {
        "sms": mobile_ok(phone),
        "email": bool(person.email),
        "phone": bool(phone),
        "letter": bool(person.address),
    }
    possible = [means for means, can_be_done in given.items() if can_be_done]
    if person.preferred_means in possible:
        return str(person.preferred_means)
    return possible[0] if possible else "letter"


@clause("21")
def telling_excused(attempts: Sequence[datetime]) -> bool:
    """Return whether logged attempts excuse a telling: enough of them, not all on one day."""
    days = {business_date(at) for at in attempts}
    return len(attempts) >= ATTEMPTS_TO_TELL and len(days) >= DAYS_OF_ATTEMPTS


@clause("21", "33")
def forwarding_duty_met(
    *, forwarded_on: date | None, told_on: date | None, excused: bool, due_on: date
) -> bool:
    """Return whether both acts of Art. 33 were done in time, each judged on the day of the act.

    Attempts that failed excuse the telling alone, never the forwarding.
    """
    if forwarded_on is None or not in_time(forwarded_on, due_on):
        return False
    return excused or (told_on is not None and in_time(told_on, due_on))
