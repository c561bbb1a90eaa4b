"""The field's codes as choices of a form, worded in the language of the page."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from portal.kernel import divisions


def offered(words: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return a vocabulary as (code, lazy words)."""
    return [(code, _l(word)) for code, word in words.items()]


def businesses() -> dict[Any, list[tuple[str, Any]]]:
    """Return banking business and insurance lines in two groups."""
    return {
        _l("银行业务"): offered(vocabulary.BANKING_BUSINESS),
        _l("保险险种"): offered(vocabulary.INSURANCE_LINES),
    }


def causes() -> dict[Any, list[tuple[str, Any]]]:
    """Return the causes of banking and of insurance in two groups."""
    return {
        _l("银行业原因"): offered(vocabulary.BANKING_CAUSES),
        _l("保险业原因"): offered(vocabulary.INSURANCE_CAUSES),
    }


_NO_BUREAU = frozenset({"71", "81", "82"})
"""Taiwan, Hong Kong and Macao have no bureau of this regulator."""


def places() -> dict[str, list[tuple[str, str]]]:
    """Return cities grouped by province, the province itself first for who knows no more."""
    found: dict[str, list[tuple[str, str]]] = {}
    for province in divisions.provinces():
        if province.code[:2] not in _NO_BUREAU:
            cities = divisions.prefectures(province.code)
            found[province.name] = [(d.code, d.name) for d in (province, *cities)]
    return found
