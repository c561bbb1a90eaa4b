"""Fields of answers; every one is always there, null where there is nothing to say."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields


def _described(about: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": about, **more}, "required": True}


def text(about: str, words: Mapping[str, str] | None = None, **more: Any) -> fields.Field:
    """Return a text; with `words` it is one of their codes."""
    if words is not None:
        more |= {"x-words": dict(words)}
    return fields.String(**_described(about, **more))


def text_or_none(about: str, words: Mapping[str, str] | None = None) -> fields.Field:
    """Return a text that may be null."""
    more = {} if words is None else {"x-words": dict(words)}
    return fields.String(allow_none=True, **_described(about, **more))


def whole(about: str) -> fields.Field:
    """Return a whole number."""
    return fields.Integer(**_described(about))


def whole_or_none(about: str) -> fields.Field:
    """Return a whole number or null."""
    return fields.Integer(allow_none=True, **_described(about))


def flag(about: str) -> fields.Field:
    """Return true or false."""
    return fields.Boolean(**_described(about))


def day(about: str) -> fields.Field:
    """Return a date."""
    return fields.Date(**_described(about))


def day_or_none(about: str) -> fields.Field:
    """Return a date or null."""
    return fields.Date(allow_none=True, **_described(about))


def moment(about: str) -> fields.Field:
    """Return an instant in UTC."""
    return fields.AwareDateTime(**_described(about))


def moment_or_none(about: str) -> fields.Field:
    """Return an instant in UTC or null."""
    return fields.AwareDateTime(allow_none=True, **_described(about))


def amount_or_none(about: str) -> fields.Field:
    """Return yuan as a text with two decimals, or null."""
    return Yuan(allow_none=True, **_described(about, pattern=r"^[0-9]+\.[0-9]{2}$"))


def texts(about: str, words: Mapping[str, str] | None = None) -> fields.Field:
    """Return a list of texts."""
    more = {} if words is None else {"x-words": dict(words)}
    return fields.List(fields.String(), **_described(about, **more))


def mapping(about: str, words: Mapping[str, str]) -> fields.Field:
    """Return texts by code."""
    described = _described(about, **{"x-words": dict(words)})
    return fields.Dict(keys=fields.String(), values=fields.String(), **described)


def many(of: type[Schema], about: str) -> fields.Field:
    """Return a list of documents."""
    return fields.List(fields.Nested(of), **_described(about))


class Output(Schema):
    """What a call answers with; a later version may say more, which callers leave aside."""

    class Meta:
        unknown = EXCLUDE


class Yuan(fields.String):
    """An amount written with two decimals."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else f"{value:.2f}"


class ProblemLine(Output):
    """One fault of a call."""

    field = text("The field, parameter or header at fault; parts of lists by number, from 0.")
    code = text("A code that does not change with the language.")
    detail = text("What is wrong and how to mend it, in the language of Accept-Language.")
    article = text_or_none("The article of the Measures that asks for it.")


class Problem(Output):
    """An error (RFC 9457)."""

    type = fields.String(**_described("Always about:blank: the status says what kind it is."))
    title = text("What went wrong, in the language of Accept-Language.")
    status = whole("The HTTP status.")
    detail = fields.String(metadata={"description": "What to do about it."})
    code = fields.String(metadata={"description": "The rule that forbids the act."})
    article = fields.String(metadata={"description": "The article of the Measures behind it."})
    errors = fields.List(
        fields.Nested(ProblemLine), metadata={"description": "Every fault that was found."}
    )


def page_of(item: type[Schema], name: str) -> type[Schema]:
    """Return the schema of a list: its items and the cursor of the next page."""
    cursor = text_or_none("Ask again with it as `cursor`; null at the end of the list.")
    members = {"items": many(item, "In the order that the call states."), "next_cursor": cursor}
    return type(name, (Output,), {**members, "__doc__": "One page of a list."})
