"""What institutions propose of themselves, as either side sees it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session

from portal.accounts.queries import account_names
from portal.institutions.models import Institution, InstitutionProposal
from portal.institutions.queries.cards import Card, cards
from portal.institutions.queries.lists import within_units
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_PAGE = 50
_NEWEST = Order((InstitutionProposal.id,), descending=True)
_OLDEST = Order((InstitutionProposal.id,))


@dataclass(frozen=True)
class ProposalView:
    """A proposal with the institution it is about, the branch opened by it, and who acted."""

    row: InstitutionProposal
    institution: Card
    opened: Card | None
    proposed_by: str
    decided_by: str


def proposals_visible_to(actor: Actor) -> Select[InstitutionProposal]:
    """Return the proposals an actor may see.

    Institutions: of themselves and their branches (Art. 4); staff: of their territory (Art. 6).
    """
    of, found = InstitutionProposal, select(InstitutionProposal)
    if actor.is_institution:
        return found.where(of.institution_id == func.any(sorted(actor.institution_ids)))
    if actor.is_staff:
        return found.where(within_units(actor.unit_codes, of.territory))
    return found.where(false())


def proposal(session: Session, actor: Actor, proposal_id: int) -> ProposalView | None:
    """Return a proposal in sight."""
    found = proposals_visible_to(actor).where(InstitutionProposal.id == proposal_id)
    row = session.scalar(found)
    return _views(session, [row])[0] if row else None


def proposals(
    session: Session, actor: Actor, state: str, position: Position | None
) -> Page[ProposalView]:
    """Return a page of proposals: what waits longest first, else the newest."""
    found, order = proposals_visible_to(actor), _OLDEST if state == "proposed" else _NEWEST
    if state:
        found = found.where(InstitutionProposal.state == state)
    rows = session.scalars(order.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    return Page(_views(session, part.items), part.next, part.previous)


def waiting(session: Session, actor: Actor, institution_id: int | None = None) -> int:
    """Return how many proposals in sight wait to be decided, of one institution or of all."""
    found = proposals_visible_to(actor).where(InstitutionProposal.state == "proposed")
    if institution_id is not None:
        found = found.where(InstitutionProposal.institution_id == institution_id)
    return session.scalar(found.with_only_columns(func.count())) or 0


def now(session: Session, row: InstitutionProposal) -> dict[str, Any]:
    """Return what the register holds today in the columns that a change is about."""
    about = session.get_one(Institution, row.institution_id)
    return {name: getattr(about, name) for name in row.stated} if row.kind == "change" else {}


def _views(session: Session, rows: Any) -> list[ProposalView]:
    ids = {i for row in rows for i in (row.institution_id, row.opened_id) if i}
    known = cards(session, ids)
    people = {i for row in rows for i in (row.proposed_by, row.decided_by) if i}
    names = account_names(session, people)
    return [
        ProposalView(
            row,
            known[row.institution_id],
            known.get(row.opened_id or 0),
            names.get(row.proposed_by or 0, ""),
            names.get(row.decided_by or 0, ""),
        )
        for row in rows
    ]
