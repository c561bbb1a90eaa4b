"""Letters in sight of an actor: those of his territory, or those to his institution."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inspections.models import Letter
from inspections.queries.access import of_units, to_institutions
from portal.kernel.actor import Actor


def letters_visible_to(actor: Actor) -> Select[Letter]:
    """Return the letters an actor may read: his unit's and those below, or those to him."""
    found = select(Letter)
    if actor.is_institution:
        return found.where(to_institutions(actor, Letter.institution_id))
    return found.where(of_units(actor, Letter.unit_code))


def letter_by_id(session: Session, actor: Actor, letter_id: int) -> Letter | None:
    """Return a letter in sight, or None."""
    return session.scalar(letters_visible_to(actor).where(Letter.id == letter_id))


def letters_about(session: Session, about: str, about_id: int) -> Sequence[Letter]:
    """Return the letters of an inspection, a rectification or a measure, the oldest first."""
    found = select(Letter).where(Letter.about == about, Letter.about_id == about_id)
    return session.scalars(found.order_by(Letter.id)).all()
