"""A late close needs its reason: the regulator's clock or an institution's report was late."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding
from forwarding.rules import closes_late, handled_late
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


def require_reason_of_late_close(
    session: Session, complaint: Complaint, reason: str | None, *, at: datetime
) -> None:
    """Keep the reason of a late close; raises Breach("late_close_reason_missing") without one.

    A case that was opened again and closed late once more keeps the reasons given before.
    """
    live = select(Forwarding).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
    )
    if not was_late(complaint, list(session.scalars(live)), at=at):
        return
    if not (reason or "").strip():
        raise Breach("late_close_reason_missing", "33")
    complaint.lateness_reason = _with_former(complaint.lateness_reason, (reason or "").strip(), at)


def _with_former(former: str | None, reason: str, at: datetime) -> str:
    """Return a reason after those given at former closes; the same words are not said twice."""
    if not former or former == reason or former.endswith(f"：{reason}"):
        return former or reason
    return f"{former}\n{business_date(at).isoformat()}：{reason}"


def was_late(complaint: Complaint, live: list[Forwarding], *, at: datetime) -> bool:
    """Return whether a case whose forwardings are these is closed late at `at`."""
    stopped, today = complaint.clock_stopped_at, business_date(at)
    return closes_late(
        due_on=None if complaint.outside_rules else complaint.due_on,
        done_on=business_date(stopped) if stopped else None,
        today=today,
        reported_late=any(_reported_late(row, today) for row in live),
    )


def _reported_late(row: Forwarding, today: date) -> bool:
    on = business_date(row.reported_at) if row.reported_at else today
    return handled_late(row.due_on, row.paused_on, on)
