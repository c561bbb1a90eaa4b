"""What officers do with what the rules propose, and with the rules' numbers."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from inspections.lifecycle import PROPOSAL
from inspections.models import Proposal, ProposalRule
from inspections.queries.proposals import named_by_another, taken_up_by
from inspections.rules.proposing import RULES, Setting
from portal.kernel import audit
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

_LEAST_REASON = 4


def dismiss(session: Session, row: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Dismiss a proposal with a reason; for the same evidence it does not come back."""
    reason = _given(reason)
    PROPOSAL.check(row.state, "dismiss")
    row.decided_at, row.decided_by, row.decided_why = at, by.account_id, reason
    PROPOSAL.move(row, "dismiss")
    _log(session, row, "proposal.dismiss", by=by, at=at, reason=reason)


def take_up(
    session: Session, row: Proposal, kind: str, about_id: int, *, by: Actor, at: datetime
) -> None:
    """Note that a proposal became an inspection or a rectification, whose id is given.

    What takes it up names it as its `proposal_id` in the same transaction.
    """
    PROPOSAL.check(row.state, "take_up")
    row.decided_at, row.decided_by = at, by.account_id
    row.taken_up_as = f"{kind}:{about_id}"
    PROPOSAL.move(row, "take_up")
    _log(session, row, "proposal.take_up", by=by, at=at)


def note_taken_up(session: Session, *, at: datetime) -> None:
    """Take up every open proposal that an inspection or a rectification already names."""
    for row in session.scalars(named_by_another()):
        for kind, about_id in taken_up_by(session, row)[:1]:
            take_up(session, row, kind, about_id, by=SYSTEM, at=at)


def set_rule(
    session: Session,
    rule: str,
    of: Setting,
    *,
    effective_from: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> ProposalRule:
    """Set a rule's numbers for the actor's unit and those below, from a day on, never before."""
    reason = _given(reason)
    if rule not in RULES:
        raise Breach("unknown_proposal_rule", "")
    if effective_from < business_date(at):
        raise Breach("proposal_rule_backdated", "", since=business_date(at))
    row = ProposalRule(
        unit_code=by.unit_code,
        rule=rule,
        effective_from=effective_from,
        enabled=of.enabled,
        least=of.least,
        days=of.days,
        reason=reason,
        made_at=at,
        made_by=by.account_id,
    )
    session.add(row)
    session.flush()
    facts = {"rule": rule, "enabled": of.enabled, "least": of.least, "days": of.days}
    audit.record(
        session,
        by=by,
        act="proposal.set_rule",
        subject=("proposal_rule", row.id),
        at=at,
        unit_code=by.unit_code,
        reason=reason,
        facts=facts,
    )
    return row


def _given(reason: str) -> str:
    if len(reason.strip()) < _LEAST_REASON:
        raise Breach("proposal_reason_missing", "")
    return reason.strip()


def _log(
    session: Session, row: Proposal, act: str, *, by: Actor, at: datetime, reason: str | None = None
) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=("proposal", row.id),
        at=at,
        unit_code=row.unit_code,
        reason=reason,
        facts={"rule": row.rule, "institution_id": row.institution_id, "as": row.taken_up_as},
    )
