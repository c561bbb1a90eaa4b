"""Saved views (保存的视图): lists of the worklist that an officer comes back to, under a name."""

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forwarding.models import SavedView
from portal.accounts.queries import account
from portal.kernel.actor import Actor
from portal.kernel.law import Breach

AT_MOST = 30
LONGEST_NAME = 40
_TURN = text("SELECT pg_advisory_xact_lock(7401934, :account)")


def save_view(
    session: Session,
    name: str,
    query: str,
    *,
    by: Actor,
    at: datetime,
    page: str = "worklist",
    digest: str = "",
) -> None:
    """Keep a page's address under a name; the same again, as a second click sends it, is one.

    With a `digest` the figures of a dashboard are sent by e-mail, daily, weekly or monthly.

    `query` was checked against the page's own filters. Raises Breach("view_name_taken"),
    Breach("too_many_views"), and Breach("digest_without_address") of who has no e-mail address.
    """
    if digest and not _has_address(session, by):
        raise Breach("digest_without_address", "")
    session.execute(_TURN, {"account": (by.account_id or 0) % 2**31})
    own = select(SavedView).where(SavedView.account_id == by.account_id)
    kept = session.scalar(own.where(SavedView.name == name))
    if kept is not None and (kept.page, kept.query) == (page, query):
        kept.digest = digest
        return
    if kept is not None:
        raise Breach("view_name_taken", "", name=name)
    if (session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= AT_MOST:
        raise Breach("too_many_views", "", limit=AT_MOST)
    view = SavedView(account_id=by.account_id, name=name, query=query, saved_at=at)
    view.page, view.digest = page, digest
    session.add(view)


def rename_view(session: Session, view: SavedView, name: str) -> None:
    """Give a view another name; raises Breach("view_name_taken")."""
    try:
        with session.begin_nested():
            view.name = name
            session.flush()
    except IntegrityError as error:
        raise Breach("view_name_taken", "", name=name) from error


def _has_address(session: Session, by: Actor) -> bool:
    about = account(session, by.account_id) if by.account_id else None
    return about is not None and "@" in about.login


def forget_view(session: Session, view: SavedView) -> None:
    """Remove a view; it is nobody's record of anything."""
    session.delete(view)
