"""The secret link to one's filing calendar: made, made anew, and put an end to."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.filings.models import CalendarLink
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.secrets import hash_token, new_token


def make_link(session: Session, *, by: Actor, at: datetime) -> str:
    """Return the secret part of the actor's new link, to be read now only; an older one is dead."""
    secret = new_token()
    _drop(session, by)
    row = CalendarLink(account_id=by.account_id, hash=hash_token(secret), made_at=at)
    session.add(row)
    session.flush()
    _log(session, "make_calendar_link", by, at)
    return secret


def end_link(session: Session, *, by: Actor, at: datetime) -> None:
    """Make the actor's link useless."""
    if _drop(session, by):
        _log(session, "end_calendar_link", by, at)


def _drop(session: Session, by: Actor) -> bool:
    found = delete(CalendarLink).where(CalendarLink.account_id == by.account_id)
    return session.scalar(found.returning(CalendarLink.account_id)) is not None


def _log(session: Session, act: str, by: Actor, at: datetime) -> None:
    audit.record(session, by=by, act=act, subject=("account", by.account_id), at=at)
