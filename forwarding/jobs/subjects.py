"""What a message is about, read with all that its handlers need."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding.models import Forwarding
from portal.kernel.outbox import OutboxMessage


def forwarding_of(session: Session, message: OutboxMessage) -> Forwarding:
    """Return the forwarding that a message is about, with its complaint."""
    found = (
        select(Forwarding)
        .where(Forwarding.id == message.payload["forwarding_id"])
        .options(joinedload(Forwarding.complaint))
    )
    return session.scalars(found).one()
