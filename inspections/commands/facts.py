"""Facts put to the institution, confirmed or objected to by it, and settled (Art. 34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.commands.inspection_acts import log, move, require_member, require_team, tell
from inspections.commands.inspections import letter
from inspections.lifecycle import FINDING, INSPECTION
from inspections.models import Evidence, Finding, Inspection, Letter
from inspections.rules.inspecting import check_last_day, given, is_past
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


@dataclass(frozen=True)
class Answer:
    """What the institution says of one finding: that it is so, or why it is not."""

    confirmed: bool
    objection: str = ""


def put(session: Session, row: Inspection, *, due_on: date, by: Actor, at: datetime) -> Letter:
    """Put the findings to the institution by letter (事实确认书), to be answered by a day."""
    INSPECTION.check(row.state, "put_facts")
    require_team(session, row)
    require_member(session, row, by)
    row.facts_due_on = check_last_day(due_on, business_date(at))
    row.facts_put_at = at
    found = of_inspection(session, row, FINDING.initial)
    for finding in found:
        finding.put_at = at
        FINDING.move(finding, "put")
    move(session, row, "put_facts", by=by, at=at, findings=len(found), due_on=str(due_on))
    facts = {"title": row.title, "due_on": row.facts_due_on, "findings": _told(session, found)}
    return letter(session, row, "fact_confirmation", facts, by=by, at=at)


def answer(
    session: Session,
    row: Inspection,
    answers: Mapping[int, Answer],
    *,
    signer: str,
    by: Actor,
    at: datetime,
) -> None:
    """Confirm or object to every finding that was put, signed by a named person, once.

    After the last day it is still taken until the facts are settled, and is noted as late.
    Raises Breach for a finding left out, an objection without reason, and without a name.
    """
    if row.state != "facts_put" or row.facts_answered_at is not None:
        raise Breach("no_facts_to_answer", "34")
    name = signer.strip()
    if not name:
        raise Breach("facts_signer_missing", "34")
    waiting = of_inspection(session, row, "put")
    if {finding.id for finding in waiting} != set(answers):
        raise Breach("answer_every_finding", "34")
    reasons = {
        key: "" if each.confirmed else given(each.objection, "objection_missing")
        for key, each in answers.items()
    }
    for finding in waiting:
        finding.answered_at, finding.objection = at, reasons[finding.id]
        FINDING.move(finding, "confirm" if answers[finding.id].confirmed else "object")
    row.facts_answered_at, row.facts_answered_by, row.facts_signer = at, by.account_id, name
    objected = sum(not each.confirmed for each in answers.values())
    late = is_past(row.facts_due_on, business_date(at))
    log(session, row, "inspection.answer_facts", by=by, at=at, objected=objected, late=late)
    tell(session, row, "facts_answered", at, key="once")


def settle(session: Session, row: Inspection, *, by: Actor, at: datetime) -> None:
    """Settle the facts: every finding was confirmed, upheld or dropped.

    Raises Breach while one waits, and while an institution that was told of none has its days.
    """
    INSPECTION.check(row.state, "settle_facts")
    require_member(session, row, by)
    open_ones = of_inspection(session, row, *_OPEN)
    if open_ones:
        places = "、".join(str(finding.ordinal) for finding in open_ones)
        raise Breach("findings_not_ruled_on", "34", places=places)
    today = business_date(at)
    if row.facts_answered_at is None and not is_past(row.facts_due_on, today):
        raise Breach("institution_still_has_time", "34", day=row.facts_due_on)
    move(session, row, "settle_facts", by=by, at=at)


def of_inspection(session: Session, row: Inspection, *states: str) -> list[Finding]:
    """Return an inspection's findings in some states, by their ordinals, held."""
    found = select(Finding).where(Finding.inspection_id == row.id, Finding.state.in_(states))
    held = found.order_by(Finding.ordinal).with_for_update()
    return list(session.scalars(held.execution_options(populate_existing=True)))


def told(finding: Finding) -> dict[str, Any]:
    """Return a finding as letters state it."""
    return {
        "title": finding.title,
        "facts": finding.facts,
        "articles": list(finding.articles),
        "severity": finding.severity,
        "repeated": finding.repeats is not None,
    }


_OPEN = ("drafted", "put", "objected")


def _told(session: Session, findings: list[Finding]) -> list[dict[str, Any]]:
    """Return findings for the letter, each with the complaints that prove it."""
    kept = select(Evidence.finding_id, Evidence.ref).where(
        Evidence.finding_id.in_([finding.id for finding in findings]), Evidence.kind == "complaint"
    )
    numbers: dict[int, list[str]] = {}
    for finding_id, ref in session.execute(kept.order_by(Evidence.ref)):
        numbers.setdefault(finding_id, []).append(ref)
    return [{**told(finding), "complaints": numbers.get(finding.id, [])} for finding in findings]
