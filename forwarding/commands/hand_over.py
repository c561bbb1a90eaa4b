"""To hand a case over to the unit competent for it (移交); each unit's clock is kept (Art. 33)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import move_complaint
from forwarding.commands.tell import announce, lapse
from forwarding.commands.unit_clock import count_clock
from forwarding.lifecycle import COMPLAINT, LIVE_NOT
from forwarding.models import Complaint, Forwarding, HandOver
from forwarding.rules.elsewhere import WHOLE_COUNTRY
from portal.accounts.queries import unit, unit_for_territory
from portal.kernel import divisions, outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause


@clause("33")
def hand_over(
    session: Session,
    complaint: Complaint,
    *,
    to_unit: str,
    territory: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> HandOver:
    """Hand a case over with its number and receipt date; the new unit's clock starts that day.

    `territory` is the division where it lies, which must be the new unit's own. The row returned
    keeps what the first unit's clock was. Raises Breach while an institution works on the case.
    """
    _check(session, complaint, to_unit, territory)
    handed = HandOver(
        complaint_id=complaint.id,
        from_unit=complaint.unit_code,
        to_unit=to_unit,
        territory_before=complaint.territory,
        territory_after=territory,
        clock_from=complaint.clock_from,
        due_on=complaint.due_on,
        handed_at=at,
        handed_by=by.account_id,
        reason=reason.strip(),
    )
    session.add(handed)
    facts = {"from_unit": handed.from_unit, "to_unit": to_unit}
    move_complaint(session, complaint, "hand_over", by=by, at=at, **facts)
    complaint.unit_code, complaint.territory = to_unit, territory
    complaint.assigned_to = None
    # What an institution gave back was another unit's forwarding: this one has done neither act.
    complaint.forwarded_at = complaint.told_at = complaint.clock_stopped_at = None
    complaint.reached_unit_on = business_date(at)
    count_clock(session, complaint)
    session.flush()
    lapse(session, complaint, occasion="forwarded", by=by, at=at)
    announce(session, complaint, "handed_over", article="33", at=at, about=handed.id)
    key = f"complaint.handed_over:{handed.id}"
    outbox.post(session, "complaint.handed_over", key, {"hand_over_id": handed.id}, at)
    return handed


def _check(session: Session, complaint: Complaint, to_unit: str, territory: str) -> None:
    COMPLAINT.check(complaint.state, "hand_over")
    live = select(Forwarding.id).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
    )
    if session.scalar(live.limit(1)) is not None:
        raise Breach("hand_over_while_handled", "33")
    competent = unit(session, to_unit)
    if competent is None or not divisions.known(territory):
        raise Breach("unknown_place_or_unit", "33")
    if to_unit == complaint.unit_code:
        raise Breach("own_unit", "33")
    if to_unit != WHOLE_COUNTRY and unit_for_territory(session, territory) != to_unit:
        raise Breach("other_territory", "33", unit=competent.name)
