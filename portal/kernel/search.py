"""Chinese full-text search over texts that stay encrypted: keyed marks of words, not words.

A text's words are found by rjieba, each is turned into a keyed mark (HMAC), and the marks stand
in a tsvector. Whoever reads the database sees neither the text nor its words; who also knows how
often words are used may still guess at common ones.
"""

import base64
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import rjieba

from portal.kernel import secrets

_MOST_TOKENS = 4000
_MARK_BYTES = 8
_MOST_KEPT = 50_000
# What NFKC makes of these, made quickly: a text without them is most often normal already.
_PUNCTUATION = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "，；：？！（）％～"}
_FILLERS = frozenset("的了是在我你他她它们和与及也就都而吗吧呢啊着过把被")


def _folded(text: str) -> str:
    sound = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    plain = sound.translate(_PUNCTUATION)
    return unicodedata.normalize("NFKC", plain).replace("\x00", " ").lower()


def _words(found: Iterable[str]) -> list[str]:
    """Return words of two signs and more, and each pair of neighbours among lone characters.

    A dictionary cuts 年费 into two characters; as a pair they are found again, and alone they
    would be found everywhere.
    """
    words: dict[str, None] = {}
    before = ""
    for word in found:
        lone = len(word) == 1 and word.isalpha() and not word.isascii()
        if lone and before and before not in _FILLERS and word not in _FILLERS:
            words[before + word] = None
        elif len(word) > 1 and (word.isalnum() or any(sign.isalnum() for sign in word)):
            words[word] = None
        before = word if lone else ""
    return list(words)


def tokens(text: str) -> list[str]:
    """Return the distinct words of a text in lower case, compounds followed by their parts."""
    # Without the guessing of unknown words, which would cut the same word now so, now otherwise.
    return _words(rjieba.cut_for_search(_folded(text), False))[:_MOST_TOKENS]


class _Marks(dict[str, str]):
    """The keyed marks of words under one cipher; the commonest words are always among them."""

    def __init__(self, cipher: secrets.FieldCipher) -> None:
        super().__init__()
        self._cipher = cipher

    def __missing__(self, word: str) -> str:
        mac = self._cipher.mac(word.encode(), "search")
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[word] = base64.b32encode(mac[:_MARK_BYTES]).decode().rstrip("=")
        return self[word]


@lru_cache(maxsize=1)
def _marks_of(cipher: secrets.FieldCipher) -> _Marks:
    return _Marks(cipher)


def document(text: str) -> str:
    """Return a text's marks as the input of a tsvector column."""
    marks = _marks_of(secrets.installed())
    return " ".join([marks[word] for word in tokens(text)])


def query(text: str) -> str:
    """Return the input of a tsquery that asks for every word of `text`; empty when it has none.

    A compound is found whole, or by all its parts: 工商银行 within 中国工商银行.
    """
    marks = _marks_of(secrets.installed())
    asked = []
    for word in _words(rjieba.cut(_folded(text), False))[:_MOST_TOKENS]:
        parts = [part for part in tokens(word) if part != word]
        alternatives = [marks[word]]
        if parts:
            alternatives.append("(" + " & ".join(marks[part] for part in parts) + ")")
        asked.append("(" + " | ".join(alternatives) + ")")
    return " & ".join(asked)
