"""Who is told when due dates moved: one mail to each officer, with numbers and dates alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding import notices
from forwarding.commands.moved import TOLD
from forwarding.queries.moved import moves_at
from portal.accounts.queries import staff_of
from portal.kernel import links
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler

LISTED = 200
"""A mail lists no more than these; the page lists all."""


@handler(TOLD)
def tell_of_moves(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the officer who has the cases, else the officers of their unit, what moved and why."""
    asked = message.payload
    moves = moves_at(session, datetime.fromisoformat(asked["at"]), asked["complaint_ids"])
    if not moves:
        return
    people = [asked["account_id"]]
    if asked["account_id"] is None:
        staff = staff_of(session, [asked["unit_code"]], ["triage", "supervisor"])
        people = [officer.id for officer in staff]
    for account_id in people:
        try:
            notices.send_to_officer(
                session,
                account_id,
                "deadlines_moved",
                key=f"{message.key}:{account_id}",
                at=at,
                moves=[
                    {
                        "number": m.number,
                        "before": m.before,
                        "after": m.after,
                        "why": m.why,
                        "days": list(m.days),
                    }
                    for m in moves[:LISTED]
                ],
                total=len(moves),
                more=max(0, len(moves) - LISTED),
                link=links.to("/staff/calendar/moves"),
            )
        except Undeliverable:
            continue
