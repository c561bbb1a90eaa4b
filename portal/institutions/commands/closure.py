"""Closing an institution and taking it up again; its entry and its past stay (Art. 28)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.institutions.commands.register import SUBJECT
from portal.institutions.commands.standing import check_reach, load, take_turn, touch
from portal.institutions.entry import closing_faults
from portal.institutions.faults import refuse
from portal.institutions.lifecycle import REGISTRATION
from portal.institutions.models import Institution
from portal.institutions.queries.tree import open_branches
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


def close(
    session: Session,
    institution_id: int,
    *,
    closed_on: date,
    reason: str,
    version: int,
    by: Actor,
    at: datetime,
) -> Institution:
    """Close an institution on a day; raises Breach while branches are open, Unfit for a bad day."""
    take_turn(session)
    row = load(session, institution_id, version)
    check_reach(by, row.territory)
    if "close" not in REGISTRATION.legal_acts(row.state):
        raise Breach("institution_not_open", "28", closed_on=row.closed_on)
    refuse(closing_faults(closed_on, row.opened_on, business_date(at)))
    if still_open := open_branches(session, row.id):
        raise Breach("institution_has_open_branches", "4", count=still_open)
    REGISTRATION.move(row, "close")
    row.closed_on = closed_on
    touch(row, at)
    facts = {"closed_on": closed_on.isoformat()}
    _record(session, "close", row, by, at, reason, facts)
    return row


def reopen(
    session: Session, institution_id: int, *, reason: str, version: int, by: Actor, at: datetime
) -> Institution:
    """Take a closed institution up again; raises Breach while its parent is closed."""
    take_turn(session)
    row = load(session, institution_id, version)
    check_reach(by, row.territory)
    if "reopen" not in REGISTRATION.legal_acts(row.state):
        raise Breach("institution_not_closed", "28")
    parent = session.get(Institution, row.parent_id) if row.parent_id else None
    if parent is not None and parent.state != "open":
        raise Breach("institution_parent_closed", "4", parent=parent.name)
    facts = {"closed_on": str(row.closed_on)}
    REGISTRATION.move(row, "reopen")
    row.closed_on = None
    touch(row, at)
    _record(session, "reopen", row, by, at, reason, facts)
    return row


def _record(
    session: Session,
    act: str,
    row: Institution,
    by: Actor,
    at: datetime,
    reason: str,
    facts: dict[str, str],
) -> None:
    session.flush()
    audit.record(
        session,
        by=by,
        act=f"institution_{act}",
        subject=(SUBJECT, row.id),
        at=at,
        article=REGISTRATION.moves[act].article,
        reason=reason,
        facts=facts,
    )
