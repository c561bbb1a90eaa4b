"""The codes of filings as choices of a form, worded in the language of the page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l


def offered(words: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return a table of words as (code, lazy words)."""
    return [(code, _l(word)) for code, word in words.items()]
