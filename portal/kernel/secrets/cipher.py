"""AES-256-GCM for fields, with the key's number in the text, and HMAC-SHA256 blind indexes.

A sealed value is: algorithm (1 byte) · key number (2) · nonce (12) · text and tag. The
algorithm byte is there so that SM4-GCM can join without touching what is stored. The context
("party.name") and the header are authenticated, so that a value moved to another column or
given another key number does not open.
"""

import hashlib
import hmac
import os
import struct
import unicodedata
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.kernel.secrets.keys import KeyRing

AES_256_GCM = 1
SM4_GCM = 2  # reserved
HEADER = struct.Struct(">BH")
NONCE_BYTES = 12
INDEX_BYTES = 16


class NotInstalled(RuntimeError):
    """Encrypted data was touched before `secrets.install` was called in this process."""


class UnknownKey(RuntimeError):
    """A value names an algorithm or a key that the ring does not hold."""


class Damaged(RuntimeError):
    """A value does not open: it was changed, cut short or moved from another column."""


class FieldCipher:
    """Seals and opens values under the keys of a ring; safe to share between threads."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self.header = HEADER.pack(AES_256_GCM, ring.active)
        self._ciphers = {number: AESGCM(key) for number, key in ring.keys}
        self._index_keys: dict[str, bytes] = {}

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt under the active key, bound to `context`."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = self._ciphers[self.ring.active]
        return self.header + nonce + cipher.encrypt(nonce, plain, self.header + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt a sealed value; raises UnknownKey or Damaged."""
        header, nonce = sealed[: HEADER.size], sealed[HEADER.size : HEADER.size + NONCE_BYTES]
        cipher = self.cipher_for(header, context)
        try:
            body = sealed[HEADER.size + NONCE_BYTES :]
            return cipher.decrypt(nonce, body, header + context.encode())
        except (InvalidTag, ValueError):
            raise Damaged(f"a value of {context} does not open") from None

    def cipher_for(self, header: bytes, context: str) -> AESGCM:
        """Return the cipher that a header names."""
        if len(header) != HEADER.size:
            raise Damaged(f"a value of {context} is cut short")
        algorithm, number = HEADER.unpack(header)
        if algorithm != AES_256_GCM or number not in self._ciphers:
            raise UnknownKey(
                f"a value of {context} needs key {number} of algorithm {algorithm}: "
                "put that key back into the key ring"
            )
        return self._ciphers[number]

    def mac(self, value: bytes, purpose: str) -> bytes:
        """Return the HMAC-SHA256 of a value under a key of its own for each purpose."""
        key = self._index_keys.get(purpose)
        if key is None:
            key = hmac.digest(self.ring.index_key, purpose.encode(), hashlib.sha256)
            self._index_keys[purpose] = key
        return hmac.digest(key, value, hashlib.sha256)


_installed: list[FieldCipher] = []


def install(cipher: FieldCipher | None) -> None:
    """Make `cipher` the one that this process uses; None takes it away."""
    _installed[:] = [cipher] if cipher else []


def installed() -> FieldCipher:
    """Return the process's cipher, or raise NotInstalled."""
    if not _installed:
        raise NotInstalled("no keys: call secrets.install(FieldCipher(key ring)) at start")
    return _installed[0]


class _Signs(dict[int, int | None]):
    """What `_compact` makes of each sign, learnt sign by sign: blanks and controls go."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code))[0] in "ZC" else code
        return self[code]


_SIGNS = _Signs()


def _compact(value: str) -> str:
    return unicodedata.normalize("NFKC", value).casefold().translate(_SIGNS)


def _digits(value: str) -> str:
    digits = "".join(c for c in _compact(value) if c.isdecimal())
    return digits[-11:] if len(digits) in (13, 15) and digits[-13:-11] == "86" else digits


_NORMALISE: dict[str, Callable[[str], str]] = {"phone": _digits}


def blind(value: str, purpose: str) -> bytes:
    """Return the index of a value: equal values of one purpose give equal 16 bytes.

    Width, case and blanks do not count; for "phone" only digits do, without +86. Half of an
    HMAC-SHA256 is kept: 128 bits tell a nation's people apart and halve the database's index.
    """
    normal = _NORMALISE.get(purpose, _compact)(value)
    return installed().mac(normal.encode("utf-8", "replace"), purpose)[:INDEX_BYTES]
