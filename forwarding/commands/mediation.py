"""A mediation (调解) of a forwarded dispute: consent, application, acceptance, end, performance.

From its acceptance to its end its days do not count in the institution's time limit (Art. 23).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from forwarding.commands.acts import log
from forwarding.commands.limit_record import touch
from forwarding.commands.time_limits import end_exclusion, exclude
from forwarding.lifecycle import LIVE_NOT, MEDIATION, OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, Mediation, TimeLimitAct
from forwarding.queries.time_limits import limit_of
from forwarding.vocabulary.time_limits import MEDIATION_RESULTS
from portal.institutions.queries import mediator
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause

AFTER_ACCEPTANCE = ("agreed", "failed")
NEED_NOTE = ("refused_with_cause", "refused")


@dataclass(frozen=True)
class Outcome:
    """How a mediation ended: the day, the coded result, the sum agreed in yuan, a note."""

    ended_on: date
    result: str
    amount: Decimal | None = None
    note: str | None = None


@clause("23")
def apply(
    session: Session,
    row: Forwarding,
    *,
    organisation_id: int,
    consented_on: date,
    applied_on: date,
    by: Actor,
    at: datetime,
) -> Mediation:
    """Note that both sides consented and applied to an organisation (Art. 23). Raises Breach."""
    if row.state in LIVE_NOT:
        raise Breach("mediation_closed", "23")
    if _open(session, row):
        raise Breach("mediation_open", "23")
    first = row.complaint.received_on
    _within(first, business_date(at), consented_on, applied_on)
    chosen = mediator(session, organisation_id)
    if chosen is None:
        raise Breach("unknown_mediator", "39")
    if not chosen.active_on(applied_on):
        raise Breach("mediator_not_active", "39", name=chosen.name)
    made = Mediation(
        forwarding_id=row.id,
        organisation_id=chosen.id,
        state=MEDIATION.initial,
        consented_on=consented_on,
        applied_on=applied_on,
        entered_at=at,
        entered_by=by.account_id,
    )
    session.add(made)
    session.flush()
    _log(session, row, made, "apply", by=by, at=at)
    return made


@clause("23")
def accept(
    session: Session,
    row: Forwarding,
    mediation: Mediation,
    *,
    accepted_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Note that the organisation accepted; from that day on the time limit pauses (Art. 23)."""
    _within(mediation.applied_on, business_date(at), accepted_on)
    MEDIATION.move(mediation, "accept")
    mediation.accepted_on = accepted_on
    session.flush()
    if _counts_within(session, row, accepted_on):
        exclude(
            session,
            row,
            ground="mediation",
            began_on=max(accepted_on, row.reached_on),
            reason=MEDIATION_REASON,
            mediation_id=mediation.id,
            by=by,
            at=at,
        )
    _log(session, row, mediation, "accept", by=by, at=at)


MEDIATION_REASON = "调解组织受理调解。"
"""The reason kept with the excluded period that an acceptance opens."""


@clause("23", "24")
def end(
    session: Session,
    row: Forwarding,
    mediation: Mediation,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Note how a mediation ended, and let the time limit go on (Art. 23, 24). Raises Breach."""
    since = mediation.accepted_on or mediation.applied_on
    _within(since, business_date(at), outcome.ended_on)
    _check_outcome(mediation, outcome)
    mediation.ended_on, mediation.result = outcome.ended_on, outcome.result
    mediation.amount, mediation.note = outcome.amount, outcome.note or None
    MEDIATION.move(mediation, "end")
    session.flush()
    period = _period(session, mediation)
    if period and row.state not in LIVE_NOT:
        ended_on = max(outcome.ended_on, period.began_on or outcome.ended_on)
        end_exclusion(session, row, period, ended_on=ended_on, by=by, at=at)
    _log(session, row, mediation, "end", by=by, at=at, result=outcome.result)


def _check_outcome(mediation: Mediation, outcome: Outcome) -> None:
    if outcome.result not in MEDIATION_RESULTS:
        raise Breach("mediation_result_unknown", "23")
    if outcome.result in AFTER_ACCEPTANCE and mediation.accepted_on is None:
        raise Breach("mediation_not_accepted", "23")
    if outcome.result in NEED_NOTE and not (outcome.note or "").strip():
        raise Breach("mediation_note_missing", "24")
    if outcome.amount is not None and outcome.result != "agreed":
        raise Breach("mediation_amount_without_agreement", "24")


@clause("24")
def perform(
    session: Session,
    row: Forwarding,
    mediation: Mediation,
    *,
    performed_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Note when the institution performed what a mediation agreed (Art. 24). Raises Breach."""
    if mediation.result != "agreed" or mediation.ended_on is None or mediation.performed_on:
        raise Breach("nothing_to_perform", "24")
    _within(mediation.ended_on, business_date(at), performed_on)
    mediation.performed_on = performed_on
    _log(session, row, mediation, "perform", by=by, at=at, article="24")


def _open(session: Session, row: Forwarding) -> bool:
    found = select(Mediation.id).where(
        Mediation.forwarding_id == row.id, Mediation.state != "ended"
    )
    return session.scalar(found) is not None


def _within(since: date, until: date, *days: date) -> None:
    """Raise a Breach unless the days lie in their order between two others."""
    if [since, *days, until] != sorted([since, *days, until]):
        raise Breach("mediation_days", "23", since=since, until=until)


def _counts_within(session: Session, row: Forwarding, day: date) -> bool:
    """Return whether a period from this day touches a limit that is still the institution's."""
    open_still = row.state in OPEN_FORWARDING_STATES
    return open_still and limit_of(session, row).runs_on(max(day, row.reached_on))


def _period(session: Session, mediation: Mediation) -> TimeLimitAct | None:
    strike = aliased(TimeLimitAct)
    found = select(TimeLimitAct).where(
        TimeLimitAct.mediation_id == mediation.id,
        TimeLimitAct.ended_on.is_(None),
        ~exists().where(strike.strikes == TimeLimitAct.id),
    )
    return session.scalar(found)


def _log(
    session: Session,
    row: Forwarding,
    mediation: Mediation,
    act: str,
    *,
    article: str = "23",
    by: Actor,
    at: datetime,
    **facts: Any,
) -> None:
    touch(row)
    log(
        session,
        row.complaint,
        f"mediation.{act}",
        article=article,
        by=by,
        at=at,
        forwarding_id=row.id,
        institution_id=row.institution_id,
        mediation_id=mediation.id,
        **facts,
    )
