"""Codes and problems of a submission in words, in the language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from forwarding import vocabulary
from forwarding.messages import PROBLEMS
from forwarding.submission import Problem
from portal.kernel import divisions
from portal.web.punctuation import enumerated


def term(code: Any, of: str) -> str:
    """Return the word for a code of one vocabulary, e.g. `{{ case.cause | term('CAUSES') }}`."""
    return word(getattr(vocabulary, of), code)


def word(words: Mapping[str, str], code: str | None) -> str:
    """Return the word for a code; the code itself when the vocabulary lacks it."""
    return _(words[code]) if code in words else (code or "")


def listed(words: Mapping[str, str], codes: Iterable[str]) -> str:
    """Return the words for several codes in one line."""
    return enumerated(word(words, code) for code in codes)


def place(code: str) -> str:
    """Return a division's name without its county."""
    return divisions.full_name(code)


def same_sector(business: str, cause: str) -> bool:
    """Return whether a business and a cause belong to one sector, banking or insurance."""
    banking = business in vocabulary.BANKING_BUSINESS
    return banking == (cause in vocabulary.BANKING_CAUSES)


def problem_words(problem: Problem) -> str:
    """Return what is wrong and how to mend it."""
    facts = {name: _(value) if name == "purpose" else value for name, value in problem.facts}
    return str(PROBLEMS[problem.code]) % _Facts(facts)


class _Facts(dict[str, Any]):
    """Facts of a problem; a place without a fact is shown as a dash instead of failing."""

    def __missing__(self, name: str) -> str:
        return "—"
