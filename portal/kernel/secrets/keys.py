"""The key ring: numbered 256-bit keys, the active one first, and one key for blind indexes."""

import base64
import binascii
import secrets
from dataclasses import dataclass

KEY_BYTES = 32
_MEND = "write '2:BASE64,1:BASE64,index:BASE64', each key 32 random bytes, the active key first"


class WrongKeys(ValueError):
    """The key ring cannot be read; the message says what is wrong and how to write it."""


@dataclass(frozen=True, repr=False)
class KeyRing:
    """Field keys by number, the active one first, and the index key.

    A field key may be replaced and, after `zhuanban secrets rotate`, dropped. The index key
    stays: searching by name or number and every receipt code hang on it.
    """

    keys: tuple[tuple[int, bytes], ...]
    index_key: bytes

    def __post_init__(self) -> None:
        numbers = [number for number, _ in self.keys]
        if not numbers:
            raise WrongKeys(f"the key ring holds no field key: {_MEND}")
        if len(set(numbers)) != len(numbers) or not all(0 < n < 65536 for n in numbers):
            raise WrongKeys("key numbers must be different and lie between 1 and 65535")
        if any(len(key) != KEY_BYTES for key in (*dict(self.keys).values(), self.index_key)):
            raise WrongKeys(f"every key must be {KEY_BYTES} bytes long: {_MEND}")

    @property
    def active(self) -> int:
        """The number of the key under which everything new is encrypted."""
        return self.keys[0][0]

    @classmethod
    def generate(cls) -> "KeyRing":
        """Return a new ring with one field key."""
        return cls(((1, secrets.token_bytes(KEY_BYTES)),), secrets.token_bytes(KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read a ring written as `2:BASE64,1:BASE64,index:BASE64`."""
        keys: list[tuple[int, bytes]] = []
        index_key = b""
        for part in text.split(","):
            if not part.strip():
                continue
            name, _, encoded = (piece.strip() for piece in part.partition(":"))
            try:
                key = base64.b64decode(encoded, validate=True)
                if name == "index":
                    index_key = key
                else:
                    keys.append((int(name), key))
            except (ValueError, binascii.Error):
                # The offending text is not quoted: it may be most of a key.
                raise WrongKeys(f"the key ring cannot be read: {_MEND}") from None
        return cls(tuple(keys), index_key)

    @property
    def field_keys(self) -> str:
        """The field keys as ZHUANBAN_FIELD_KEYS has them: `2:BASE64,1:BASE64`."""
        return ",".join(f"{n}:{base64.b64encode(key).decode()}" for n, key in self.keys)

    def with_new_key(self) -> "KeyRing":
        """Return the ring with a fresh active key before the old ones."""
        number = max(number for number, _ in self.keys) + 1
        return KeyRing(((number, secrets.token_bytes(KEY_BYTES)), *self.keys), self.index_key)

    def without(self, number: int) -> "KeyRing":
        """Return the ring without one key that nothing uses any more."""
        return KeyRing(tuple(k for k in self.keys if k[0] != number), self.index_key)
