"""Accounts: added, changed, switched off and on, given a temporary password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.commands import passwords, tries
from portal.accounts.commands.sign_in import row_of
from portal.accounts.models import Account, Unit
from portal.accounts.rules import HEAD_OFFICE, fits_place, is_login, login_of
from portal.kernel.actor import Actor
from portal.kernel.audit import record
from portal.kernel.law import Breach


class Taken(Exception):
    """Another account has this login name already."""


@dataclass(frozen=True)
class NewAccount:
    """A new account; `password` is the temporary one, None when the account has none."""

    id: int
    login: str
    password: str | None


def _check_place(
    session: Session, role: str, unit_code: str | None, institution_id: int | None, by: Actor
) -> None:
    if not fits_place(role, unit_code, institution_id):
        raise Breach("role_does_not_fit_place", "6", role=role)
    if unit_code is not None and session.get(Unit, unit_code) is None:
        raise Breach("unknown_unit", "6", unit=unit_code)
    _check_reach(by, institution_id)


def add_account(
    session: Session,
    *,
    login: str,
    name: str,
    role: str,
    unit_code: str | None = None,
    institution_id: int | None = None,
    by: Actor,
    at: datetime,
    password: str | None = None,
    with_password: bool = True,
    language: str = "zh",
) -> NewAccount:
    """Add an account at a unit or an institution; raises Taken, or Breach for a wrong place.

    A given password need not be changed; without one a temporary one is made, unless
    `with_password` is False: such an account is opened by API tokens only.
    """
    login = login_of(login)
    if not is_login(login):
        raise Breach("login_is_malformed", "", login=login)
    _check_place(session, role, unit_code, institution_id, by)
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise Taken(login)
    temporary = passwords.temporary() if with_password and password is None else None
    row = Account(
        login=login,
        name=name.strip(),
        role=role,
        unit_code=unit_code,
        institution_id=institution_id,
        password_hash=passwords.hashed_if_any(password or temporary),
        must_change_password=temporary is not None,
        language=language,
        sessions_from=at,
        created_at=at,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken(login) from error
    _trace(session, row, "add_account", by, at, role=role)
    return NewAccount(row.id, login, temporary)


def _trace(
    session: Session,
    row: Account,
    act: str,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    facts |= {"institution": row.institution_id} if row.institution_id else {}
    record(
        session,
        by=by,
        act=act,
        subject=("account", row.id),
        at=at,
        unit_code=row.unit_code or by.unit_code,
        reason=reason,
        facts=facts,
    )


def change_account(
    session: Session,
    account_id: int,
    *,
    name: str,
    role: str,
    unit_code: str | None,
    institution_id: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Change an account's name, role or place; changed rights void its sessions.

    Without an `institution_id` an institution's user stays where they are. Raises StaleDataError
    when somebody else changed it since `version`.
    """
    row = _held(session, account_id, by)
    institution_id = institution_id or row.institution_id
    if version is not None and version != row.version:
        raise StaleDataError(f"account {row.id} is at version {row.version}, not {version}")
    _check_place(session, role, unit_code, institution_id, by)
    before, after = (row.role, row.unit_code, row.institution_id), (role, unit_code, institution_id)
    if before != after:
        _not_oneself(row, by)
        _keep_an_admin(session, row)
        row.sessions_from = at
    row.name, (row.role, row.unit_code, row.institution_id) = name.strip(), after
    facts = {"role": [before[0], role], "unit": [before[1], unit_code]}
    if before[2] != institution_id:
        facts["moved"] = [before[2], institution_id]
    _trace(session, row, "change_account", by, at, **facts)


def _held(session: Session, account_id: int, by: Actor) -> Account:
    """Return an account that is acted on, held until the commit, with an institution's actor too.

    Both are held in the order of their ids: of two administrators who shut each other out at
    once, the second finds that it administers nothing any more, so that one always stays.
    """
    if by.is_institution:
        for each in sorted({account_id, by.account_id or account_id}):
            row_of(session, each)
        own = session.get(Account, by.account_id)
        if own is None or not own.active or own.role != by.role:
            raise Breach("no_longer_administrator", "4")
    row = row_of(session, account_id)
    _check_reach(by, row.institution_id)
    return row


def _check_reach(by: Actor, institution_id: int | None) -> None:
    """Raise a Breach when an institution's actor acts outside it and its branches (Art. 4)."""
    if by.is_institution and institution_id not in by.institution_ids:
        raise Breach("account_outside_reach", "4")


def _not_oneself(row: Account, by: Actor) -> None:
    if by.account_id == row.id:
        raise Breach("not_ones_own_account", "")


def _keep_an_admin(session: Session, row: Account) -> None:
    """Refuse to leave the head office without anybody who may manage accounts."""
    if row.role != "admin" or row.unit_code != HEAD_OFFICE or not row.active:
        return
    # The head office's row is the queue: two such acts at once must not pass each other.
    session.execute(select(Unit.code).where(Unit.code == HEAD_OFFICE).with_for_update())
    others = select(func.count()).where(
        Account.role == "admin",
        Account.unit_code == HEAD_OFFICE,
        Account.active,
        Account.id != row.id,
    )
    if not session.scalar(others):
        raise Breach("last_admin", "")


def switch_off(
    session: Session, account_id: int, *, by: Actor, at: datetime, reason: str | None = None
) -> None:
    """Close an account to its holder; its sessions and tokens end with it."""
    row = _held(session, account_id, by)
    if not row.active:
        return
    _not_oneself(row, by)
    _keep_an_admin(session, row)
    row.active, row.sessions_from = False, at
    _trace(session, row, "switch_off_account", by, at, reason)


def switch_on(
    session: Session, account_id: int, *, by: Actor, at: datetime, reason: str | None = None
) -> None:
    """Open an account again."""
    row = _held(session, account_id, by)
    if row.active:
        return
    row.active, row.sessions_from = True, at
    _trace(session, row, "switch_on_account", by, at, reason)


def issue_password(session: Session, account_id: int, *, by: Actor, at: datetime) -> str:
    """Replace an account's password by a temporary one, unlock it and void its sessions."""
    row = _held(session, account_id, by)
    _not_oneself(row, by)
    password = passwords.temporary()
    row.password_hash = passwords.hashed(password)
    row.must_change_password, row.sessions_from = True, at
    tries.forget(session, row.login)
    _trace(session, row, "issue_password", by, at)
    return password


def set_language(session: Session, account_id: int, language: str) -> None:
    """Remember the language in which somebody reads the portal."""
    row_of(session, account_id).language = language
