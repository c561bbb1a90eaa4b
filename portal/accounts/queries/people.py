"""Accounts as others may see them, and the actor that a signed-in account becomes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, ApiToken, SignInTries
from portal.accounts.queries.directory import directory
from portal.accounts.queries.units import units_below
from portal.accounts.rules import HEAD_OFFICE, login_of
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position, page
from portal.kernel.secrets import blind


@dataclass(frozen=True)
class AccountView:
    """An account without anything secret."""

    id: int
    login: str
    name: str
    role: str
    unit_code: str | None
    institution_id: int | None
    active: bool
    has_password: bool
    has_second_factor: bool
    must_change_password: bool
    language: str
    created_at: datetime
    version: int


def _view(row: Account) -> AccountView:
    return AccountView(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        unit_code=row.unit_code,
        institution_id=row.institution_id,
        active=row.active,
        has_password=row.password_hash is not None,
        has_second_factor=row.totp_confirmed_at is not None,
        must_change_password=row.must_change_password,
        language=row.language,
        created_at=row.created_at,
        version=row.version,
    )


def account(session: Session, account_id: int) -> AccountView | None:
    """Return one account."""
    row = session.get(Account, account_id)
    return _view(row) if row else None


def account_of(session: Session, login: str) -> int | None:
    """Return the id of the account with a login name."""
    return session.scalar(select(Account.id).where(Account.login == login_of(login)))


def actor_for(
    session: Session, account_id: int, signed_in_at: datetime | None = None
) -> Actor | None:
    """Return the actor of an account; None when it is off or its session was ended since."""
    row = session.get(Account, account_id)
    if row is None or not row.active:
        return None
    if signed_in_at is not None and signed_in_at < row.sessions_from:
        return None
    return actor_of(session, row)


def actor_of(session: Session, row: Account) -> Actor:
    """Return the actor of an account with the units or institutions in its reach."""
    return Actor(
        kind="account",
        role=row.role,
        account_id=row.id,
        name=row.name,
        unit_code=row.unit_code,
        unit_codes=units_below(session, row.unit_code) if row.unit_code else frozenset(),
        institution_id=row.institution_id,
        institution_ids=(
            directory().branch_ids(session, row.institution_id)
            if row.institution_id
            else frozenset()
        ),
    )


def account_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return display names by account id."""
    found = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {row.id: row.name for row in session.execute(found)}


def staff_of(
    session: Session, unit_codes: Collection[str], roles: Collection[str]
) -> list[AccountView]:
    """Return the active accounts of some roles at some units, in the order of their names."""
    found = select(Account).where(
        Account.active, Account.unit_code.in_(unit_codes), Account.role.in_(roles)
    )
    return [_view(row) for row in session.scalars(found.order_by(Account.name, Account.id))]


def institution_users(session: Session, institution_ids: Collection[int]) -> list[AccountView]:
    """Return the active accounts of some institutions."""
    found = select(Account).where(Account.active, Account.institution_id.in_(institution_ids))
    return [_view(row) for row in session.scalars(found.order_by(Account.name, Account.id))]


def visible_to(session: Session, actor: Actor) -> Select[Account]:
    """Return the accounts that an actor administers: its own unit and below, or its institution."""
    return select(Account).where(_in_reach(session, actor))


def _in_reach(session: Session, actor: Actor) -> ColumnElement[bool]:
    if actor.role == "institution_admin":
        return Account.institution_id.in_(actor.institution_ids)
    if actor.role != "admin":
        return false()
    if actor.unit_code == HEAD_OFFICE:
        return Account.id.is_not(None)
    return or_(
        Account.unit_code.in_(actor.unit_codes),
        Account.institution_id.in_(_institutions_under(session, actor.unit_codes)),
    )


def _institutions_under(session: Session, unit_codes: frozenset[str]) -> list[int]:
    at_all = select(Account.institution_id).where(Account.institution_id.is_not(None)).distinct()
    found = directory().by_ids(session, [i for i in session.scalars(at_all) if i is not None])
    return [ref.id for ref in found.values() if ref.unit_code in unit_codes]


def accounts_page(
    session: Session,
    actor: Actor,
    filters: dict[str, Any],
    position: Position | None = None,
    limit: int = 50,
) -> Page[AccountView]:
    """Return a page of the accounts in an actor's reach, newest first, that fit the filters.

    Filters: `q` in login or name, `role`, `unit`, `institution`, `active`.
    """
    found = visible_to(session, actor)
    if text := filters.get("q"):
        like = f"%{_escaped(text)}%"
        found = found.where(or_(Account.name.ilike(like), Account.login.ilike(like)))
    for name, column in (
        ("role", Account.role),
        ("unit", Account.unit_code),
        ("institution", Account.institution_id),
        ("active", Account.active),
    ):
        if filters.get(name) is not None:
            found = found.where(column == filters[name])
    order = Order((Account.id,), descending=True)
    rows = session.scalars(order.apply(found, position, limit))
    return page([_view(row) for row in rows], position, limit, lambda view: (view.id,))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def account_in_reach(session: Session, actor: Actor, account_id: int) -> AccountView | None:
    """Return an account that an actor administers; another's is as if it were not there."""
    row = session.scalar(visible_to(session, actor).where(Account.id == account_id))
    return _view(row) if row else None


def locked_until(session: Session, login: str, at: datetime) -> datetime | None:
    """Return until when a login name is locked, if it is at `at`."""
    row = session.get(SignInTries, blind(login_of(login), "login"))
    return row.locked_until if row and row.locked_until and row.locked_until > at else None


@dataclass(frozen=True)
class TokenView:
    """An API token without its secret."""

    id: int
    label: str
    prefix: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def is_usable(self, at: datetime) -> bool:
        """Return whether the token opens anything at `at`."""
        return self.revoked_at is None and at < self.expires_at


def tokens_of(session: Session, account_id: int) -> list[TokenView]:
    """Return an account's tokens, the newest first."""
    found = select(ApiToken).where(ApiToken.account_id == account_id).order_by(ApiToken.id.desc())
    return [
        TokenView(
            row.id,
            row.label,
            row.prefix,
            row.created_at,
            row.expires_at,
            row.last_used_at,
            row.revoked_at,
        )
        for row in session.scalars(found)
    ]


def unconfirmed_secret(session: Session, account_id: int) -> str | None:
    """Return the secret of a second factor that is being set up; None once it is confirmed."""
    row = session.get(Account, account_id)
    return row.totp_secret if row and row.totp_confirmed_at is None else None
