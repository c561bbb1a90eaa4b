"""Failed tries to sign in: counted by login name, known or not, one try at a time."""

from datetime import datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts.models import SignInTries
from portal.accounts.rules import SignInRules, Tries, login_of
from portal.kernel.secrets import blind


def _key(login: str) -> bytes:
    return blind(login_of(login), "login")


def take(session: Session, login: str) -> Tries:
    """Return the tries of a login name; others who try it wait until this one has ended."""
    key = _key(login)
    number = int.from_bytes(key[:8], "big", signed=True)
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
    row = session.get(SignInTries, key, populate_existing=True)
    return Tries(row.failed, row.last_failed_at, row.locked_until) if row else Tries()


def fail(session: Session, login: str, before: Tries, at: datetime, rules: SignInRules) -> Tries:
    """Count one failure and return the state after it."""
    after = before.after_failure(at, rules)
    values = {"failed": after.failed, "last_failed_at": at, "locked_until": after.locked_until}
    session.execute(
        insert(SignInTries)
        .values(login_hash=_key(login), **values)
        .on_conflict_do_update(index_elements=["login_hash"], set_=values)
    )
    return after


def forget(session: Session, login: str) -> bool:
    """Clear the failures of a login name; True when it had any."""
    gone = delete(SignInTries).where(SignInTries.login_hash == _key(login))
    return bool(session.scalars(gone.returning(SignInTries.failed)).all())


def sweep(session: Session, at: datetime, keep: timedelta = timedelta(days=1)) -> None:
    """Remove failures that no longer count."""
    session.execute(delete(SignInTries).where(SignInTries.last_failed_at < at - keep))
