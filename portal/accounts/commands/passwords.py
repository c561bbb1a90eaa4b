"""Password hashes: argon2id, and as much work for a name that nobody has."""

import secrets
import string
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

COST = {"time_cost": 2, "memory_cost": 19_456, "parallelism": 1}
"""What OWASP asks of argon2id at least; memory in KiB."""
_HASHER = PasswordHasher(**COST)
_SIGNS = "".join(set(string.ascii_letters + string.digits) - set("0O1lI"))
_TEMPORARY = 16


def hashed(password: str) -> str:
    """Return the argon2id hash to store."""
    return _HASHER.hash(password)


def hashed_if_any(password: str | None) -> str | None:
    """Return the hash to store, or nothing for an account without a password."""
    return hashed(password) if password else None


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe(16))


def matches(stored: str | None, password: str) -> bool:
    """Compare a password with a stored hash; without one it takes as long and never matches."""
    try:
        _HASHER.verify(stored or _nobodys(), password.encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Return whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def temporary() -> str:
    """Return a password to be handed over once and changed at the first sign-in."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_TEMPORARY))
