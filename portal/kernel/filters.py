"""What a list is narrowed to, as texts for an address or a task, and back again."""

from collections.abc import Callable, Container, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

Shape = TypeVar("Shape")
_LONGEST = 200


def as_filters(wanted: Any) -> dict[str, str]:
    """Return what a list is narrowed to as texts for an address; what narrows nothing is left out.

    `wanted` is a dataclass whose fields have defaults and hold texts, days, amounts or ticks.
    """
    usual = {one.name: one.default for one in fields(wanted)}
    return {
        name: "1" if value is True else str(value)
        for name, value in asdict(wanted).items()
        if value is not None and value != usual[name] and not isinstance(value, (list, tuple))
    }


def wanted_by(
    shape: type[Shape],
    filters: Mapping[str, str],
    among: Mapping[str, Container[str]] | None = None,
) -> Shape:
    """Return the dataclass that `as_filters` told of; raises ValueError for what it never tells.

    `among` names, for some fields, the only texts that they may hold.
    """
    known = {one.name: str(one.type) for one in fields(shape)}  # type: ignore[arg-type]
    if strange := filters.keys() - known.keys():
        raise ValueError(f"unknown filters: {sorted(strange)}")
    for name, allowed in (among or {}).items():
        if name in filters and filters[name] not in allowed:
            raise ValueError(f"no such {name}")
    return shape(**{name: _parsed(known[name], text) for name, text in filters.items()})


def _parsed(kind: str, text: str) -> Any:
    if "\x00" in text or len(text) > 200:
        raise ValueError("not a filter")
    for name, parse in _PARSERS.items():
        if name in kind:
            return parse(text)
    return text


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError("not an amount") from None
    if not found.is_finite() or abs(found) >= 10**14:
        raise ValueError("not an amount")
    return found


def _whole(text: str) -> int:
    found = int(text)
    if not -(2**63) < found < 2**63:
        raise ValueError("not a number")
    return found


# `str(field.type)` is "<class 'datetime.date'>" or "datetime.date | None".
_PARSERS: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "Decimal": _amount,
    "int": _whole,
    "bool": lambda text: text == "1",
}


@dataclass(frozen=True)
class Whole:
    """The shape of a list that nothing narrows."""
