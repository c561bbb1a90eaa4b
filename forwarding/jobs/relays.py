"""What the worker relays of ended and of major cases; handlers like those of `forwarding.jobs`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding import notices
from forwarding.commands.acts import log
from forwarding.models import Forwarding
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler


def forwarding_of(session: Session, message: OutboxMessage) -> Forwarding:
    """Return the forwarding that a message is about, with its complaint."""
    found = (
        select(Forwarding)
        .where(Forwarding.id == message.payload["forwarding_id"])
        .options(joinedload(Forwarding.complaint))
    )
    return session.scalars(found).one()


@handler("forwarding.withdrawn")
def relay_withdrawal(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that the complainant has withdrawn; it leaves on the day (Art. 15)."""
    forwarding = forwarding_of(session, message)
    withdrawn_on = forwarding.complaint.withdrawn_on
    to_institution(
        session, forwarding, "withdrawn_institution", message, at, withdrawn_on=withdrawn_on
    )


def to_institution(
    session: Session,
    forwarding: Forwarding,
    name: str,
    message: OutboxMessage,
    at: datetime,
    **facts: object,
) -> None:
    """Send a notice to an institution; one that reaches nobody is noted for an officer to ring."""
    try:
        sent = notices.send_to_institution(
            session, forwarding, name, key=message.key, at=at, **facts
        )
    except Undeliverable:
        sent = 0
    if not sent:
        facts_of_case = {"forwarding_id": forwarding.id, "notice": name}
        log(
            session,
            forwarding.complaint,
            "forwarding.notice_undelivered",
            article=None,
            by=SYSTEM,
            at=at,
            **facts_of_case,
        )
