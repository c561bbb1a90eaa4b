"""Follow-ups (回访) that leave by SMS or e-mail; where neither can, the list waits for a call."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding import notices
from forwarding.commands.acts import log
from forwarding.commands.follow_up import ASK, token_of
from forwarding.models import Complaint, FollowUp
from forwarding.queries.follow_ups import is_waiting
from portal.kernel import links
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler


@handler(ASK)
def ask(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Send who complained the link; the secret in it is made again and stored nowhere."""
    row = session.get(FollowUp, message.payload["follow_up_id"])
    if row is None or row.state != "open" or is_waiting(session, row):
        return
    if message.posted_at < row.sampled_at:  # A later close has had them asked anew.
        return
    complaint = session.get_one(Complaint, row.complaint_id)
    link = links.to(f"/follow-up/{token_of(complaint.id)}")
    days = message.payload["days"]
    try:
        notices.send_to_filer(
            session, complaint, "follow_up", key=message.key, at=at, answer_link=link, days=days
        )
    except (notices.NoAddress, Undeliverable):
        return
    log(session, complaint, ASK, article=None, by=SYSTEM, at=at, follow_up_id=row.id)
