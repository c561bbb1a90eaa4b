"""The worker's part of the watch list: telling supervisors that a review is due."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspections.models import WatchEntry
from portal.institutions import notices
from portal.institutions.queries import card
from portal.kernel import links
from portal.kernel.outbox import OutboxMessage, handler


@handler("watch.review")
def tell_of_review(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell a unit's supervisors of an entry to be looked at; silent once somebody has."""
    row = session.get_one(WatchEntry, message.payload["watch_entry_id"])
    told_for = message.key.rpartition(":")[2]
    if row.state != "watched" or str(row.review_on) != told_for:
        return
    about = card(session, row.institution_id)
    assert about is not None
    facts = {"institution": about.name, "day": row.review_on}
    facts |= {"link": links.to(f"/staff/watch/{row.id}/review")}
    roles, name, key = ("supervisor",), "watch_review_officer", message.key
    notices.to_officers(session, row.unit_code, roles, name, key=key, at=at, **facts)
