"""The law in code: breaches that cite their article, clauses, and amounts that change by date.

`law.toml` lists every article of the Measures with the functions that carry it, or why no
software does. `carriers` tells the same from the code, and a guard holds one against the other.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

ARTICLES = 45
_LAW = Path(__file__).with_name("law.toml")


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


def carriers() -> dict[str, tuple[str, ...]]:
    """Return each article's functions as `module:name`, among the modules imported so far."""
    return {
        article: tuple(sorted(f"{f.__module__}:{f.__qualname__}" for f in functions))
        for article, functions in _clauses.items()
    }


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


@dataclass(frozen=True)
class Article:
    """One article of the Measures, in our own words, and what of it is software.

    `who` says whose duty it is: R the regulator's, I the institution's, C configuration.
    `carried_by` names functions as `module:name`; `not_software` says why there are none;
    `not_yet` says which part is still to be built. Words are in `zh` and `en`.
    """

    number: int
    title: Mapping[str, str]
    who: str
    carried_by: tuple[str, ...] = ()
    not_software: Mapping[str, str] | None = None
    not_yet: Mapping[str, str] | None = None

    @property
    def status(self) -> str:
        """How far software carries the article: carried, partly, not_yet or not_software."""
        if self.not_software:
            return "not_software"
        if self.not_yet:
            return "partly" if self.carried_by else "not_yet"
        return "carried"


def load_law() -> tuple[Article, ...]:
    """Return the 45 articles in order, as `law.toml` lists them."""
    with _LAW.open("rb") as file:
        listed = tomllib.load(file)["article"]
    return tuple(
        Article(**{**entry, "carried_by": tuple(entry.get("carried_by", ()))}) for entry in listed
    )
