"""The mailbox: where a demonstration keeps the notices that no carrier takes."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Identity, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.db import Base
from portal.kernel.keyset import Order, Page, Position, page
from portal.kernel.notices.message import Notice, Proof
from portal.kernel.secrets.columns import EncryptedText


class MailboxMessage(Base):
    """One notice that reached nobody; its words are encrypted like all personal data."""

    __tablename__ = "mailbox_message"
    __table_args__ = (CheckConstraint("kind IN ('email', 'sms')", name="kind_is_known"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    recipient: Mapped[str] = mapped_column(EncryptedText("mailbox_message.recipient"))
    subject: Mapped[str] = mapped_column(EncryptedText("mailbox_message.subject"))
    body: Mapped[str] = mapped_column(EncryptedText("mailbox_message.body"))
    at: Mapped[datetime]


def keep(session: Session, notice: Notice) -> Proof:
    """Put a notice into the mailbox in the caller's transaction; a repeat leaves the first."""
    row = {
        "key": notice.key,
        "kind": notice.kind,
        "recipient": notice.to,
        "subject": notice.subject,
        "body": notice.body,
        "at": notice.at,
    }
    session.execute(insert(MailboxMessage).values(row).on_conflict_do_nothing())
    kept = session.execute(
        select(MailboxMessage.id, MailboxMessage.at).where(MailboxMessage.key == notice.key)
    ).one()
    return Proof("mailbox", str(kept.id), kept.at)


def latest(session: Session, limit: int, position: Position | None = None) -> Page[MailboxMessage]:
    """Return a page of messages, the newest first."""
    query = Order((MailboxMessage.id,), descending=True).apply(
        select(MailboxMessage), position, limit
    )
    return page(session.scalars(query).all(), position, limit, lambda row: (row.id,))


def message(session: Session, message_id: int) -> MailboxMessage | None:
    """Return one message."""
    return session.get(MailboxMessage, message_id)
