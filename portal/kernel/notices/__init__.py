"""What leaves the house in words: e-mail, SMS, and the mailbox where both end in a demonstration.

    install(email=Smtp(url, sender), sms=Gateway(url, token), mailbox=demo)     once per process
    proof = send(session, kind="sms", to=…, subject="", body=…, key="telling:17", at=at)

Art. 21: the day of the act counts and its proof is kept. So nothing passes for sent that reached
nobody: outside a demonstration a kind without a carrier is undeliverable, and a person's task.
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
    "NO_CARRIER",
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
    "without_carrier",
]

NO_CARRIER = "no_carrier"
_KINDS = frozenset({"email", "sms"})
_carriers: dict[str, Carrier] = {}
_filed: set[str] = set()


def install(
    *, email: Carrier | None = None, sms: Carrier | None = None, mailbox: bool = False
) -> None:
    """Name who carries e-mail and SMS; `mailbox` keeps what has no carrier, to be read there."""
    _carriers.clear()
    _carriers.update({k: c for k, c in (("email", email), ("sms", sms)) if c is not None})
    _filed.clear()
    _filed.update(_KINDS - _carriers.keys() if mailbox else ())


def in_mailbox() -> frozenset[str]:
    """Return the kinds of notice that end in the mailbox instead of reaching anybody."""
    return frozenset(_filed)


def without_carrier() -> frozenset[str]:
    """Return the kinds of notice that cannot be sent at all."""
    return _KINDS - _carriers.keys() - _filed


def send(
    session: Session, *, kind: str, to: str, subject: str, body: str, key: str, at: datetime
) -> Proof:
    """Send one notice and return the proof; raises Undeliverable.

    `key` names the notice: sent again under the same key, it is the same message to whoever
    carries it, so that a retry after a crash tells nobody twice.
    """
    notice = Notice.make(kind, to, subject, body, key, at)
    if carrier := _carriers.get(kind):
        return carrier.carry(notice)
    if kind in _filed:
        return mailbox.keep(session, notice)
    raise Undeliverable(True, NO_CARRIER)
