"""To strike out what was wrongly entered on a time limit: it stays on record and counts no more.

The due date is counted anew from what remains. Later acts that could not have been entered without
the one struck out must be struck out first, so that whatever counts was lawful when it was done.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.limit_record import keep, must_have_reason
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules.time_limits import could_be_done, counted
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause

STRIKABLE = ("extension", "exclusion", "restart", "agreement")
"""What a person enters; a handling demanded by a review follows from the review (Art. 20)."""

CLOSED_TO_STRIKES = (*LIVE_NOT, "settled")


@clause("18")
def strike(
    session: Session,
    row: Forwarding,
    act: TimeLimitAct,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> TimeLimitAct:
    """Strike out an act on a time limit with a reason, and count the due date anew (Art. 18).

    Whoever entered it may, the institution's administrator, and a supervisor of the regulator.
    Raises Breach once the case is settled, for what is struck out already, and for an act on
    which a later one rests.
    """
    if not may_strike(act, by):
        raise Breach("strike_not_yours", "18")
    if row.state in CLOSED_TO_STRIKES:
        raise Breach("strike_closed", "18")
    acts = acts_of(session, row)
    standing = counted(acts)
    if act.kind not in STRIKABLE or act not in standing:
        raise Breach("nothing_to_strike", "18")
    must_have_reason(reason)
    if _resting_on(session, row, standing, act):
        raise Breach("strike_later_first", "18")
    made = keep(session, row, "strike", strikes=act.id, reason=reason.strip(), by=by, at=at)
    if by.is_staff:
        key, payload = f"limit.struck:{made.id}", {"forwarding_id": row.id}
        outbox.post(session, "limit.struck", key, payload, at)
    return made


def may_strike(act: TimeLimitAct, by: Actor) -> bool:
    """Return whether somebody in whose sight an act is may strike it out."""
    entered = by.kind == "system" or (by.is_signed_in and act.by == by.account_id)
    return entered or by.role in ("institution_admin", "supervisor")


def _resting_on(
    session: Session, row: Forwarding, acts: Sequence[TimeLimitAct], struck: TimeLimitAct
) -> list[TimeLimitAct]:
    """Return the later acts that could be entered with an act and not without it."""
    place = acts.index(struck)
    found = []
    for later in range(place + 1, len(acts)):
        act, done_on = acts[later], business_date(acts[later].at)
        before, without = (
            limit_of(session, row, earlier)
            for earlier in (acts[:later], [*acts[:place], *acts[place + 1 : later]])
        )
        if could_be_done(act, before, done_on) and not could_be_done(act, without, done_on):
            found.append(act)
    return found
