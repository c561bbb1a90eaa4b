"""The outbox: what must happen after a commit, kept in PostgreSQL until it has happened.

A message is written in the transaction of the act that causes it. Delivery is at least once:
the handler's writes and the delivered mark are one commit, and whatever leaves the house
carries the message's key, so that a receiver sees a repeat for what it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import BigInteger, Engine, Identity, Index, Table, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel import bulk, clock
from portal.kernel.clock import aware
from portal.kernel.db import Base, make_session, transaction

MAX_ATTEMPTS = 12


class OutboxMessage(Base):
    """One thing to do, known by its key; `payload` carries ids and codes only.

    `posted_at` is the act's own instant, which may lie long before the row is written, as when a
    past is played; `queued_at` is when that was, and what the lag of delivery is measured from.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_due",
            "available_at",
            "id",
            postgresql_where=text("delivered_at IS NULL AND failed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]]
    posted_at: Mapped[datetime]
    available_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    delivered_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


Handler = Callable[[Session, OutboxMessage, datetime], None]
_handlers: dict[str, Handler] = {}


class Later(Exception):
    """Raised by a handler whose message must be tried again, with the reason for the log."""


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Register the one function that handles `topic`; it must be harmless when run twice."""

    def register(function: Handler) -> Handler:
        if topic in _handlers:
            raise ValueError(f"topic {topic} has a handler already")
        _handlers[topic] = function
        return function

    return register


def topics() -> frozenset[str]:
    """Return the topics that have a handler."""
    return frozenset(_handlers)


def post(
    session: Session,
    topic: str,
    key: str,
    payload: dict[str, Any],
    at: datetime,
    available_at: datetime | None = None,
) -> None:
    """Write a message in the caller's transaction; a key posted before is left as it is."""
    post_all(session, [message(topic, key, payload, at, available_at)])


def message(
    topic: str,
    key: str,
    payload: dict[str, Any],
    at: datetime,
    available_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the row of one message for `post_all`."""
    return {
        "topic": topic,
        "key": key,
        "payload": payload,
        "posted_at": aware(at),
        "queued_at": clock.now(),
        "available_at": aware(available_at or at),
    }


def post_all(session: Session, messages: list[dict[str, Any]]) -> None:
    """Write many messages at once, each made by `message`."""
    if messages:
        session.execute(
            insert(OutboxMessage).on_conflict_do_nothing(index_elements=["key"]), messages
        )
        session.info["posted"] = True


def fresh_batch(session: Session, messages: list[dict[str, Any]]) -> bulk.Batch:
    """Return messages whose keys are new by construction, to be written with other rows."""
    if messages:
        session.info["posted"] = True
    return cast(Table, OutboxMessage.__table__), messages


@dataclass(frozen=True)
class Lag:
    """How far delivery is behind: pending and failed messages, and since when the oldest waits."""

    pending: int
    failed: int
    oldest: datetime | None


def lag(session: Session) -> Lag:
    """Return the state of the outbox for the readiness page.

    A message waits since it was both there and due.
    """
    since = func.greatest(OutboxMessage.available_at, OutboxMessage.queued_at)
    pending, oldest = session.execute(
        select(func.count(), func.min(since)).where(
            OutboxMessage.delivered_at.is_(None), OutboxMessage.failed_at.is_(None)
        )
    ).one()
    failed = session.scalar(select(func.count()).where(OutboxMessage.failed_at.is_not(None)))
    return Lag(pending, failed or 0, oldest)


def is_due(session: Session, at: datetime) -> bool:
    """Return whether any message waits to be delivered at `at`."""
    return session.scalar(_due(at).with_only_columns(OutboxMessage.id).limit(1)) is not None


def _due(at: datetime) -> Any:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.delivered_at.is_(None),
            OutboxMessage.failed_at.is_(None),
            OutboxMessage.available_at <= at,
        )
        .order_by(OutboxMessage.available_at, OutboxMessage.id)
    )


def _retry_at(at: datetime, attempts: int) -> datetime:
    return at + timedelta(seconds=min(3600, 5 * 2**attempts))


def deliver_next(engine: Engine, at: datetime) -> bool:
    """Handle one due message in a transaction of its own; False when none is due.

    A handler that fails is rolled back; its message waits twice as long each time and is
    marked failed, for a person to look at, after MAX_ATTEMPTS.
    """
    with make_session(engine) as session:
        taken = session.scalar(_due(at).with_for_update(skip_locked=True).limit(1))
        if taken is None:
            session.rollback()
            return False
        message_id, attempts = taken.id, taken.attempts
        try:
            with transaction(session):
                taken.attempts += 1
                taken.delivered_at = aware(at)
                _handlers[taken.topic](session, taken, at)
            return True
        except Exception as error:
            _note_failure(session, message_id, attempts + 1, at, error)
            return True


def _note_failure(
    session: Session, message_id: int, attempts: int, at: datetime, error: Exception
) -> None:
    # Only the error's kind is kept: its text might quote personal data.
    reason = str(error) if isinstance(error, Later) else type(error).__name__
    with transaction(session):
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, OutboxMessage.delivered_at.is_(None))
            .values(
                attempts=attempts,
                last_error=reason,
                available_at=_retry_at(at, attempts),
                failed_at=at if attempts >= MAX_ATTEMPTS else None,
            )
        )


def drain(engine: Engine, now: Callable[[], datetime], limit: int = 1000) -> int:
    """Handle due messages until none is left or `limit` is reached; return how many were taken."""
    done = 0
    while done < limit and deliver_next(engine, now()):
        done += 1
    return done
