"""People of a case as they stand now, as they stood before, and as they were received."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import EarlierParty, Party
from forwarding.submission import Person
from portal.accounts.queries import account_names
from portal.kernel import secrets

STATED = ("name", "id_type", "id_no", "phone", "email", "address", "preferred_means")
"""What can be corrected of a person; role and kind decide what the case is, and stay."""
_MASKS = {
    "name": secrets.mask_name,
    "id_no": secrets.mask_id,
    "phone": secrets.mask_phone,
    "email": secrets.mask_email,
}


@dataclass(frozen=True)
class Correction:
    """One correction: when, by whom, why, and what stood before, masked, of what it changed."""

    at: datetime
    by: str
    reason: str
    role: str
    before: dict[str, str]


def person_of(party: Party) -> Person:
    """Return a person as they stand now."""
    fields = {name: getattr(party, name) for name in STATED}
    return Person(role=party.role, kind=party.kind, **fields)


def as_received(session: Session, parties: Sequence[Party]) -> list[Person]:
    """Return people as they were received, whatever was corrected since."""
    kept = _earlier(session, [party.id for party in parties])
    return [
        _stood(party, kept[party.id][0]) if kept.get(party.id) else person_of(party)
        for party in parties
    ]


def corrections(session: Session, complaint_id: int) -> list[Correction]:
    """Return the corrections of a case's people, the newest first."""
    found = select(Party).where(Party.complaint_id == complaint_id)
    parties = {party.id: party for party in session.scalars(found)}
    kept = _earlier(session, parties)
    named = account_names(
        session, {row.corrected_by for rows in kept.values() for row in rows if row.corrected_by}
    )
    made = []
    for party_id, rows in kept.items():
        party = parties[party_id]
        stood = [*(_stood(party, row) for row in rows), person_of(party)]
        for row, before, after in zip(rows, stood, stood[1:], strict=False):
            by = named.get(row.corrected_by or 0, "")
            changed = _changed(before, after)
            made.append(Correction(row.corrected_at, by, row.reason, party.role, changed))
    return sorted(made, key=lambda each: each.at, reverse=True)


def _earlier(session: Session, ids: Iterable[int]) -> dict[int, list[EarlierParty]]:
    found = select(EarlierParty).where(EarlierParty.party_id.in_(list(ids)))
    kept: dict[int, list[EarlierParty]] = defaultdict(list)
    for row in session.scalars(found.order_by(EarlierParty.id)):
        kept[row.party_id].append(row)
    return kept


def _stood(party: Party, row: EarlierParty) -> Person:
    return Person(role=party.role, kind=party.kind, **json.loads(row.fields))


def _changed(before: Person, after: Person) -> dict[str, str]:
    """Return what stood before of what was changed: masked, and an address hidden."""
    found = {}
    for name in STATED:
        old = getattr(before, name) or ""
        if old != (getattr(after, name) or ""):
            mask = _MASKS.get(name)
            found[name] = mask(old) if mask else "***" if name == "address" and old else old
    return found
