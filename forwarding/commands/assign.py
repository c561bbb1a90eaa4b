"""To put a complaint into an officer's hands (经办): one's own, a colleague's, or nobody's."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.lifecycle import ENDED
from forwarding.models import Complaint
from forwarding.queries.workload import HANDLERS, in_hand
from portal.accounts.queries import AccountView, account, units_below
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def assign(
    session: Session, complaint: Complaint, to: int | None, *, by: Actor, at: datetime
) -> None:
    """Put a complaint into the hands of the account `to`, or of nobody; the clock goes on.

    A colleague is somebody active of a handling role at the actor's own unit or at the
    complaint's, who may see it. Raises Breach("assign_ended"), Breach("not_a_colleague") and
    Breach("has_it_already").
    """
    if complaint.state in ENDED:
        raise Breach("assign_ended", "30", state=complaint.state)
    officer = _colleague(session, complaint, to, by) if to is not None else None
    if complaint.assigned_to == to:
        name = officer.name if officer else "—"
        raise Breach("has_it_already", "30", name=name)
    before, complaint.assigned_to = complaint.assigned_to, to
    log(
        session,
        complaint,
        "complaint.assign" if officer else "complaint.unassign",
        article=None,
        by=by,
        at=at,
        before=before,
        to=to,
        officer=officer.name if officer else None,
    )


def hand_work_on(
    session: Session, account_id: int, to: int, *, by: Actor, at: datetime
) -> list[Complaint]:
    """Put all that is open in one officer's hands into another's, and return it (Art. 30).

    Only what the actor sees is moved. Raises Breach("nothing_to_hand_over"), and what `assign`
    raises: then nothing is moved.
    """
    held = list(in_hand(session, by, account_id))
    if not held:
        raise Breach("nothing_to_hand_over", "30")
    for complaint in held:
        assign(session, complaint, to, by=by, at=at)
    return held


def _colleague(session: Session, complaint: Complaint, to: int, by: Actor) -> AccountView:
    found = account(session, to)
    if found is None or not found.active or found.role not in HANDLERS:
        raise Breach("not_a_colleague", "30")
    unit = found.unit_code or ""
    near = by.kind == "system" or unit in (by.unit_code, complaint.unit_code)
    if not near or complaint.unit_code not in units_below(session, unit):
        raise Breach("not_a_colleague", "30")
    return found
