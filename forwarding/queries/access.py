"""Who may see which case: the condition under every list and every fetch (Art. 6, 22).

Staff see their own territory and below, institutions their own and their branches'
forwardings; whoever sees neither is told that there is no such case.
"""

from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from forwarding.models import Complaint, Forwarding
from portal.kernel.actor import Actor

HEAD_OFFICE = "000000"
CASE_ROLES = frozenset({"clerk", "triage", "supervisor", "inspector", "statistician"})


def complaints_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Complaint that keeps an actor to the own territory."""
    if actor.kind == "system":
        return true()
    if actor.role not in CASE_ROLES:
        return false()
    if actor.unit_code == HEAD_OFFICE:
        return true()
    return Complaint.unit_code.in_(sorted(actor.unit_codes))


def forwardings_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Forwarding that keeps an actor to the own institutions."""
    if actor.kind == "system":
        return true()
    if actor.is_institution:
        return Forwarding.institution_id.in_(sorted(actor.institution_ids))
    return Forwarding.complaint_id.in_(select(Complaint.id).where(complaints_visible_to(actor)))


def complaint_by_number(
    session: Session, actor: Actor, number: str, *options: Any
) -> Complaint | None:
    """Return one complaint with its parties and respondents, or None when not in sight."""
    found = (
        select(Complaint)
        .where(Complaint.number == number, complaints_visible_to(actor))
        .options(selectinload(Complaint.parties), selectinload(Complaint.respondents), *options)
    )
    return session.scalar(found)


def forwarding_by_id(session: Session, actor: Actor, forwarding_id: int) -> Forwarding | None:
    """Return one forwarding with its complaint, or None when not in sight."""
    found = (
        select(Forwarding)
        .where(Forwarding.id == forwarding_id, forwardings_visible_to(actor))
        .options(
            joinedload(Forwarding.complaint).options(
                selectinload(Complaint.parties), selectinload(Complaint.respondents)
            )
        )
    )
    return session.scalar(found)
