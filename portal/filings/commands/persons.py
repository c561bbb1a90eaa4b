"""To report who answers for complaints, and each change of it (Arts. 25, 35)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.filings.commands.acts import log
from portal.filings.commands.changes import bring_about
from portal.filings.commands.filing import before_signing, begin, latest, when_accepted
from portal.filings.models import Filing, Obligation, ResponsiblePerson
from portal.filings.queries.persons import changes_of, standing
from portal.filings.rules.persons import ENDS, OFFICES, Change, faults, same_contact
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

KIND = "persons"
CHANGED = "责任人变动"
_ONE_DAY = timedelta(days=1)


def begin_list(
    session: Session,
    institution_id: int,
    *,
    obligation: Obligation | None = None,
    by: Actor,
    at: datetime,
) -> Filing:
    """Begin a filing of the list, for a duty or because something changed.

    What a filing that was sent back or taken back said is taken over, and the duty it was to
    meet with it.
    """
    period = obligation.period if obligation else ""
    before = latest(session, institution_id, KIND, "", period)
    again = before is not None and before.state in ("returned", "discarded")
    if again and obligation is None and before is not None and before.obligation_id:
        obligation = session.get(Obligation, before.obligation_id)
    filing = begin(
        session,
        institution_id,
        KIND,
        period=period,
        obligation=obligation,
        why_again="" if before is None or again else CHANGED,
        by=by,
        at=at,
    )
    if again and before is not None:
        _keep(filing, changes_of(before))
        session.flush()
    return filing


def put_change(
    session: Session, filing: Filing, change: Change, *, by: Actor, at: datetime
) -> None:
    """Put a change of one office into a filing that is being made, in place of the one before.

    Raises Breach("person_change_wrong") for what `rules.persons.faults` finds.
    """
    _in_hand(filing)
    latest = standing(session, filing.institution_id).get(change.office)
    if faults(change, latest, business_date(at)):
        raise Breach("person_change_wrong", "35")
    others = [each for each in changes_of(filing) if each.office != change.office]
    _keep(filing, [*others, change])
    session.flush()
    log(
        session, filing, "filing.put_change", by=by, at=at, office=change.office, change=change.kind
    )


def drop_change(session: Session, filing: Filing, office: str, *, by: Actor, at: datetime) -> None:
    """Take a change out of a filing again: the office stays as it is."""
    _in_hand(filing)
    _keep(filing, [each for each in changes_of(filing) if each.office != office])
    session.flush()
    log(session, filing, "filing.drop_change", by=by, at=at, office=office)


@before_signing(KIND)
def _ready(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    """Refuse a list that says nothing or contradicts itself; keep it whole as it was attested."""
    changes, today = changes_of(filing), business_date(at)
    now = standing(session, filing.institution_id)
    if not changes and not any(row.ended_on is None for row in now.values()):
        raise Breach("persons_empty", "35")
    _check(changes, now, today)
    _keep(filing, changes, [_shown(row) for row in now.values() if row.ended_on is None])
    if changes and not _told_of_a_change(session, filing):
        bring_about(session, filing, min(change.on for change in changes), at=at)


@when_accepted(KIND)
def apply(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    """Enter the changes into the list: whoever goes ends on the day before, a slip is struck."""
    changes = changes_of(filing)
    now = standing(session, filing.institution_id)
    _check(changes, now, max(business_date(at), *(change.on for change in changes), date.min))
    for change in changes:
        if before := now.get(change.office):
            _end(before, change, filing, at)
    session.flush()
    for change in changes:
        if change.kind != "left":
            session.add(_entry(change, filing, at))
    session.flush()


def _check(changes: Sequence[Change], now: dict[str, ResponsiblePerson], today: date) -> None:
    names = {office: row.name for office, row in now.items() if row.ended_on is None}
    if any(faults(change, now.get(change.office), today) for change in changes):
        raise Breach("persons_have_changed", "35")
    if same_contact(changes, names):
        raise Breach("contacts_are_one", "35")


def _end(row: ResponsiblePerson, change: Change, filing: Filing, at: datetime) -> None:
    if change.kind == "corrected":
        row.struck_at = at
    elif change.kind in ENDS:
        row.ended_on, row.ended_by_filing = change.on - _ONE_DAY, filing.id


def _entry(change: Change, filing: Filing, at: datetime) -> ResponsiblePerson:
    told = ("name", "department", "post", "phone", "mobile", "email", "reason")
    return ResponsiblePerson(
        institution_id=filing.institution_id,
        office=change.office,
        began_on=change.on,
        change=change.kind,
        begun_by_filing=filing.id,
        entered_at=at,
        **{name: getattr(change, name).strip() for name in told},
    )


def _told_of_a_change(session: Session, filing: Filing) -> bool:
    """Whether the filing meets a duty that a change brought about when it was first signed."""
    duty = session.get(Obligation, filing.obligation_id) if filing.obligation_id else None
    return duty is not None and duty.period.startswith("change:")


def _in_hand(filing: Filing) -> None:
    if filing.state != "draft" or filing.kind != KIND:
        raise Breach("filing_not_in_hand", "35")


def _keep(filing: Filing, changes: Sequence[Change], roster: Sequence[dict[str, Any]] = ()) -> None:
    ordered = sorted(changes, key=lambda change: OFFICES.index(change.office))
    kept = {"changes": [asdict(change) for change in ordered], "roster": list(roster)}
    filing.personal = json.dumps(kept, ensure_ascii=False, default=str)


def _shown(row: ResponsiblePerson) -> dict[str, Any]:
    names = ("office", "name", "department", "post", "phone", "mobile", "email", "began_on")
    return {name: str(getattr(row, name)) for name in names}
