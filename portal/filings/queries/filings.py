"""One filing with its versions and its history, for both sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.queries import account_names
from portal.filings.models import Filing, Obligation
from portal.filings.queries.access import filing_by_id, filings_visible_to
from portal.institutions.queries import Card, card
from portal.kernel import audit, keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_PAGE = 50
_NEWEST = Order((Filing.id,), descending=True)


@dataclass(frozen=True)
class FilingView:
    """A filing with its institution, the duty it meets, its versions and who did what."""

    row: Filing
    institution: Card
    duty: Obligation | None
    versions: tuple[Filing, ...]
    history: tuple[audit.AuditEntry, ...]
    decided_by: str

    @property
    def title(self) -> str:
        """What is filed: its own title, or that of the requirement."""
        return self.row.title or (self.duty.requirement.title if self.duty else "")


def filing(session: Session, actor: Actor, filing_id: int) -> FilingView | None:
    """Return a filing in sight of the actor, as it is stored now."""
    row = filing_by_id(session, actor, filing_id)
    if row is None:
        return None
    owner = card(session, row.institution_id)
    assert owner is not None
    return FilingView(
        row=row,
        institution=owner,
        duty=session.get(Obligation, row.obligation_id) if row.obligation_id else None,
        versions=tuple(versions(session, actor, row)),
        history=tuple(audit.history(session, "filing", row.id)),
        decided_by=_name(session, row.decided_by),
    )


def versions(session: Session, actor: Actor, row: Filing) -> Sequence[Filing]:
    """Return the versions of a filing's subject and period in sight, the newest first."""
    found = filings_visible_to(actor).where(
        Filing.institution_id == row.institution_id,
        Filing.kind == row.kind,
        Filing.subject == row.subject,
        Filing.period == row.period,
    )
    return session.scalars(found.order_by(Filing.ordinal.desc())).all()


def of_duty(session: Session, actor: Actor, obligation_id: int) -> Sequence[Filing]:
    """Return the filings in sight that were made for a duty, the newest first."""
    found = filings_visible_to(actor).where(Filing.obligation_id == obligation_id)
    return session.scalars(found.order_by(Filing.ordinal.desc())).all()


def to_judge(
    session: Session, actor: Actor, position: Position | None
) -> Page[tuple[Filing, Card, str]]:
    """Return a page of what waits to be judged in sight, the longest waiting first."""
    found = filings_visible_to(actor).where(Filing.state == "submitted")
    oldest = Order((Filing.id,))
    rows = session.scalars(oldest.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    titles = titles_of(session, part.items)
    items = [(row, _card(session, row), row.title or titles.get(row.id, "")) for row in part.items]
    return Page(items, part.next, part.previous)


def titles_of(session: Session, rows: Sequence[Filing]) -> dict[int, str]:
    """Return the titles of the requirements that filings meet, by the filings' ids."""
    ids = {row.obligation_id: row.id for row in rows if row.obligation_id}
    found = session.scalars(select(Obligation).where(Obligation.id.in_(ids))).all()
    return {ids[duty.id]: duty.requirement.title for duty in found}


def _card(session: Session, row: Filing) -> Card:
    found = card(session, row.institution_id)
    assert found is not None
    return found


def _name(session: Session, account_id: int | None) -> str:
    return account_names(session, [account_id]).get(account_id, "") if account_id else ""
