"""Reminders (催办) by hand, as both sides of a forwarding read them."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Reminder


def reminders_of(session: Session, forwarding_ids: Collection[int]) -> Sequence[Reminder]:
    """Return the reminders of forwardings, the newest first."""
    found = select(Reminder).where(Reminder.forwarding_id.in_(forwarding_ids))
    return session.scalars(found.order_by(Reminder.id.desc())).all()
