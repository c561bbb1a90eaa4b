"""How many cases an institution and its branches have in hand, for the page about it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding
from forwarding.queries.access import forwardings_visible_to
from portal.institutions.queries import institutions_below
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class InHand:
    """Cases in sight with an institution and its branches: all, the late, and those reported."""

    open: int
    late: int
    answered: int


def in_hand(session: Session, actor: Actor, institution_id: int, as_of: date) -> InHand:
    """Return the cases that lie with an institution; late by its own days (Art. 18)."""
    of = Forwarding
    running = of.state.in_(OPEN_FORWARDING_STATES)
    late = and_(running, of.paused_on.is_(None), of.due_on < as_of)
    columns = (running, late, of.state == "reported")
    counted = [func.count().filter(condition) for condition in columns]
    ids = sorted(institutions_below(session, institution_id))
    found = select(*counted).where(
        of.institution_id == func.any(ids), forwardings_visible_to(actor)
    )
    return InHand(*session.execute(found).one())
