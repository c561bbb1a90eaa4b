"""A review has the branch handle a dispute again (Art. 20): it is in hand anew, with a new limit.

The Measures say neither that such a case is open again nor by when: reading the demand as a
handling of its own under Art. 18, from the day the superior decided, is ours. Art. 33 is not
touched: what was forwarded and told stays so.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding.commands.acts import move_complaint, move_forwarding
from forwarding.commands.limit_record import keep
from forwarding.commands.merging import lapse_of_close
from forwarding.lifecycle import COMPLAINT, FORWARDING
from forwarding.models import Forwarding
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.law import clause

REDO_REASON = "上级机构核查后责成重新处理。"
"""The reason kept with the limit that begins anew."""


@clause("20")
def handle_again(
    session: Session, forwarding_id: int, *, decided_on: date, by: Actor, at: datetime
) -> None:
    """Put a forwarding in its institution's hands again; its complaint is open as before.

    Does nothing where the institution has it in hand already, its report having been sent back:
    that limit runs on, and a review cannot prolong it.
    """
    found = select(Forwarding).where(Forwarding.id == forwarding_id)
    locked = found.options(joinedload(Forwarding.complaint)).with_for_update(of=Forwarding)
    row = session.scalars(locked.execution_options(populate_existing=True)).one()
    if row.state not in FORWARDING.moves["reopen"].start:
        return
    move_forwarding(session, row, "reopen", by=by, at=at)
    row.settled_at = None
    session.flush()
    act = keep(session, row, "redo", began_on=decided_on, reason=REDO_REASON, by=by, at=at)
    complaint = row.complaint
    if complaint.state in COMPLAINT.moves["reopen"].start:
        complaint.answered_at = complaint.closed_at = None
        move_complaint(session, complaint, "reopen", by=SYSTEM, at=at)
        lapse_of_close(session, complaint, at=at)
    key, payload = f"review.redo:{act.id}", {"forwarding_id": row.id}
    outbox.post(session, "review.redo", key, payload, at)
