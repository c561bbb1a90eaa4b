"""What moves an institution's time limit: each act is kept, and the due date follows (Art. 18).

Every act holds the due date before and after; the reasons are encrypted and stay out of the
audit trail, which tells the dates.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from forwarding.commands.limit_record import (
    keep,
    log_limit,
    must_be_open,
    must_have_reason,
    running,
    settle,
)
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules.time_limits import (
    Limit,
    approval_needed,
    counted,
    next_tier,
    told_needed,
)
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause


@dataclass(frozen=True)
class Approval:
    """Who approved an extension, at which level, and when the complainant was told of it."""

    level: str | None = None
    approver: str | None = None
    approved_on: date | None = None
    told_on: date | None = None
    told_means: str | None = None


@clause("18")
def extend(
    session: Session,
    row: Forwarding,
    *,
    tier: str,
    reason: str,
    approval: Approval | None = None,
    by: Actor,
    at: datetime,
) -> TimeLimitAct:
    """Extend a time limit to its next tier while the present one runs (Art. 18).

    An especially complex case needs approver, level, date and the telling. Raises Breach.
    """
    approval, limit = approval or Approval(), running(session, row, at)
    if limit.agreed:
        raise Breach("agreed_date_holds", "21", due_on=row.due_on)
    if tier != next_tier(limit.tier):
        raise Breach("not_the_next_tier", "18")
    must_have_reason(reason)
    _check_approval(row, tier, approval, business_date(at))
    facts = {
        "tier": tier,
        "approver_level": approval.level,
        "approver": approval.approver,
        "approved_on": approval.approved_on,
        "told_on": approval.told_on,
        "told_means": approval.told_means,
    }
    return keep(session, row, "extension", reason=reason, by=by, at=at, **facts)


def _check_approval(row: Forwarding, tier: str, approval: Approval, today: date) -> None:
    given = (approval.level, approval.approver, approval.approved_on, approval.told_on)
    if approval_needed(tier) and not all(given):
        raise Breach("approval_missing", "18")
    for day in (approval.approved_on, approval.told_on):
        if day and not row.reached_on <= day <= today:
            raise Breach("day_outside", "18", since=row.reached_on, until=today)
    if approval.approved_on and approval.told_on and approval.told_on < approval.approved_on:
        raise Breach("told_before_approval", "18", approved_on=approval.approved_on)
    if approval.told_on and not approval.told_means:
        raise Breach("told_means_missing", "21")


@clause("18")
def exclude(
    session: Session,
    row: Forwarding,
    *,
    ground: str,
    began_on: date,
    ended_on: date | None = None,
    reason: str,
    told_on: date | None = None,
    told_means: str | None = None,
    mediation_id: int | None = None,
    by: Actor,
    at: datetime,
) -> TimeLimitAct:
    """Exclude a period from a time limit, from its first day to its last, both included (Art. 18).

    A period without an end pauses the limit. Appraisal, testing and assessment count only when
    the complainant was told while the limit ran; mediation always (Art. 23). Raises Breach.
    """
    must_be_open(row)
    must_have_reason(reason)
    limit, today = limit_of(session, row), business_date(at)
    if not row.reached_on <= began_on <= today:
        raise Breach("day_outside", "18", since=row.reached_on, until=today)
    if not limit.runs_on(began_on):
        raise Breach("limit_over", "18", due_on=row.due_on)
    _check_end(began_on, ended_on, today)
    if told_needed(ground):
        _check_told(row, limit, told_on, told_means, today)
    facts = {
        "ground": ground,
        "began_on": began_on,
        "ended_on": ended_on,
        "told_on": told_on,
        "told_means": told_means,
        "mediation_id": mediation_id,
    }
    return keep(session, row, "exclusion", reason=reason, by=by, at=at, **facts)


def _check_end(began_on: date, ended_on: date | None, today: date) -> None:
    if ended_on and not began_on <= ended_on <= today:
        raise Breach("ended_outside", "18", since=began_on, until=today)


def _check_told(
    row: Forwarding, limit: Limit, told_on: date | None, means: str | None, today: date
) -> None:
    if told_on is None or not means:
        raise Breach("exclusion_untold", "18")
    if not row.reached_on <= told_on <= today:
        raise Breach("day_outside", "18", since=row.reached_on, until=today)
    if not limit.runs_on(told_on):
        raise Breach("told_after_limit", "18", due_on=row.due_on)


@clause("18")
def end_exclusion(
    session: Session,
    row: Forwarding,
    act: TimeLimitAct,
    *,
    ended_on: date,
    by: Actor,
    at: datetime,
) -> TimeLimitAct:
    """End a period that still runs; the limit goes on the day after its last day (Art. 18)."""
    if row.state in LIVE_NOT:
        raise Breach("time_limit_closed", "18")
    over = act.kind != "exclusion" or act.began_on is None or act.ended_on is not None
    if over or act not in counted(acts_of(session, row)):
        raise Breach("exclusion_over", "18")
    _check_end(act.began_on, ended_on, business_date(at))
    before = row.due_on
    act.ended_on, act.ended_at, act.ended_by = ended_on, at, by.account_id
    session.flush()
    settle(session, row)
    act.due_after = row.due_on
    log_limit(session, row, "end_exclusion", before, by=by, at=at, ground=act.ground)
    return act


@clause("18")
def restart(
    session: Session,
    row: Forwarding,
    *,
    began_on: date,
    reason: str,
    new_facts: bool = True,
    by: Actor,
    at: datetime,
) -> TimeLimitAct:
    """Start a time limit anew: due fifteen days after the day of the new material (Art. 18).

    The tier is simple again. A repeat of the same facts moves nothing, and nothing can restart
    a limit that was over when the material came. Raises Breach.
    """
    must_be_open(row)
    if not new_facts:
        raise Breach("repeat_moves_nothing", "18")
    must_have_reason(reason)
    limit, today = limit_of(session, row), business_date(at)
    if not limit.since <= began_on <= today:
        raise Breach("day_outside", "18", since=limit.since, until=today)
    if not limit.runs_on(began_on):
        raise Breach("limit_over", "18", due_on=row.due_on)
    return keep(session, row, "restart", reason=reason, began_on=began_on, by=by, at=at)


@clause("21")
def agree(
    session: Session,
    row: Forwarding,
    *,
    agreed_on: date,
    made_on: date,
    means: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> TimeLimitAct:
    """Note a date agreed with the complainant, which then prevails (Art. 21).

    `made_on` is the day on which it was agreed and `means` how that is kept. It must be noted
    while the limit runs: nothing agreed afterwards undoes that a limit was missed. Raises Breach.
    """
    running(session, row, at)
    must_have_reason(reason)
    today = business_date(at)
    if not row.reached_on <= made_on <= today:
        raise Breach("day_outside", "21", since=row.reached_on, until=today)
    if agreed_on < today or (agreed_on - today).days > LONGEST_AGREEMENT_DAYS:
        raise Breach("agreed_on_past", "21", day=today, days=LONGEST_AGREEMENT_DAYS)
    facts = {"agreed_on": agreed_on, "told_on": made_on, "told_means": means}
    return keep(session, row, "agreement", reason=reason, by=by, at=at, **facts)


LONGEST_AGREEMENT_DAYS = 366
"""Setting: how far ahead an agreed date may lie, so that a slip of the pen is noticed."""
