"""Whose inspections and rectification an actor sees: every list and every fetch begins here."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import Session

from inspections.models import Inspection, Measure, Rectification
from portal.kernel.actor import Actor

HEAD_OFFICE = "000000"
_SHOWN = ("issued", "reported", "failed", "closed", "revoked")
_MEASURE_SHOWN = ("approved", "carried_out", "lifted", "dropped")


def of_units(actor: Actor, unit_code: Any) -> ColumnElement[bool]:
    """Return the condition that a row is of the actor's unit or one below; staff alone (Art. 6)."""
    if actor.kind == "system" or (actor.is_staff and actor.unit_code == HEAD_OFFICE):
        return true()
    if not actor.is_staff:
        return false()
    return unit_code == func.any(sorted(actor.unit_codes))


def to_institutions(actor: Actor, institution_id: Any) -> ColumnElement[bool]:
    """Return the condition that a row is of the actor's institution or a branch (Art. 4)."""
    if not actor.is_institution:
        return false()
    return institution_id == func.any(sorted(actor.institution_ids))


def inspections_visible_to(actor: Actor) -> Select[Inspection]:
    """Return the inspections an actor may see; institutions those they had notice of."""
    if actor.is_institution:
        return select(Inspection).where(
            to_institutions(actor, Inspection.institution_id), Inspection.noticed_at.is_not(None)
        )
    return select(Inspection).where(of_units(actor, Inspection.unit_code))


def rectifications_visible_to(actor: Actor) -> Select[Rectification]:
    """Return what an actor may see of recommendations, demands and orders.

    Staff: of their unit and below; institutions: what was issued to them or their branches.
    """
    if actor.is_institution:
        return select(Rectification).where(
            to_institutions(actor, Rectification.institution_id), Rectification.state.in_(_SHOWN)
        )
    return select(Rectification).where(of_units(actor, Rectification.unit_code))


def rectification_by_id(
    session: Session, actor: Actor, rectification_id: int
) -> Rectification | None:
    """Return a rectification in sight, or None."""
    found = rectifications_visible_to(actor).where(Rectification.id == rectification_id)
    return session.scalar(found)


def measures_visible_to(actor: Actor) -> Select[Measure]:
    """Return the measures an actor may see; institutions those decided on."""
    if actor.is_institution:
        return select(Measure).where(
            to_institutions(actor, Measure.institution_id), Measure.state.in_(_MEASURE_SHOWN)
        )
    return select(Measure).where(of_units(actor, Measure.unit_code))


def measure_by_id(session: Session, actor: Actor, measure_id: int) -> Measure | None:
    """Return a measure in sight, or None."""
    return session.scalar(measures_visible_to(actor).where(Measure.id == measure_id))
