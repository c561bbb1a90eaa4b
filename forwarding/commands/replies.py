"""To answer a repeated write as the first time: its reply is kept under its key, with the act.

The reply is stored in the transaction of the act itself, so that neither exists without the
other, and a second call with the same key waits until the first has ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forwarding.models import IdempotentReply

KEPT = timedelta(days=2)
"""How long a repeat is recognised."""


class KeyReused(Exception):
    """A key that came with other content before."""


@dataclass(frozen=True)
class Reply:
    """What a write was answered with: the status, and its document as JSON."""

    status: int
    body: str


def earlier(
    session: Session, account_id: int, key: str, request_hash: bytes, *, at: datetime
) -> Reply | None:
    """Return the reply to the same request, or None when it is the first; raises KeyReused.

    Holds the key until the transaction ends.
    """
    hold(session, f"idempotent:{account_id}:{key}")
    row = session.get(IdempotentReply, (account_id, key))
    if row is None:
        return None
    if row.made_at <= at - KEPT:
        session.delete(row)
        session.flush()
        return None
    if row.request_hash != request_hash:
        raise KeyReused(key)
    return Reply(row.status, row.body)


def keep(
    session: Session, account_id: int, key: str, request_hash: bytes, reply: Reply, *, at: datetime
) -> None:
    """Keep the reply to an act that is done in this transaction."""
    row = IdempotentReply(account_id=account_id, key=key, request_hash=request_hash, made_at=at)
    row.status, row.body = reply.status, reply.body
    session.add(row)


def hold(session: Session, name: str) -> None:
    """Wait until no other transaction holds a name, and hold it until this one ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def forget(session: Session, *, at: datetime) -> int:
    """Delete replies that no repeat will ask for; returns how many."""
    gone = delete(IdempotentReply).where(IdempotentReply.made_at <= at - KEPT)
    return len(session.execute(gone.returning(IdempotentReply.key)).all())
