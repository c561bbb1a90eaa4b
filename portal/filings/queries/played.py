"""What the demonstration looks up of filings; nothing else asks for it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.filings.models import Filing, Obligation
from portal.filings.queries.access import obligations_visible_to
from portal.kernel.actor import Actor

__all__ = ["Filing", "Obligation", "duty_of", "first_duty"]


def first_duty(
    session: Session, actor: Actor, requirement_id: int, as_of: date
) -> Obligation | None:
    """Return the oldest duty of an actor under a requirement that is open on a day."""
    found = obligations_visible_to(actor).where(
        Obligation.requirement_id == requirement_id,
        Obligation.institution_id == actor.institution_id,
        Obligation.opens_on <= as_of,
    )
    return session.scalars(found.order_by(Obligation.opens_on).limit(1)).first()


def duty_of(
    session: Session, requirement_id: int, institution_id: int, period: str
) -> Obligation | None:
    """Return the duty of an institution under a requirement for a period."""
    found = select(Obligation).where(
        Obligation.requirement_id == requirement_id,
        Obligation.institution_id == institution_id,
        Obligation.period == period,
    )
    return session.scalar(found)
