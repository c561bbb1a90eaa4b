"""What has come to a case in hand since it was forwarded: a review's demand, a repeat's text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.further import passed_on_since
from portal.kernel.clock import business_date


@dataclass(frozen=True)
class Mark:
    """Since when a case is to be handled again, and when a repeat last added to it."""

    redo_on: date | None
    further_on: date | None


def marks_of(session: Session, rows: Sequence[Forwarding]) -> dict[int, Mark]:
    """Return the marks of forwardings by id; those no longer in hand carry none."""
    held = [row for row in rows if row.state in OPEN_FORWARDING_STATES]
    redone = _redone(session, [row.id for row in held]) if held else {}
    began = {row.complaint_id: row.forwarded_at for row in held}
    further = passed_on_since(session, began) if held else {}
    found = {row.id: Mark(None, None) for row in rows}
    for row in held:
        added = further.get(row.complaint_id)
        found[row.id] = Mark(redone.get(row.id), business_date(added) if added else None)
    return found


def _redone(session: Session, ids: Sequence[int]) -> dict[int, date]:
    demanded = select(TimeLimitAct.forwarding_id, func.max(TimeLimitAct.began_on)).where(
        TimeLimitAct.forwarding_id.in_(ids), TimeLimitAct.kind == "redo"
    )
    rows = session.execute(demanded.group_by(TimeLimitAct.forwarding_id))
    return {row[0]: row[1] for row in rows}
