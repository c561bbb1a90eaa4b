"""To correct who complains, and how they are reached, after the receipt (Arts. 13, 14, 22).

What stood before is kept whole and encrypted, with the reason; the audit line names the fields and
holds no value. The keyed marks by which people are found again are written anew.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands import clusters
from forwarding.commands import received_rows as made
from forwarding.commands.acts import log, touch
from forwarding.intake_checks import ACTING_ROLES
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, EarlierParty, Forwarding, Party
from forwarding.queries.people import STATED, person_of
from forwarding.rules import missing_of_person
from forwarding.submission import Person
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause

_ASKED = ("name", "id_no", "address", "contact")
"""What Art. 13 may ask of a person, as codes of gaps."""


@clause("13", "22")
def correct_person(
    session: Session,
    complaint: Complaint,
    party: Party,
    stated: Mapping[str, str | None],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> EarlierParty:
    """Correct fields of a person; an empty value takes one away. What is not named stays.

    Raises Breach: unknown_party, correction_reason_missing, correction_without_name, and
    nothing_corrected where all of it stands so already.
    """
    if party.complaint_id != complaint.id:
        raise Breach("unknown_party", "22")
    if not reason.strip():
        raise Breach("correction_reason_missing", "22")
    before = person_of(party)
    changed = {name: stated[name] or None for name in STATED if name in stated}
    changed = {name: new for name, new in changed.items() if (getattr(before, name) or None) != new}
    if not changed:
        raise Breach("nothing_corrected", "13")
    if "name" in changed and not (changed["name"] or "").strip():
        raise Breach("correction_without_name", "13")
    kept = _keep(session, party, before, reason.strip(), by, at)
    _rewrite(session, complaint, party, before, changed)
    facts = {"party_id": party.id, "role": party.role, "fields": sorted(changed)}
    log(session, complaint, "party.correct", article="13", by=by, at=at, **facts)
    _follow(session, complaint, kept, at)
    return kept


def _keep(
    session: Session, party: Party, before: Person, reason: str, by: Actor, at: datetime
) -> EarlierParty:
    fields = {name: getattr(before, name) for name in STATED}
    kept = EarlierParty(
        party_id=party.id,
        fields=json.dumps(fields, ensure_ascii=False),
        reason=reason,
        corrected_at=at,
        corrected_by=by.account_id,
    )
    session.add(kept)
    return kept


def _rewrite(
    session: Session,
    complaint: Complaint,
    party: Party,
    before: Person,
    changed: Mapping[str, str | None],
) -> None:
    values = {name: getattr(before, name) for name in STATED} | dict(changed)
    person = Person(role=party.role, kind=party.kind, **values)
    for column, value in made.party(complaint.id, person).items():
        setattr(party, column, value)
    lead = {"complainant": "", **{role: f"{role}_" for role in ACTING_ROLES}}.get(party.role)
    if lead is not None:
        own = {f"{lead}{field}" for field in _ASKED}
        open_still = [f"{lead}{field}" for field in missing_of_person(person)]
        complaint.gaps = [*(gap for gap in complaint.gaps if gap not in own), *open_still]
    touch(session, complaint)
    session.flush()


def _follow(session: Session, complaint: Complaint, kept: EarlierParty, at: datetime) -> None:
    """Let clusters follow the marks, and tell the institutions that have the case in hand."""
    clusters.leave(session, complaint.id)
    payload = {"complaint_id": complaint.id}
    if not complaint.history:
        outbox.post(session, "complaint.compare", f"compare:{complaint.id}:{kept.id}", payload, at)
    held = select(Forwarding.id).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state.in_(OPEN_FORWARDING_STATES)
    )
    for forwarding_id in session.scalars(held):
        key = f"party.corrected:{forwarding_id}:{kept.id}"
        outbox.post(session, "party.corrected", key, {"forwarding_id": forwarding_id}, at)
