"""What is merged into a complaint (Art. 18)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Complaint
from forwarding.queries.access import complaints_visible_to
from portal.kernel.actor import Actor

_MOST = 200


@dataclass(frozen=True)
class Merged:
    """A repeat that was merged into a complaint."""

    number: str
    received_on: date


def into(session: Session, actor: Actor, complaint_id: int) -> list[Merged]:
    """Return the repeats in sight that were merged into a complaint, also by way of others."""
    chain = (
        select(Complaint.id)
        .where(Complaint.duplicate_of == complaint_id, Complaint.state == "merged")
        .cte("chain", recursive=True)
    )
    chain = chain.union(
        select(Complaint.id).where(
            Complaint.duplicate_of == chain.c.id, Complaint.state == "merged"
        )
    )
    found = (
        select(Complaint.number, Complaint.received_on)
        .join(chain, Complaint.id == chain.c.id)
        .where(complaints_visible_to(actor))
        .order_by(Complaint.received_at, Complaint.id)
        .limit(_MOST)
    )
    return [Merged(*row) for row in session.execute(found)]
