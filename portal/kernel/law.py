"""The law in code: breaches that cite their article, clauses, and amounts that change by date."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class Breach(Exception):
    """A forbidden act: a code with a sentence in `portal.web.messages`, the article, and facts."""

    def __init__(self, code: str, article: str, **facts: Any) -> None:
        super().__init__(f"{code} (Art. {article})")
        self.code = code
        self.article = article
        self.facts = facts


_clauses: dict[str, list[Callable[..., Any]]] = {}


def clause(*articles: str) -> Callable[[Function], Function]:
    """Mark the function that carries an article of the Measures."""

    def mark(function: Function) -> Function:
        for article in articles:
            _clauses.setdefault(article, []).append(function)
        return function

    return mark


class Dated:
    """A value that changes by date: each holds from its day until the next."""

    def __init__(self, values: Mapping[date, Any]) -> None:
        self._values = sorted(values.items())

    def at(self, day: date) -> Any:
        """Return the value in force on `day`; raises LookupError before the first."""
        for since, value in reversed(self._values):
            if since <= day:
                return value
        raise LookupError(f"no value in force on {day}")
