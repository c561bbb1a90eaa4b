"""How an edition reads on its pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from disclosures import words
from portal.filings.views.shown import words as filing_words
from portal.web.punctuation import enumerated


def finding_words(found: Mapping[str, Any]) -> str:
    """Return a finding of the checks as a sentence."""
    code, _colon, rate = str(found["code"]).partition(":")
    facts = dict(found["facts"])
    if "names" in facts:
        facts["names"] = enumerated(facts["names"])
    if rate:
        facts["rate"] = rate_words(rate)
    return _(words.FINDINGS[code], **facts)


def period_words(text: str) -> str:
    """Return a period as people say it."""
    return filing_words()["period"](text)


def rate_words(key: str) -> str:
    """Return what a rate is called."""
    return _(words.RATES.get(key, key))


def place_words(place: Sequence[str]) -> str:
    """Return where a figure stands: its parts in words, an institution by its code."""
    return " · ".join(_(words.PARTS[part]) if part in words.PARTS else rate_words(part)
                      for part in place)  # fmt: skip
