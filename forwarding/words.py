"""Codes and problems of a submission in words, in the language of the page."""

from typing import Any

from flask_babel import gettext as _

from forwarding import vocabulary
from forwarding.messages import PROBLEMS
from forwarding.submission import Problem


def term(code: str | None, of: str) -> str:
    """Return the word for a code of one vocabulary, e.g. `{{ case.cause | term('CAUSES') }}`."""
    words: dict[str, str] = getattr(vocabulary, of)
    return _(words[code]) if code in words else (code or "")


def problem_words(problem: Problem) -> str:
    """Return what is wrong and how to mend it."""
    facts = {name: _(value) if name == "purpose" else value for name, value in problem.facts}
    return str(PROBLEMS[problem.code]) % _Facts(facts)


class _Facts(dict[str, Any]):
    """Facts of a problem; a place without a fact is shown as a dash instead of failing."""

    def __missing__(self, name: str) -> str:
        return "—"
