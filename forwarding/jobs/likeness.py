"""What the worker does after intake: it compares a new complaint with those of late."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands import clusters
from portal.kernel.outbox import OutboxMessage, handler


@handler("complaint.compare")
def look_for_clusters(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Flag what a new complaint shares with many others; nothing about it waits for this."""
    clusters.look(session, message.payload["complaint_id"], at=at)
