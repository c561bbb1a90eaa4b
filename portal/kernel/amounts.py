"""Amounts of the Measures that change by date, and amendments loaded as data.

The first rule set stands in the code of the package that uses it, each amount as a `Dated`. An
amendment adds a value from a day on; a case is judged by the values of its own day, so that one
already on its way never moves. `Book` answers both; `load` reads the amendments in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Text, cast, func, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.db import Base, once


class RuleAmount(Base):
    """One amount of an amendment, from its day on; `document_no` names the notice."""

    __tablename__ = "rule_amount"
    __table_args__ = (CheckConstraint("value >= 1", name="value_positive"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int]
    document_no: Mapped[str]


@dataclass(frozen=True)
class Amount:
    """An amount known by its key, with the values that stand in the code."""

    key: str
    values: Mapping[date, int]


@dataclass(frozen=True)
class Book:
    """The amounts in force by day: those of the code, and the amendments loaded.

    A book without amendments is the Measures as first in force.
    """

    amendments: Mapping[str, Mapping[date, int]] = field(default_factory=dict)

    def at(self, amount: Amount, day: date) -> int:
        """Return an amount's value on a day; raises LookupError before its first."""
        values = {**amount.values, **self.amendments.get(amount.key, {})}
        since = max((start for start in values if start <= day), default=None)
        if since is None:
            raise LookupError(f"no value of {amount.key} in force on {day}")
        return values[since]

    def rule_set_at(self, day: date, first: date) -> date:
        """Return the day from which the rule set of a day holds; `first` is the oldest."""
        starts = {start for values in self.amendments.values() for start in values}
        return max((start for start in starts if start <= day), default=first)


AS_WRITTEN = Book()
_NEWEST = func.max(cast(cast(literal_column("xmin"), Text), BigInteger))
_STAMP = select(func.count(), _NEWEST).select_from(RuleAmount)
_loaded: list[tuple[Any, Book]] = []


def load(session: Session) -> Book:
    """Return the amounts as stored; kept in the process until a row of the table changes."""
    stamp = once(session, "amounts", lambda: session.execute(_STAMP).one())
    if not stamp[0]:
        return AS_WRITTEN
    if _loaded and _loaded[-1][0] == stamp:
        return _loaded[-1][1]
    amendments: dict[str, dict[date, int]] = {}
    rows = select(RuleAmount.key, RuleAmount.effective_from, RuleAmount.value)
    for key, since, value in session.execute(rows):
        amendments.setdefault(key, {})[since] = value
    book = Book(MappingProxyType({key: dict(values) for key, values in amendments.items()}))
    _loaded[:] = [(stamp, book)]
    return book
