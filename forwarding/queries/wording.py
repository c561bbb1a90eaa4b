"""The wordings a unit keeps: its own only, for its own officers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import LetterTemplate
from portal.kernel.actor import Actor


def wordings(
    session: Session, actor: Actor, purpose: str | None = None
) -> Sequence[LetterTemplate]:
    """Return the unit's wordings by purpose and name; of one purpose only those in use."""
    found = select(LetterTemplate).where(LetterTemplate.unit_code == actor.unit_code)
    if purpose:
        found = found.where(LetterTemplate.purpose == purpose, LetterTemplate.active)
    return session.scalars(found.order_by(LetterTemplate.purpose, LetterTemplate.name)).all()


def wording(session: Session, actor: Actor, wording_id: int) -> LetterTemplate | None:
    """Return one wording of the actor's unit; another's is none."""
    return session.scalar(
        select(LetterTemplate).where(
            LetterTemplate.id == wording_id, LetterTemplate.unit_code == actor.unit_code
        )
    )
