"""The mediations of a forwarding, with their organisations."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Forwarding, Mediation
from portal.institutions.queries import Mediator, mediators


@dataclass(frozen=True)
class MediationView:
    """One mediation and its organisation."""

    row: Mediation
    organisation: Mediator


def mediations_of(session: Session, row: Forwarding) -> list[MediationView]:
    """Return the mediations of a forwarding, the first one first."""
    found = select(Mediation).where(Mediation.forwarding_id == row.id).order_by(Mediation.id)
    rows = session.scalars(found.execution_options(populate_existing=True)).all()
    named = {one.id: one for one in mediators(session)} if rows else {}
    return [MediationView(each, named[each.organisation_id]) for each in rows]


def mediation_of(session: Session, row: Forwarding, mediation_id: int) -> Mediation | None:
    """Return one mediation of a forwarding by id, locked until the transaction ends."""
    found = select(Mediation).where(Mediation.id == mediation_id, Mediation.forwarding_id == row.id)
    return session.scalar(found.with_for_update())
