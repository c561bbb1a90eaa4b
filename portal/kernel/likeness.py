"""How alike two texts are, found among millions without reading them: MinHash under a key.

A text is folded and cut into pairs of neighbouring signs. Of the pairs, rensa makes a MinHash
sketch: the share of equal places in two sketches is about the share of pairs that two texts have
in common. Groups of places (bands) are turned into marks; near-copies share at least one mark, so
an index finds them. Both are stored only as AES sees them under a key of the house: whoever reads
the database can test no guess at a text.
"""

import hashlib
import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from rensa import RMinHash

from portal.kernel import secrets

PLACES, BANDS, ROWS = 64, 10, 4
"""Places of a sketch; of the first BANDS × ROWS of them the bands are made."""
_FEWEST = 24
"""Texts of fewer different pairs say too little to be held alike: 要求退款, 情况如上."""
_MOST_SIGNS = 6000
_BLOCK = 16
_LEFT_OUT = re.compile(r"[\W\d_]+")
_WORDS = struct.Struct(f">{PLACES}I")
_BLOCKS = struct.Struct(">" + "12xI" * PLACES)
_MARKS = struct.Struct(f">{2 * BANDS}q")


@dataclass(frozen=True)
class Marks:
    """What is stored of a text: its bands, one of which a near-copy shares, and its sketch.

    A place of the sketch is one byte; equal bytes are equal places, but for one in 256.
    """

    bands: tuple[int, ...]
    signature: bytes


def folded(text: str) -> str:
    """Return a text without what tells two fillings of one template apart, or only sets it.

    Width and case do not count; blanks, punctuation and digits go: dates, sums, numbers.
    """
    sound = text[:_MOST_SIGNS].encode("utf-8", "replace").decode()
    plain = _LEFT_OUT.sub("", sound).lower()
    normal = unicodedata.normalize("NFKC", plain)
    # Punctuation gone first, most texts are normal already, which is quickly seen.
    return plain if normal == plain else _LEFT_OUT.sub("", normal).lower()


def shingles(text: str) -> set[str]:
    """Return the different pairs of neighbouring signs of a text."""
    plain = folded(text)
    return set(map(add, plain, plain[1:]))


def likeness(one: str, other: str) -> float:
    """Return how much of their pairs two texts share, from 0 to 1 (Dice); the same way round."""
    a, b = shingles(one), shingles(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def marks(text: str) -> Marks | None:
    """Return the keyed marks of a text; None where it is too short to be held alike."""
    pairs = shingles(text)
    if len(pairs) < _FEWEST:
        return None
    key = _key_of(secrets.installed())
    sketch = RMinHash(num_perm=PLACES, seed=key.seed)
    sketch.update(list(pairs))
    places = sketch.digest()
    return Marks(key.bands(places), key.signature(places))


def estimate(one: bytes, other: bytes) -> float:
    """Return about the `likeness` of two texts of which only the signatures are known.

    Off by 0.05 or so; for signatures of one installation only.
    """
    same = sum(a == b for a, b in zip(one, other, strict=True)) / PLACES
    shared = max(0.0, (same - 1 / 256) / (1 - 1 / 256))
    return 2 * shared / (1 + shared)


class _Key:
    """The house's key for likeness: a seed for the sketch, and ciphers over what is stored.

    AES of single blocks is a keyed permutation: equal places stay equal, and nothing else shows.
    """

    def __init__(self, cipher: secrets.FieldCipher) -> None:
        self.seed = int.from_bytes(cipher.mac(b"seed", "likeness")[:8])
        self._bands = Cipher(algorithms.AES(cipher.mac(b"bands", "likeness")), modes.ECB())
        self._places = Cipher(algorithms.AES(cipher.mac(b"places", "likeness")), modes.ECB())

    def bands(self, places: list[int]) -> tuple[int, ...]:
        """Return the marks of the bands, as signed 64-bit numbers."""
        # A band is one block: ROWS places of four bytes each.
        body = _WORDS.pack(*places)[: BANDS * _BLOCK]
        return _MARKS.unpack(self._bands.encryptor().update(body))[::2]

    def signature(self, places: list[int]) -> bytes:
        """Return the first byte of each place's block."""
        return self._places.encryptor().update(_BLOCKS.pack(*places))[::_BLOCK]


@lru_cache(maxsize=4)
def _key_of(cipher: secrets.FieldCipher) -> _Key:
    return _Key(cipher)


@dataclass(frozen=True)
class Limits:
    """How far back one looks, and from how many on a likeness is flagged; settings, never law.

    `days` is how far back repeats are looked for; a text told by `text_people` people within
    `text_days`, a telephone of `phone_names` names and an agent of `agent_cases` complaints
    within `days` are flagged for a person to judge.
    """

    days: int = 180
    text_people: int = 10
    text_days: int = 30
    phone_names: int = 3
    agent_cases: int = 5


_limits = [Limits()]


def install(limits: Limits) -> None:
    """Set how far back this process looks and what it flags."""
    _limits[:] = [limits]


def limits() -> Limits:
    """Return how far back this process looks and what it flags."""
    return _limits[0]


def short_mark(signature: bytes) -> bytes:
    """Return 16 bytes that stand for a signature where many texts share one."""
    return hashlib.sha256(signature).digest()[:_BLOCK]
