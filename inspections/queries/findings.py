"""Findings in sight of an actor: those of an inspection, those that stand, and repeated ones."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inspections.lifecycle import STANDING_FINDING
from inspections.models import Evidence, Finding, Inspection
from inspections.queries.access import inspections_visible_to
from inspections.rules.problems import OTHER
from portal.institutions.queries import card, institutions_below
from portal.kernel.actor import Actor


def findings_visible_to(actor: Actor) -> Select[Finding]:
    """Return the findings an actor may see; institutions those put to them."""
    seen = inspections_visible_to(actor).with_only_columns(Inspection.id)
    found = select(Finding).where(Finding.inspection_id.in_(seen))
    return found.where(Finding.put_at.is_not(None)) if actor.is_institution else found


def findings_of(session: Session, actor: Actor, inspection_id: int) -> Sequence[Finding]:
    """Return the findings of an inspection in sight, by their ordinals."""
    found = findings_visible_to(actor).where(Finding.inspection_id == inspection_id)
    return session.scalars(found.order_by(Finding.ordinal)).all()


def finding_by_id(session: Session, actor: Actor, finding_id: int) -> Finding | None:
    """Return a finding in sight, or None."""
    return session.scalar(findings_visible_to(actor).where(Finding.id == finding_id))


def standing(session: Session, actor: Actor, institution_id: int) -> Sequence[Finding]:
    """Return the standing findings against an institution, the newest first."""
    found = findings_visible_to(actor).where(
        Finding.institution_id == institution_id, Finding.state.in_(STANDING_FINDING)
    )
    return session.scalars(found.order_by(Finding.id.desc())).all()


def evidence_of(session: Session, finding: Finding) -> Sequence[Evidence]:
    """Return what proves a finding, in the order in which it was linked."""
    found = select(Evidence).where(Evidence.finding_id == finding.id)
    return session.scalars(found.order_by(Evidence.id)).all()


def family(session: Session, institution_id: int) -> frozenset[int]:
    """Return the ids of an institution's legal entity and all its branches (Art. 4)."""
    own = card(session, institution_id)
    return institutions_below(session, own.legal_entity_id) if own else frozenset()


def repeated(session: Session, row: Inspection, problem: str) -> Finding | None:
    """Return the newest standing finding of the same problem of an earlier inspection.

    Of the same institution, its branches or its head office; "other" problems repeat nothing.
    """
    if problem == OTHER:
        return None
    earlier = (
        select(Finding)
        .where(
            Finding.institution_id.in_(family(session, row.institution_id)),
            Finding.problem == problem,
            Finding.state.in_(STANDING_FINDING),
            Finding.inspection_id < row.id,
        )
        .order_by(Finding.id.desc())
    )
    return session.scalars(earlier.limit(1)).first()


def repeats_of(
    session: Session, findings: Sequence[Finding]
) -> dict[int, tuple[Finding, Inspection]]:
    """Return, by id, the earlier findings that some findings repeat, with their inspections."""
    wanted = {each.repeats for each in findings if each.repeats}
    found = (
        select(Finding, Inspection)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(Finding.id.in_(wanted))
    )
    return {row[0].id: (row[0], row[1]) for row in session.execute(found)}
