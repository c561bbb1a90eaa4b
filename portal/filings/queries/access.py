"""Whose filings an actor sees: every list and every fetch begins here."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from portal.filings.models import Filing, Obligation
from portal.institutions import queries as institutions
from portal.kernel.actor import Actor


def in_sight(actor: Actor, institution_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that an institution is the actor's to see.

    Institutions: themselves and their branches (Art. 4); staff: their territory and below, and
    the legal entities of it (Art. 6).
    """
    return institution_id.in_(institutions.answering_to(actor))


def filings_visible_to(actor: Actor) -> Select[Filing]:
    """Return the filings an actor may see; officers see none that is not signed yet."""
    found = select(Filing).where(in_sight(actor, Filing.institution_id))
    return found if actor.is_institution else found.where(Filing.signed_at.is_not(None))


def filing_by_id(session: Session, actor: Actor, filing_id: int) -> Filing | None:
    """Return a filing in sight of the actor."""
    return session.scalar(filings_visible_to(actor).where(Filing.id == filing_id))


def obligations_visible_to(actor: Actor) -> Select[Obligation]:
    """Return the duties to report that an actor may see."""
    return select(Obligation).where(in_sight(actor, Obligation.institution_id))


def obligation_by_id(session: Session, actor: Actor, obligation_id: int) -> Obligation | None:
    """Return a duty to report in sight of the actor."""
    return session.scalar(obligations_visible_to(actor).where(Obligation.id == obligation_id))
