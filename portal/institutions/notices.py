"""What institutions and officers are told by e-mail; nothing personal in it (Art. 22)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.queries import institution_users, staff_of, territories, unit
from portal.institutions.queries import Card, card
from portal.kernel import notices
from portal.kernel.outbox import Later

_HEAD_OFFICE = "000000"


def competent_unit(session: Session, institution: Card) -> str:
    """Return the code of the unit to which an institution reports (Art. 6)."""
    return unit_of(session, institution.territory)


def unit_of(session: Session, territory: str) -> str:
    """Return the code of the unit that is competent for a territory (Art. 6)."""
    return territories(session)(territory) or _HEAD_OFFICE


def to_institution(
    session: Session, institution_id: int, name: str, *, key: str, at: datetime, **facts: Any
) -> int:
    """Send a notice to an institution's address and its users; return how many were sent."""
    about = card(session, institution_id)
    assert about is not None
    competent = unit(session, competent_unit(session, about))
    text = notices.compose(
        name, institution=about.name, unit=competent.name if competent else "", **facts
    )
    return _send(session, addresses_of(session, about), text, key, at)


def addresses_of(session: Session, about: Card) -> list[str]:
    """Return an institution's address and its users'; where it has none, those above it.

    A legal entity answers for its branches (Art. 4): what no branch can be told, it is told.
    """
    people = institution_users(session, [about.id])
    found = [about.notice_email, *(person.login for person in people)]
    wanted = [address for address in dict.fromkeys(found) if "@" in address]
    above = card(session, about.parent_id) if about.parent_id and not wanted else None
    return addresses_of(session, above) if above else wanted


def to_officers(
    session: Session,
    unit_code: str,
    roles: Collection[str],
    name: str,
    *,
    key: str,
    at: datetime,
    **facts: Any,
) -> int:
    """Send a notice to those of a unit who hold one of some roles; return how many were sent."""
    officers = staff_of(session, {unit_code}, roles)
    text = notices.compose(name, **facts)
    return _send(session, [officer.login for officer in officers], text, key, at)


def _send(
    session: Session, addresses: list[str], text: notices.Text, key: str, at: datetime
) -> int:
    wanted = [address for address in dict.fromkeys(addresses) if "@" in address]
    words = {"kind": "email", "subject": text.subject, "body": text.body, "at": at}
    for ordinal, address in enumerate(wanted):
        try:
            notices.send(session, to=address, key=f"{key}:{ordinal}", **words)
        except notices.Undeliverable as fault:
            # Who cannot be reached finds it in the portal, where it stands.
            if not fault.permanent:
                raise Later(fault.reason) from fault
    return len(wanted)
