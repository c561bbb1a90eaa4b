"""What may prove a finding: what is there, of the institution, and in the actor's territory."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forwarding.queries.supervision import numbers_against
from inspections.models import DocumentRequest, Inspection, KeptFile, Proposal, WorkingPaper
from portal.filings.queries.supervision import evidence_against
from portal.institutions.queries import institutions_below
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class Proof:
    """One piece of evidence: its kind, and the number or id under which its package knows it."""

    kind: str
    ref: str


def there(
    session: Session, actor: Actor, row: Inspection, proofs: Collection[Proof]
) -> frozenset[Proof]:
    """Return those of some proofs that may prove a finding of an inspection."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for proof in proofs:
        wanted[proof.kind].add(proof.ref)
    own = institutions_below(session, row.institution_id)
    found = {
        Proof(kind, ref)
        for kind, refs in wanted.items()
        if kind in _THERE
        for ref in _THERE[kind](session, actor, row, own, refs)
    }
    return frozenset(found)


def carried_from(session: Session, row: Inspection) -> tuple[Proof, ...]:
    """Return the evidence of the proposal that an inspection takes up."""
    of = session.get(Proposal, row.proposal_id) if row.proposal_id else None
    kept = of.evidence if of is not None else []
    return tuple(Proof(each["kind"], each["ref"]) for each in kept if each["kind"] in _THERE)


def files_of(session: Session, row: Inspection) -> list[KeptFile]:
    """Return the files that hang on an inspection, its requests or its papers."""
    requests = select(DocumentRequest.id).where(DocumentRequest.inspection_id == row.id)
    papers = select(WorkingPaper.id).where(WorkingPaper.inspection_id == row.id)
    of = KeptFile
    found = select(of).where(
        or_(
            (of.about == "inspection") & (of.about_id == row.id),
            (of.about == "request") & of.about_id.in_(requests),
            (of.about == "paper") & of.about_id.in_(papers),
        )
    )
    return list(session.scalars(found.order_by(of.id)))


def _complaints(
    session: Session, actor: Actor, _row: Inspection, own: Collection[int], refs: set[str]
) -> Collection[str]:
    return numbers_against(session, actor, own, refs)


def _filed(kind: str) -> "_Kind":
    def found(
        session: Session, actor: Actor, _row: Inspection, own: Collection[int], refs: set[str]
    ) -> Collection[str]:
        there = evidence_against(session, actor, kind, own, _numbers(refs))
        return {str(each) for each in there}

    return found


def _papers(
    session: Session, _actor: Actor, row: Inspection, _own: Collection[int], refs: set[str]
) -> Collection[str]:
    of = WorkingPaper
    found = select(of.id).where(of.inspection_id == row.id, of.id.in_(_numbers(refs)))
    return {str(each) for each in session.scalars(found)}


def _files(
    session: Session, _actor: Actor, row: Inspection, _own: Collection[int], refs: set[str]
) -> Collection[str]:
    return {str(each.id) for each in files_of(session, row)} & refs


def _figures(
    session: Session, _actor: Actor, row: Inspection, _own: Collection[int], refs: set[str]
) -> Collection[str]:
    carried = {proof.ref for proof in carried_from(session, row) if proof.kind == "figure"}
    return refs & ({*row.figures} | carried)


def _numbers(refs: set[str]) -> list[int]:
    return [int(ref) for ref in refs if ref.isascii() and ref.isdecimal() and len(ref) < 19]


_Kind = Callable[[Session, Actor, Inspection, Collection[int], set[str]], Collection[str]]
_THERE: dict[str, Any] = {
    "complaint": _complaints,
    "filing": _filed("filing"),
    "duty": _filed("duty"),
    "channel_check": _filed("channel_check"),
    "paper": _papers,
    "file": _files,
    "figure": _figures,
}
