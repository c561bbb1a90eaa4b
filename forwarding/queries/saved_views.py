"""Saved views of one account, in the order of their names."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import SavedView
from portal.kernel.actor import Actor


def views_of(session: Session, actor: Actor) -> Sequence[SavedView]:
    """Return an actor's own views."""
    found = select(SavedView).where(SavedView.account_id == actor.account_id)
    return session.scalars(found.order_by(SavedView.name, SavedView.id)).all()


def view_by_id(session: Session, actor: Actor, view_id: int) -> SavedView | None:
    """Return one of an actor's own views; another's is as if it were not there."""
    found = select(SavedView).where(
        SavedView.id == view_id, SavedView.account_id == actor.account_id
    )
    return session.scalar(found)
