"""The team of an inspection: named, declared by each for himself, changed on record (Art. 34)."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspections.commands.inspection_acts import log, members
from inspections.lifecycle import OPEN_INSPECTION
from inspections.models import Inspection, TeamMember
from inspections.rules.inspecting import given
from portal.accounts.queries import staff_of
from portal.kernel.actor import Actor
from portal.kernel.law import Breach

INSPECTORS = ("inspector", "supervisor")


def add_member(
    session: Session, row: Inspection, account_id: int, *, leads: bool, by: Actor, at: datetime
) -> TeamMember:
    """Name an officer of the inspection's unit for its team; a new leader follows the old one.

    Raises Breach for anybody else, and for one who is of the team already.
    """
    _open(row)
    known = {officer.id for officer in staff_of(session, {row.unit_code}, INSPECTORS)}
    if account_id not in known:
        raise Breach("no_inspector_of_the_unit", "34")
    now = members(session, row)
    if any(each.account_id == account_id for each in now):
        raise Breach("member_already", "34")
    if leads:
        for each in now:
            each.leads = False
        session.flush()
    member = TeamMember(
        inspection_id=row.id, account_id=account_id, leads=leads or not now, added_at=at
    )
    session.add(member)
    session.flush()
    log(session, row, "inspection.add_member", by=by, at=at, account_id=account_id, leads=leads)
    return member


def declare(
    session: Session,
    row: Inspection,
    *,
    conflict: bool,
    words: str = "",
    by: Actor,
    at: datetime,
) -> TeamMember:
    """Declare for oneself whether one has a conflict of interest; one who has leaves the team."""
    _open(row)
    mine = next((m for m in members(session, row) if m.account_id == by.account_id), None)
    if mine is None:
        raise Breach("declared_by_another", "34")
    if mine.declared_at is not None and mine.conflict == conflict:
        raise Breach("declared_already", "34")
    if conflict:
        mine.declaration = given(words, "conflict_not_explained")
        mine.removed_at, mine.removed_why, mine.leads = at, "conflict", False
    else:
        mine.declaration = words.strip()
    mine.declared_at, mine.conflict = at, conflict
    log(session, row, "inspection.declare", by=by, at=at, conflict=conflict)
    return mine


def lead(session: Session, row: Inspection, account_id: int, *, by: Actor, at: datetime) -> None:
    """Have another member of the team lead it."""
    _open(row)
    now = members(session, row)
    next_one = next((each for each in now if each.account_id == account_id), None)
    if next_one is None:
        raise Breach("no_such_member", "34")
    for each in now:
        each.leads = False
    session.flush()
    next_one.leads = True
    log(session, row, "inspection.lead", by=by, at=at, account_id=account_id)


def remove_member(
    session: Session, row: Inspection, account_id: int, *, reason: str, by: Actor, at: datetime
) -> None:
    """Take an officer off the team with a reason; what he noted stays on record."""
    _open(row)
    why = given(reason, "inspection_why_missing")
    found = next((each for each in members(session, row) if each.account_id == account_id), None)
    if found is None:
        raise Breach("no_such_member", "34")
    found.removed_at, found.removed_why, found.leads = at, why, False
    facts = {"account_id": account_id}
    log(session, row, "inspection.remove_member", by=by, at=at, reason=why, **facts)


def _open(row: Inspection) -> None:
    if row.state not in OPEN_INSPECTION:
        raise Breach("inspection_is_over", "34")
