"""What a merged repeat says reaches the institutions that have the complaint, that day (Art. 18).

Their time limit does not move: only an institution finds that the facts are new, by its own act.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.models import Complaint, Forwarding
from forwarding.queries.further import passed_on
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.law import clause

UNDER_WAY = ("sent", "acknowledged", "reported")
"""States of a forwarding to which more can still be added."""


@clause("18")
def pass_on(
    session: Session, repeat: Complaint, into: Complaint, *, by: Actor, at: datetime
) -> int:
    """Pass a repeat just merged on to every institution under way; return to how many.

    What may repeat a 举报 that was split off is held back, and the record says so (Art. 32).
    """
    rows = _under_way(session, into)
    if not rows:
        return 0
    if not _is_shown(session, repeat, into):
        held = {"number": repeat.number}
        log(session, into, "complaint.hold_back", article="32", by=by, at=at, **held)
        return 0
    for row in rows:
        _log(session, row, into, "forwarding.pass_on", by, at)
        key = f"forwarding.further:{row.id}:{repeat.id}:{at.timestamp():.6f}"
        outbox.post(session, "forwarding.further", key, {"forwarding_id": row.id}, at)
    return len(rows)


def take_away(
    session: Session, repeat: Complaint, into: Complaint, *, by: Actor, at: datetime
) -> None:
    """Note with every institution under way that a repeat is no longer part of its case."""
    if _is_shown(session, repeat, into):
        for row in _under_way(session, into):
            _log(session, row, into, "forwarding.take_away", by, at)


def _is_shown(session: Session, repeat: Complaint, into: Complaint) -> bool:
    session.flush()
    return any(each.id == repeat.id for each in passed_on(session, [into.id]).get(into.id, []))


def _under_way(session: Session, into: Complaint) -> list[Forwarding]:
    found = select(Forwarding).where(
        Forwarding.complaint_id == into.id, Forwarding.state.in_(UNDER_WAY)
    )
    return list(session.scalars(found.order_by(Forwarding.id)))


def _log(
    session: Session, row: Forwarding, into: Complaint, act: str, by: Actor, at: datetime
) -> None:
    ids = {"forwarding_id": row.id, "institution_id": row.institution_id}
    log(session, into, act, article="18", by=by, at=at, **ids)
