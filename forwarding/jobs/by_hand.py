"""Reminders (催办) by hand: the notice to the institution, without what was written."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding import notices
from forwarding.commands.acts import log
from forwarding.commands.remind_by_hand import TOPIC
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, Reminder
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import business_date
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler


@handler(TOPIC)
def send(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the institution that a reminder waits in its case; note it when no notice can leave."""
    reminder = session.get_one(Reminder, message.payload["reminder_id"])
    found = select(Forwarding).where(Forwarding.id == reminder.forwarding_id)
    forwarding = session.scalars(found.options(joinedload(Forwarding.complaint))).one()
    if forwarding.state not in OPEN_FORWARDING_STATES:
        return
    try:
        sent = notices.send_to_institution(
            session,
            forwarding,
            "urged_institution",
            key=message.key,
            at=at,
            days_left=(forwarding.due_on - business_date(reminder.at)).days,
        )
    except Undeliverable:
        sent = 0
    if not sent:
        log(
            session,
            forwarding.complaint,
            "forwarding.reminder_undelivered",
            article=None,
            by=SYSTEM,
            at=at,
            forwarding_id=forwarding.id,
        )
