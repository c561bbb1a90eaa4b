"""Receipt codes and tokens: random secrets that are shown once and kept only as a hash.

A fast keyed hash is right here. A slow one (argon2) protects secrets that people choose and an
attacker can guess; these carry 80 bits and more of chance, so that guessing is hopeless at any
speed, and the key of the HMAC lies outside the database.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Iterable

from portal.kernel.secrets.cipher import installed

# Crockford's base 32: no I, L, O, U. Whoever reads 1 as I or 0 as O is understood all the same.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
GROUP = 4
_READ_AS = str.maketrans("OIL", "011")
_LONGEST = 64


def new_code() -> str:
    """Return a secret code for a receipt, as 7K3M-Q9XA-00FD-TZ5H: 16 signs of 5 bits each."""
    return _written(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def code_for(seed: str) -> str:
    """Return the secret code that belongs to `seed`: the same at every try of one delivery."""
    number = int.from_bytes(installed().mac(seed.encode(), "code-seed"))
    return _written(ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH))


def _written(signs: Iterable[str]) -> str:
    whole = "".join(signs)
    return "-".join(whole[i : i + GROUP] for i in range(0, CODE_LENGTH, GROUP))


def _read(code: str) -> bytes:
    folded = unicodedata.normalize("NFKC", code[:_LONGEST]).upper().translate(_READ_AS)
    return "".join(sign for sign in folded if sign in ALPHABET).encode()


def hash_code(code: str) -> bytes:
    """Return the 32 bytes to store for a code; hyphens, blanks and case do not count."""
    return installed().mac(_read(code), "receipt-code")


def code_matches(code: str, stored: bytes) -> bool:
    """Compare a code somebody typed with the stored hash, in constant time."""
    return hmac.compare_digest(hash_code(code), stored)


def new_token() -> str:
    """Return a URL-safe token of 256 bits, for drafts, sessions and the API."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """Return the 32 bytes to store for a token, which also find it."""
    return installed().mac(token.encode("utf-8", "replace"), "token")
