"""Reviews of branches' decisions as the pages of staff and institutions show them."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Forwarding, Review
from forwarding.queries.access import forwardings_visible_to
from forwarding.rules.reviews import review_applied_in_time
from portal.institutions.queries import Card, cards
from portal.kernel import amounts
from portal.kernel.actor import Actor
from portal.kernel.amounts import AS_WRITTEN


@dataclass(frozen=True)
class ReviewView:
    """A review with the branch that decided, its superior and its conclusion's texts."""

    row: Review
    branch: Card
    superior: Card
    texts: dict[str, str]
    applied_in_time: bool


def reviews_of(
    session: Session, *, complaint_id: int | None = None, forwarding_id: int | None = None
) -> tuple[ReviewView, ...]:
    """Return the reviews of a complaint or of one forwarding, the first one first."""
    found = select(Review, Forwarding.institution_id).join(
        Forwarding, Forwarding.id == Review.forwarding_id
    )
    if complaint_id is not None:
        found = found.where(Forwarding.complaint_id == complaint_id)
    if forwarding_id is not None:
        found = found.where(Review.forwarding_id == forwarding_id)
    found = found.order_by(Review.id).execution_options(populate_existing=True)
    rows = session.execute(found).all()
    known = cards(session, {i for row, branch in rows for i in (branch, row.superior_id)})
    book = amounts.load(session) if rows else AS_WRITTEN
    return tuple(
        ReviewView(
            row,
            known[branch],
            known[row.superior_id],
            json.loads(row.conclusion) if row.conclusion else {},
            review_applied_in_time(row.decision_received_on, row.applied_on, book=book),
        )
        for row, branch in rows
    )


def review_by_id(session: Session, actor: Actor, review_id: int) -> Review | None:
    """Return a review of a forwarding in sight, or None."""
    found = select(Review).join(Forwarding, Forwarding.id == Review.forwarding_id)
    return session.scalar(found.where(Review.id == review_id, forwardings_visible_to(actor)))
