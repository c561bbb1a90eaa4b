"""Chinese full-text search over texts that stay encrypted: keyed marks of words, not words.

A text's words are found by rjieba, each is turned into a keyed mark (HMAC), and the marks stand
in a tsvector. Whoever reads the database sees neither the text nor its words.
"""

import base64
import re
import unicodedata

import rjieba

from portal.kernel import secrets

_WORD = re.compile(r"\w", re.UNICODE)
_MOST_TOKENS = 600
_MARK_BYTES = 8


def tokens(text: str) -> list[str]:
    """Return the distinct words of a text, longest compounds and their parts, in lower case."""
    folded = unicodedata.normalize("NFKC", text).replace("\x00", " ").lower()
    found = dict.fromkeys(rjieba.cut_for_search(folded))
    return [word for word in found if _WORD.match(word)][:_MOST_TOKENS]


def _marks(words: list[str]) -> list[str]:
    cipher = secrets.installed()
    return [
        base64.b32encode(cipher.mac(word.encode("utf-8", "replace"), "search")[:_MARK_BYTES])
        .decode()
        .rstrip("=")
        for word in words
    ]


def document(text: str) -> str:
    """Return a text's marks as the input of a tsvector column."""
    return " ".join(_marks(tokens(text)))


def query(text: str) -> str:
    """Return the input of a tsquery that asks for every word of `text`; empty when it has none."""
    return " & ".join(_marks(tokens(text)))
