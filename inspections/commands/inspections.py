"""To plan, approve, announce, enter and call off an inspection (Art. 34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from inspections.commands import proposals
from inspections.commands.inspection_acts import log, members, move, require_team, tell
from inspections.commands.letters import issue
from inspections.lifecycle import INSPECTION
from inspections.models import MODES, Inspection, Letter, Proposal
from inspections.queries.letters import letters_about
from inspections.rules.inspecting import check_second, check_span, given
from portal.accounts.queries import account_names
from portal.institutions.queries import answers_to
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

_FOLLOWED = ("concluded", "archived")
_PLANNED = ("planned", "approved")


@dataclass(frozen=True)
class Plan:
    """What is to be looked into, why, how, and when."""

    title: str
    year: int
    mode: str
    reason: str
    scope: str
    from_on: date | None = None
    until_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def plan(
    session: Session,
    institution_id: int,
    of: Plan,
    *,
    figures: Mapping[str, Any] | None = None,
    proposal_id: int | None = None,
    follow_up_of: Inspection | None = None,
    by: Actor,
    at: datetime,
) -> Inspection:
    """Put an inspection into the plan of the actor's unit, with the figures of the day.

    A proposal it comes from is taken up by it. Raises Breach for an institution out of sight and
    for a follow-up of what is not concluded.
    """
    if not answers_to(session, by, institution_id):
        raise Breach("inspected_out_of_sight", "34")
    if follow_up_of is not None and (
        follow_up_of.state not in _FOLLOWED or follow_up_of.institution_id != institution_id
    ):
        raise Breach("nothing_to_follow_up", "34")
    row = Inspection(
        state=INSPECTION.initial,
        unit_code=by.unit_code,
        institution_id=institution_id,
        follow_up_of=follow_up_of.id if follow_up_of else None,
        proposal_id=proposal_id,
        figures=dict(figures or {}),
        made_at=at,
        made_by=by.account_id,
    )
    _state(row, of)
    session.add(row)
    session.flush()
    log(session, row, "inspection.plan", by=by, at=at, year=row.year)
    if proposal_id is not None:
        from_rule = session.get_one(Proposal, proposal_id, with_for_update=True)
        proposals.take_up(session, from_rule, "inspection", row.id, by=by, at=at)
    return row


def amend(session: Session, row: Inspection, of: Plan, *, by: Actor, at: datetime) -> None:
    """Change a plan that nobody has before him; once approved, only its days."""
    if row.state not in _PLANNED:
        raise Breach("plan_is_fixed", "34")
    if row.state == "approved" and _fixed(row) != (of.title, of.reason, of.scope, of.mode):
        raise Breach("approved_plan_is_fixed", "34")
    _state(row, of)
    log(session, row, "inspection.amend", by=by, at=at)


def propose(session: Session, row: Inspection, *, by: Actor, at: datetime) -> None:
    """Lay a plan before the responsible head; it says why and what is looked into."""
    INSPECTION.check(row.state, "propose")
    given(row.reason, "inspection_reason_missing")
    given(row.scope, "inspection_scope_missing")
    row.proposed_at, row.proposed_by, row.rejected_why = at, by.account_id, ""
    move(session, row, "propose", by=by, at=at)


def reject(session: Session, row: Inspection, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a plan back to who proposed it, with a reason."""
    INSPECTION.check(row.state, "reject")
    row.rejected_why = given(reason, "inspection_why_missing")
    move(session, row, "reject", by=by, at=at, reason=row.rejected_why)


def approve(session: Session, row: Inspection, *, by: Actor, at: datetime) -> None:
    """Approve a plan as the responsible head; never as the one who proposed it."""
    INSPECTION.check(row.state, "approve")
    check_second(row.proposed_by, by.account_id)
    row.approved_at, row.approved_by = at, by.account_id
    move(session, row, "approve", by=by, at=at)


def give_notice(session: Session, row: Inspection, *, by: Actor, at: datetime) -> Letter:
    """Give the institution notice of an inspection by letter (检查通知书).

    Raises Breach while fewer than two declared to be free of conflicts, and without days.
    """
    INSPECTION.check(row.state, "give_notice")
    require_team(session, row)
    if row.starts_on is None or row.ends_on is None:
        raise Breach("inspection_days_missing", "34")
    if row.ends_on < business_date(at):
        raise Breach("inspection_days_past", "34", day=row.ends_on)
    row.noticed_at = at
    move(session, row, "give_notice", by=by, at=at)
    return letter(session, row, "inspection_notice", notice_facts(session, row), by=by, at=at)


def notice_facts(session: Session, row: Inspection) -> dict[str, Any]:
    """Return what the notice says besides unit, number and day."""
    free = [each for each in members(session, row) if each.conflict is False]
    names = account_names(session, {each.account_id for each in free})
    return {
        "title": row.title,
        "mode": row.mode,
        "scope": row.scope,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "team": [names[each.account_id] + ("（组长）" if each.leads else "") for each in free],
    }


def enter(session: Session, row: Inspection, *, on: date, by: Actor, at: datetime) -> None:
    """Note the day on which the inspectors began; the notice was served by then."""
    INSPECTION.check(row.state, "enter")
    require_team(session, row)
    notice = letter_of(session, row, "inspection_notice")
    if notice is None or notice.served_on is None:
        raise Breach("notice_not_served", "34")
    if not notice.served_on <= on <= business_date(at):
        raise Breach("entered_on_wrong_day", "34", day=notice.served_on)
    row.entered_on = on
    move(session, row, "enter", by=by, at=at, on=on.isoformat())


def call_off(session: Session, row: Inspection, *, reason: str, by: Actor, at: datetime) -> None:
    """Call an inspection off with a reason; what was noted of it stays on record.

    An institution that had notice is told.
    """
    INSPECTION.check(row.state, "call_off")
    row.ended_reason = given(reason, "inspection_why_missing")
    move(session, row, "call_off", by=by, at=at, reason=row.ended_reason)
    if row.noticed_at is not None:
        tell(session, row, "called_off", at, key="once")


def letter(
    session: Session,
    row: Inspection,
    kind: str,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Letter:
    """Issue a letter of an inspection to its institution."""
    return issue(
        session,
        kind,
        about="inspection",
        about_id=row.id,
        institution_id=row.institution_id,
        unit_code=row.unit_code,
        facts=facts,
        by=by,
        at=at,
    )


def letter_of(session: Session, row: Inspection, kind: str) -> Letter | None:
    """Return the letter of a kind that an inspection has, or None."""
    found = letters_about(session, "inspection", row.id)
    return next((each for each in found if each.kind == kind), None)


def _fixed(row: Inspection) -> tuple[str, str, str, str]:
    return row.title, row.reason, row.scope, row.mode


def _state(row: Inspection, of: Plan) -> None:
    if of.mode not in MODES:
        raise Breach("unknown_mode_of_inspection", "34")
    check_span(of.from_on, of.until_on)
    check_span(of.starts_on, of.ends_on)
    row.title = given(of.title, "inspection_title_missing")
    row.year, row.mode = of.year, of.mode
    row.reason, row.scope = of.reason.strip(), of.scope.strip()
    row.from_on, row.until_on = of.from_on, of.until_on
    row.starts_on, row.ends_on = of.starts_on, of.ends_on
