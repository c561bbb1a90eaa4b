"""Saved views of one account, in the order of their names."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import SavedView
from portal.kernel.actor import Actor


def views_of(session: Session, actor: Actor, page: str = "worklist") -> Sequence[SavedView]:
    """Return an actor's own views of a page, the worklist or the dashboard (`overview`)."""
    found = select(SavedView).where(
        SavedView.account_id == actor.account_id, SavedView.page == page
    )
    return session.scalars(found.order_by(SavedView.name, SavedView.id)).all()


def view_by_id(session: Session, actor: Actor, view_id: int) -> SavedView | None:
    """Return one of an actor's own views; another's is as if it were not there."""
    found = select(SavedView).where(
        SavedView.id == view_id, SavedView.account_id == actor.account_id
    )
    return session.scalar(found)


def with_digest(session: Session, digests: Collection[str]) -> Sequence[SavedView]:
    """Return the views whose figures are sent as often as one of these."""
    found = select(SavedView).where(SavedView.digest.in_(digests))
    return session.scalars(found.order_by(SavedView.id)).all()


def view_to_send(session: Session, view_id: int) -> SavedView | None:
    """Return a view that a digest is sent of; None when it was forgotten since."""
    return session.get(SavedView, view_id)
