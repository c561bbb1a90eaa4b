"""Work of this package that the outbox carries: the check of the audit chain."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.commands.trail import CHECK, note_verdict
from portal.kernel.audit import verify
from portal.kernel.outbox import OutboxMessage, handler


@handler(CHECK)
def check_chain(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Walk the whole chain and keep the verdict in the trail."""
    note_verdict(session, verify(session), message.payload["account"], at)
