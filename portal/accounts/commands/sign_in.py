"""Signing in: password, lock-out, and what ends a session."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.commands import passwords, tries
from portal.accounts.models import Account
from portal.accounts.queries.people import actor_of
from portal.accounts.rules import SignInRules, is_login, login_of, password_fault
from portal.kernel.actor import Actor
from portal.kernel.audit import record


@dataclass(frozen=True)
class Outcome:
    """What a try to prove oneself led to: an account, or why not and until when.

    `refusal` is wrong, locked, replayed or off; `locked_until` is set when no try is let through.
    """

    account_id: int | None = None
    refusal: str | None = None
    locked_until: datetime | None = None


def row_of(session: Session, account_id: int) -> Account:
    """Return an account's row, locked until the commit: two acts on it follow one another."""
    return session.scalars(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def check_password(
    session: Session, login: str, password: str, at: datetime, rules: SignInRules
) -> Outcome:
    """Check a login name and password; the same words and work whether or not it exists."""
    login = login_of(login)
    before = tries.take(session, login)
    if before.is_locked(at):
        return Outcome(refusal="locked", locked_until=before.locked_until)
    named = select(Account).where(Account.login == login)
    row = session.scalar(named) if is_login(login) else None
    if not passwords.matches(row.password_hash if row else None, password) or row is None:
        return failed(session, login, row, at, rules, before)
    if not row.active:
        return Outcome(refusal="off")
    if row.password_hash and passwords.is_outdated(row.password_hash):
        row.password_hash = passwords.hashed(password)
    return Outcome(row.id)


def failed(
    session: Session,
    login: str,
    row: Account | None,
    at: datetime,
    rules: SignInRules,
    before: tries.Tries,
) -> Outcome:
    """Count a failure; a lock is kept in the trail when somebody has the name."""
    after = tries.fail(session, login, before, at, rules)
    if row is not None:
        act = "lock_out" if after.is_locked(at) else "fail_sign_in"
        record(session, by=actor_of(session, row), act=act, subject=("account", row.id), at=at)
    if after.is_locked(at):
        return Outcome(refusal="locked", locked_until=after.locked_until)
    return Outcome(refusal="wrong")


def signed_in(session: Session, account_id: int, at: datetime) -> Actor:
    """Note that somebody is fully signed in, forget their failures and return who they are."""
    row = row_of(session, account_id)
    tries.forget(session, row.login)
    actor = actor_of(session, row)
    record(session, by=actor, act="sign_in", subject=("account", row.id), at=at)
    return actor


def signed_out(session: Session, by: Actor, at: datetime) -> None:
    """Note that somebody signed out of one session."""
    record(session, by=by, act="sign_out", subject=("account", by.account_id), at=at)


def end_sessions(session: Session, account_id: int, by: Actor, at: datetime) -> None:
    """Void every session of an account that began before `at`."""
    row_of(session, account_id).sessions_from = at
    record(session, by=by, act="end_sessions", subject=("account", account_id), at=at)


def change_password(
    session: Session, account_id: int, current: str, new: str, at: datetime, rules: SignInRules
) -> str | None:
    """Set a new password and void older sessions; returns the fault when it cannot be taken.

    Faults: those of `password_fault`, same, wrong_current and locked.
    """
    row = row_of(session, account_id)
    before = tries.take(session, row.login)
    if before.is_locked(at):
        return "locked"
    if not passwords.matches(row.password_hash, current):
        failed(session, row.login, row, at, rules, before)
        return "wrong_current"
    fault = password_fault(new, row.login, row.name)
    if fault or new == current:
        return fault or "same"
    row.password_hash = passwords.hashed(new)
    row.must_change_password = False
    row.sessions_from = at
    by = actor_of(session, row)
    record(session, by=by, act="change_password", subject=("account", row.id), at=at)
    return None


def unlock(session: Session, account_id: int, by: Actor, at: datetime) -> None:
    """Let an account try again at once."""
    if tries.forget(session, row_of(session, account_id).login):
        record(session, by=by, act="unlock_account", subject=("account", account_id), at=at)
