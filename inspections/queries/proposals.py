"""Proposals of supervision in an actor's sight, and the evidence behind each."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from forwarding.queries.supervision import CaseLine, lines
from inspections.models import Inspection, Proposal, Rectification
from inspections.rules.proposing import RULES
from portal.accounts.queries import account_names, unit_names
from portal.filings.queries.supervision import CheckLine, DutyLine, check_lines, duty_lines
from portal.institutions.queries import Card, cards
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

HEAD_OFFICE = "000000"
_NEWEST = Order((Proposal.id,), descending=True)
_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; an empty value narrows nothing."""

    state: str = "open"
    rule: str = ""
    suggests: str = ""
    unit: str = ""
    institution_id: int | None = None


@dataclass(frozen=True)
class ProposalView:
    """A proposal with its institution, its unit and who decided."""

    row: Proposal
    institution: Card
    unit_name: str
    decided_by: str

    @property
    def count(self) -> int:
        """How many pieces of evidence stand behind it."""
        return len(self.row.evidence)


@dataclass(frozen=True)
class Behind:
    """The evidence of a proposal as its own packages show it."""

    cases: list[CaseLine]
    duties: list[DutyLine]
    checks: list[CheckLine]
    charges: tuple[str, ...]
    demands: list[Rectification]


@dataclass(frozen=True)
class Carried:
    """What a page that takes a proposal up begins with."""

    institution_id: int
    rule: str
    suggests: str
    ground: str
    articles: tuple[str, ...]
    evidence: tuple[dict[str, Any], ...]
    demand_id: int | None


def visible_to(actor: Actor) -> Select[Proposal]:
    """Return the proposals of the actor's unit and below; institutions see none."""
    found = select(Proposal)
    if actor.kind == "system" or (actor.is_staff and actor.unit_code == HEAD_OFFICE):
        return found
    return found.where(Proposal.unit_code.in_(sorted(actor.unit_codes if actor.is_staff else ())))


def proposal(session: Session, actor: Actor, proposal_id: int) -> ProposalView | None:
    """Return a proposal in sight, or None."""
    row = session.scalar(visible_to(actor).where(Proposal.id == proposal_id))
    return _shown(session, [row])[0] if row else None


def page(
    session: Session, actor: Actor, wanted: Wanted, position: Position | None
) -> Page[ProposalView]:
    """Return a page of the list, the newest first."""
    found = visible_to(actor).where(Proposal.state == wanted.state)
    if wanted.rule:
        found = found.where(Proposal.rule == wanted.rule)
    if wanted.suggests:
        found = found.where(Proposal.suggests == wanted.suggests)
    if wanted.unit:
        found = found.where(Proposal.unit_code == wanted.unit)
    if wanted.institution_id is not None:
        found = found.where(Proposal.institution_id == wanted.institution_id)
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    return Page(_shown(session, part.items), part.next, part.previous)


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many open proposals in sight there are, by rule."""
    among = visible_to(actor).where(Proposal.state == "open").subquery()
    found = select(among.c.rule, func.count()).group_by(among.c.rule)
    return {row[0]: row[1] for row in session.execute(found)}


def behind(session: Session, actor: Actor, row: Proposal) -> Behind:
    """Return the evidence of a proposal; cases out of the actor's sight are left out."""
    return Behind(
        cases=lines(session, actor, _refs(row, "complaint")),
        duties=duty_lines(session, _numbers(row, "duty")),
        checks=check_lines(session, _numbers(row, "channel_check")),
        charges=tuple(_refs(row, "figure")),
        demands=list(
            session.scalars(
                select(Rectification).where(Rectification.id.in_(_numbers(row, "rectification")))
            )
        ),
    )


def carried(row: Proposal) -> Carried:
    """Return what an inspection, a demand or an order takes over from a proposal."""
    demand = next(iter(_numbers(row, "rectification")), None)
    return Carried(
        institution_id=row.institution_id,
        rule=row.rule,
        suggests=row.suggests,
        ground=row.ground,
        articles=RULES[row.rule].articles if row.rule in RULES else (),
        evidence=tuple(each for each in row.evidence if each["kind"] != "rectification"),
        demand_id=demand,
    )


def taken_up_by(session: Session, row: Proposal) -> list[tuple[str, int]]:
    """Return what refers to a proposal as its origin: ("inspection" or "rectification", id)."""
    inspections = select(Inspection.id).where(
        Inspection.proposal_id == row.id, Inspection.state != "called_off"
    )
    rectifications = select(Rectification.id).where(
        Rectification.proposal_id == row.id, Rectification.state != "discarded"
    )
    return [("inspection", each) for each in session.scalars(inspections)] + [
        ("rectification", each) for each in session.scalars(rectifications)
    ]


def named_by_another() -> Select[Proposal]:
    """Return the open proposals that an inspection or a rectification names as its origin."""
    of = select(Inspection.proposal_id).where(Inspection.proposal_id.is_not(None))
    also = select(Rectification.proposal_id).where(Rectification.proposal_id.is_not(None))
    return select(Proposal).where(Proposal.state == "open", Proposal.id.in_(of.union(also)))


def _refs(row: Proposal, kind: str) -> list[str]:
    return [each["ref"] for each in row.evidence if each["kind"] == kind]


def _numbers(row: Proposal, kind: str) -> list[int]:
    return [int(ref) for ref in _refs(row, kind)]


def _shown(session: Session, rows: Collection[Proposal]) -> list[ProposalView]:
    known = cards(session, {row.institution_id for row in rows})
    called = unit_names(session)
    names = account_names(session, {row.decided_by for row in rows if row.decided_by})
    return [
        ProposalView(
            row,
            known[row.institution_id],
            called.get(row.unit_code, row.unit_code),
            names.get(row.decided_by, "") if row.decided_by else "",
        )
        for row in rows
    ]
