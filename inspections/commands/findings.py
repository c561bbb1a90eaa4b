"""To note findings with what proves them, to rule on objections, and to drop what does not hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from inspections.commands.inspection_acts import log, require_member
from inspections.lifecycle import FINDING
from inspections.models import SEVERITIES, Evidence, Finding, Inspection
from inspections.queries.evidence import Proof, there
from inspections.queries.findings import repeated
from inspections.rules.inspecting import check_problem, check_ruling, given
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


@dataclass(frozen=True)
class Found:
    """What was found: the kind of breach, the facts, how grave, and what proves it."""

    title: str
    problem: str
    facts: str
    severity: str
    articles: tuple[str, ...] = ()
    evidence: tuple[Proof, ...] = ()


def note(session: Session, row: Inspection, of: Found, *, by: Actor, at: datetime) -> Finding:
    """Note a finding while the inspection is under way.

    An earlier standing finding of the same problem makes it a repeated one (屡查屡犯). Raises
    Breach for an unknown problem or article, and for evidence that is not there, not of the
    institution or out of the actor's sight.
    """
    _noting(session, row, by)
    before = session.scalar(
        select(func.max(Finding.ordinal)).where(Finding.inspection_id == row.id)
    )
    finding = Finding(
        state=FINDING.initial,
        inspection_id=row.id,
        institution_id=row.institution_id,
        ordinal=(before or 0) + 1,
        made_at=at,
        made_by=by.account_id,
    )
    _state(session, row, finding, of, at)
    session.add(finding)
    session.flush()
    _prove(session, row, finding, of.evidence, by, at)
    _log(session, row, finding, "note_finding", by, at)
    return finding


def amend(
    session: Session, row: Inspection, finding: Finding, of: Found, *, by: Actor, at: datetime
) -> None:
    """Write a finding anew that was not put to the institution yet, with its evidence."""
    _noting(session, row, by)
    if finding.state != FINDING.initial:
        raise Breach("finding_was_put", "34")
    _state(session, row, finding, of, at)
    _prove(session, row, finding, of.evidence, by, at)
    _log(session, row, finding, "amend_finding", by, at)


def uphold(
    session: Session, row: Inspection, finding: Finding, *, ruling: str, by: Actor, at: datetime
) -> None:
    """Uphold facts that were objected to, with reasons, or on which the institution was silent.

    Raises Breach while a silent institution still has its days.
    """
    FINDING.check(finding.state, "uphold")
    require_member(session, row, by)
    check_ruling(
        finding.state, finding.answered_at is not None, row.facts_due_on, business_date(at)
    )
    objected = finding.state == "objected"
    finding.ruling = given(ruling, "ruling_missing") if objected else ruling.strip()
    finding.ruled_at, finding.ruled_by = at, by.account_id
    FINDING.move(finding, "uphold")
    _log(session, row, finding, "uphold_finding", by, at, finding.ruling)


def drop(
    session: Session, row: Inspection, finding: Finding, *, ruling: str, by: Actor, at: datetime
) -> None:
    """Drop a finding with reasons; it stays on record."""
    FINDING.check(finding.state, "drop")
    require_member(session, row, by)
    finding.ruling = given(ruling, "ruling_missing")
    finding.ruled_at, finding.ruled_by = at, by.account_id
    FINDING.move(finding, "drop")
    _log(session, row, finding, "drop_finding", by, at, finding.ruling)


def _noting(session: Session, row: Inspection, by: Actor) -> None:
    if row.state != "under_way":
        raise Breach("findings_while_under_way", "34")
    require_member(session, row, by)


def _state(session: Session, row: Inspection, finding: Finding, of: Found, at: datetime) -> None:
    if of.severity not in SEVERITIES:
        raise Breach("unknown_severity", "34")
    finding.articles = list(check_problem(of.problem, of.articles, business_date(at)))
    finding.title = given(of.title, "finding_title_missing")
    finding.facts = given(of.facts, "finding_facts_missing")
    finding.problem, finding.severity = of.problem, of.severity
    earlier = repeated(session, row, of.problem)
    finding.repeats = earlier.id if earlier else None


def _prove(
    session: Session,
    row: Inspection,
    finding: Finding,
    proofs: Collection[Proof],
    by: Actor,
    at: datetime,
) -> None:
    wanted = tuple(dict.fromkeys(proofs))
    known = there(session, by, row, wanted)
    if wrong := [proof.ref for proof in wanted if proof not in known]:
        raise Breach("no_such_evidence", "34", refs="、".join(wrong[:10]))
    session.execute(delete(Evidence).where(Evidence.finding_id == finding.id))
    for proof in wanted:
        session.add(
            Evidence(
                finding_id=finding.id,
                kind=proof.kind,
                ref=proof.ref,
                linked_at=at,
                linked_by=by.account_id,
            )
        )
    session.flush()


def _log(
    session: Session,
    row: Inspection,
    finding: Finding,
    act: str,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    facts = {"finding": finding.ordinal, "problem": finding.problem, "repeats": finding.repeats}
    log(session, row, f"inspection.{act}", by=by, at=at, reason=reason or None, **facts)
