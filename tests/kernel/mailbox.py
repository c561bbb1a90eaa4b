"""A mapped table with encrypted columns for the kernel's tests: the mailbox itself."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from portal.kernel.db import transaction
from portal.kernel.notices import MailboxMessage

AT = datetime(2026, 2, 12, 1, 0, tzinfo=UTC)


def write_letter(session: Session, key: str, body: str = "正文") -> None:
    """Store one message without going through `send`."""
    with transaction(session):
        session.add(
            MailboxMessage(
                key=key, kind="email", recipient="a@b.cn", subject="题", body=body, at=AT
            )
        )
