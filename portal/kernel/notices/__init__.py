"""What leaves the house in words: e-mail, SMS, and the mailbox where both end in a demonstration.

    install(email=Smtp(url, sender), sms=Gateway(url, token))     once per process
    proof = send(session, kind="sms", to=…, subject="", body=…, key="telling:17", at=at)

Art. 21: the day of the act counts and its proof is kept.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.kernel.notices import mailbox
from portal.kernel.notices.gateway import Gateway
from portal.kernel.notices.mailbox import MailboxMessage
from portal.kernel.notices.message import Carrier, Notice, Proof, Undeliverable
from portal.kernel.notices.smtp import Smtp
from portal.kernel.notices.texts import Text, compose, segments

__all__ = [
    "Gateway",
    "MailboxMessage",
    "Notice",
    "Proof",
    "Smtp",
    "Text",
    "Undeliverable",
    "compose",
    "in_mailbox",
    "install",
    "segments",
    "send",
]

_carriers: dict[str, Carrier] = {}


def install(*, email: Carrier | None = None, sms: Carrier | None = None) -> None:
    """Name who carries e-mail and SMS; what has no carrier goes into the mailbox table."""
    _carriers.clear()
    _carriers.update({k: c for k, c in (("email", email), ("sms", sms)) if c is not None})


def in_mailbox() -> frozenset[str]:
    """Return the kinds of notice that end in the mailbox instead of reaching anybody."""
    return frozenset({"email", "sms"} - _carriers.keys())


def send(
    session: Session, *, kind: str, to: str, subject: str, body: str, key: str, at: datetime
) -> Proof:
    """Send one notice and return the proof; raises Undeliverable.

    `key` names the notice: sent again under the same key, it is the same message to whoever
    carries it, so that a retry after a crash tells nobody twice.
    """
    notice = Notice.make(kind, to, subject, body, key, at)
    carrier = _carriers.get(kind)
    return carrier.carry(notice) if carrier else mailbox.keep(session, notice)
