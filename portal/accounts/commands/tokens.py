"""API tokens: shown once, stored as a keyed hash, with the rights of their account's role."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account, ApiToken
from portal.accounts.queries.people import actor_of
from portal.kernel.actor import Actor
from portal.kernel.audit import record
from portal.kernel.db import transaction
from portal.kernel.secrets import hash_token, new_token

MARK = "zhb_"
"""Begins every token, so that a secret scanner finds one that was published."""
PREFIX = len(MARK) + 6
DAYS = 365
LONGEST = 200
_USE_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class NewToken:
    """A token at the only moment at which it can be read."""

    id: int
    plain: str


def create_token(
    session: Session, account_id: int, *, label: str, by: Actor, at: datetime, days: int = DAYS
) -> NewToken:
    """Give an account a new token, usable for `days`."""
    plain = MARK + new_token()
    row = ApiToken(
        account_id=account_id,
        label=label,
        prefix=plain[:PREFIX],
        hash=hash_token(plain),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    facts = {"token": row.id, "days": days}
    subject = ("account", account_id)
    record(session, by=by, act="create_token", subject=subject, at=at, facts=facts)
    return NewToken(row.id, plain)


def revoke_token(session: Session, account_id: int, token_id: int, by: Actor, at: datetime) -> bool:
    """Make one of an account's tokens useless; False when there is none such to revoke."""
    revoked = session.scalars(
        update(ApiToken)
        .where(
            ApiToken.id == token_id,
            ApiToken.account_id == account_id,
            ApiToken.revoked_at.is_(None),
        )
        .values(revoked_at=at)
        .returning(ApiToken.id)
    ).all()
    if revoked:
        subject = ("account", account_id)
        facts = {"token": token_id}
        record(session, by=by, act="revoke_token", subject=subject, at=at, facts=facts)
    return bool(revoked)


def authenticate_bearer(session: Session, header: str | None, at: datetime) -> Actor | None:
    """Return the actor of an `Authorization: Bearer …` header; notes the use once an hour."""
    scheme, _, plain = (header or "").partition(" ")
    plain = plain.strip()
    if scheme.lower() != "bearer" or not plain.startswith(MARK) or len(plain) > LONGEST:
        return None
    found = session.execute(
        select(ApiToken, Account)
        .join(Account, Account.id == ApiToken.account_id)
        .where(ApiToken.hash == hash_token(plain), ApiToken.revoked_at.is_(None))
        .where(ApiToken.expires_at > at, Account.active)
    ).first()
    if found is None:
        return None
    token, row = found
    if token.last_used_at is None or at - token.last_used_at >= _USE_NOTED_EVERY:
        with transaction(session):
            token.last_used_at = at
    return actor_of(session, row)
