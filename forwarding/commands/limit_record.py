"""How an act on a time limit is kept: its row, the due date that follows, the audit line."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import flag_modified

from forwarding.commands.acts import log
from forwarding.commands.moved import Moved, Why
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules.time_limits import Limit
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


def touch(row: Forwarding) -> None:
    """Let a forwarding's version grow although nothing on it changed: a second click is noticed."""
    flag_modified(row, "due_on")


def must_be_open(row: Forwarding) -> None:
    """Raise a Breach unless the institution still has the case in hand."""
    if row.state not in OPEN_FORWARDING_STATES:
        raise Breach("time_limit_closed", "18")


def running(session: Session, row: Forwarding, at: datetime) -> Limit:
    """Return a time limit that runs at this instant; raises a Breach when it is over."""
    must_be_open(row)
    limit = limit_of(session, row)
    if not limit.runs_on(business_date(at)):
        raise Breach("limit_over", "18", due_on=row.due_on)
    return limit


def must_have_reason(reason: str) -> None:
    """Raise a Breach for an act without a reason."""
    if not reason.strip():
        raise Breach("limit_reason_missing", "18")


_ACTS = {
    "extension": ("extend", "18"),
    "exclusion": ("exclude", "18"),
    "restart": ("restart", "18"),
    "agreement": ("agree", "21"),
    "redo": ("redo", "20"),
    "strike": ("strike", "18"),
}


def keep(
    session: Session, row: Forwarding, kind: str, *, by: Actor, at: datetime, **facts: Any
) -> TimeLimitAct:
    """Keep an act of a kind with its facts, and let the due date follow."""
    before = row.due_on
    act = TimeLimitAct(
        forwarding_id=row.id,
        kind=kind,
        due_before=before,
        due_after=before,
        at=at,
        by=by.account_id,
        **facts,
    )
    session.add(act)
    session.flush()
    settle(session, row)
    act.due_after = row.due_on
    name, article = _ACTS[kind]
    known = {"tier": act.tier, "ground": act.ground}
    said = {key: value for key, value in known.items() if value}
    log_limit(session, row, name, before, article=article, by=by, at=at, **said)
    return act


def settle(session: Session, row: Forwarding) -> None:
    """Give a forwarding the due date its record says; the day to report by goes along with it."""
    limit = limit_of(session, row, acts_of(session, row))
    if row.report_by == row.due_on:
        row.report_by = limit.stored_due_on
    row.due_on, row.tier = limit.stored_due_on, limit.tier
    row.paused_on = limit.paused_on
    touch(row)


def recount_institutions(session: Session, since: date, *, by: Actor, at: datetime) -> list[Moved]:
    """Count the open time limits of institutions reached since a day again (Art. 18, 45).

    Returns those that moved, each with its complaint's number.
    """
    found = (
        select(Forwarding)
        .where(Forwarding.state.in_(OPEN_FORWARDING_STATES), Forwarding.reached_on >= since)
        .options(joinedload(Forwarding.complaint))
        .order_by(Forwarding.id)
    )
    moved = []
    for row in session.scalars(found.with_for_update(of=Forwarding)):
        before = row.due_on
        if limit_of(session, row).stored_due_on == before:
            continue
        settle(session, row)
        log_limit(session, row, "recount", before, article="18", by=by, at=at)
        case, why = row.complaint, Why("rules")
        ends = (case.number, before, row.due_on, why)
        moved.append(Moved(*ends, case.id, case.unit_code, case.assigned_to))
    return moved


def log_limit(
    session: Session,
    row: Forwarding,
    act: str,
    before: date,
    *,
    article: str = "18",
    by: Actor,
    at: datetime,
    **facts: Any,
) -> None:
    """Append the audit line of an act, with the due date before and after it."""
    log(
        session,
        row.complaint,
        f"forwarding.{act}",
        article=article,
        by=by,
        at=at,
        forwarding_id=row.id,
        institution_id=row.institution_id,
        before=before.isoformat(),
        after=row.due_on.isoformat(),
        paused_on=row.paused_on and row.paused_on.isoformat(),
        **facts,
    )
