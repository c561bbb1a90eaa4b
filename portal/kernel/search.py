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
_FILLERS = frozenset("的了是在我你他她它们和与及也就都而吗吧呢啊着过把被")


def _folded(text: str) -> str:
    sound = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    return unicodedata.normalize("NFKC", sound).replace("\x00", " ").lower()


def _words(found: Iterable[str]) -> list[str]:
    """Return words of two signs and more, and each pair of neighbours among lone characters.

    A dictionary cuts 年费 into two characters; as a pair they are found again, and alone they
    would be found everywhere.
    """
    words: dict[str, None] = {}
    before = ""
    for word in found:
        lone = len(word) == 1 and word.isalpha() and not word.isascii()
        if len(word) > 1 and any(sign.isalnum() for sign in word):
            words[word] = None
        elif lone and before and not _FILLERS.intersection((before, word)):
            words[before + word] = None
        before = word if lone else ""
    return list(words)


def tokens(text: str) -> list[str]:
    """Return the distinct words of a text in lower case, compounds followed by their parts."""
    # Without the guessing of unknown words, which would cut the same word now so, now otherwise.
    return _words(rjieba.cut_for_search(_folded(text), False))[:_MOST_TOKENS]


@lru_cache(maxsize=20_000)
def _mark(cipher: secrets.FieldCipher, word: str) -> str:
    mac = cipher.mac(word.encode(), "search")
    return base64.b32encode(mac[:_MARK_BYTES]).decode().rstrip("=")


def document(text: str) -> str:
    """Return a text's marks as the input of a tsvector column."""
    cipher = secrets.installed()
    return " ".join([_mark(cipher, word) for word in tokens(text)])


def query(text: str) -> str:
    """Return the input of a tsquery that asks for every word of `text`; empty when it has none.

    A compound is found whole, or by all its parts: 工商银行 within 中国工商银行.
    """
    cipher = secrets.installed()
    asked = []
    for word in _words(rjieba.cut(_folded(text), False))[:_MOST_TOKENS]:
        parts = [part for part in tokens(word) if part != word]
        alternatives = [_mark(cipher, word)]
        if parts:
            alternatives.append("(" + " & ".join(_mark(cipher, part) for part in parts) + ")")
        asked.append("(" + " | ".join(alternatives) + ")")
    return " & ".join(asked)
