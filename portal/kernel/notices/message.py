"""A notice on its way: checked and cleaned before any carrier sees it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.kernel.clock import aware

KINDS = ("email", "sms")
_KEY = re.compile(r"[A-Za-z0-9_.:/-]{1,200}")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{4,254}$)([a-z0-9-]{1,63}\.)+[a-z]"
    r"[a-z0-9-]{1,62}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_LONGEST_SUBJECT = 200
_LONGEST_BODY = 100_000


class Undeliverable(Exception):
    """A notice did not go out; when `permanent`, trying again cannot help.

    `reason` is a code without personal data, fit for logs and the outbox: bad_address,
    refused, unreachable, busy, misconfigured, no_carrier.
    """

    def __init__(self, permanent: bool, reason: str) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.reason = reason


@dataclass(frozen=True)
class Proof:
    """That a notice left: who took it, the name they gave it, and when it was handed over."""

    provider: str
    reference: str
    at: datetime


@dataclass(frozen=True, repr=False)
class Notice:
    """One notice to one recipient; its repr shows nothing, for logs must not."""

    kind: str
    to: str
    subject: str
    body: str
    key: str
    at: datetime

    @classmethod
    def make(cls, kind: str, to: str, subject: str, body: str, key: str, at: datetime) -> "Notice":
        """Check recipient and key, take control signs out of the words; raises Undeliverable."""
        if kind not in KINDS or not _KEY.fullmatch(key):
            raise ValueError(f"a notice needs a kind of {KINDS} and a plain key")
        return cls(
            kind,
            _address(kind, to),
            one_line(subject)[:_LONGEST_SUBJECT],
            _readable(body)[:_LONGEST_BODY],
            key,
            aware(at),
        )

    @property
    def digest(self) -> str:
        """A name for the notice made from its key alone: the same at every try."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]


def _address(kind: str, to: str) -> str:
    if kind == "sms":
        found = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", to))
        good = _PHONE.fullmatch(found)
    else:
        found = to.strip()
        good = _EMAIL.fullmatch(found)
    if not good:
        raise Undeliverable(True, "bad_address")
    return found


def _readable(text: str) -> str:
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    # C*: control, format (direction overrides), surrogates. Line breaks and tabs stay.
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")


def one_line(text: str) -> str:
    """Return `text` on one line, without control or direction signs."""
    return " ".join(_readable(text.replace("\x85", "\n")).split())


class Carrier(Protocol):
    """Whoever takes notices out of the house."""

    def carry(self, notice: Notice) -> Proof:
        """Hand one notice over; raises Undeliverable."""
