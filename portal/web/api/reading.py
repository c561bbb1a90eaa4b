"""What a call brings, read strictly: an answer of 4xx for whatever is not as described."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import Request, request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from portal.web.api.faults import refusal_of, refuse

MOST_JSON = 1_000_000
"""Bytes of a JSON body."""

MOST_FORM = 100_000
"""Bytes of a form around its file."""

KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


class _TwiceNamed(ValueError):
    """A JSON object in which a name occurs twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceNamed
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _parsed(raw: bytes) -> Any:
    try:
        found = json.loads(
            raw.decode(),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
        # Half a surrogate pair can be written in JSON, but is no text that can be stored.
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise refuse("body", "too_deep", status=400) from None
    except _TwiceNamed:
        raise refuse("body", "same_name_twice", status=400) from None
    except (ValueError, ArithmeticError):
        raise refuse("body", "not_json", status=400) from None
    return found


def json_body(schema: Schema) -> dict[str, Any]:
    """Return the JSON body as the schema wants it."""
    if not request.is_json:
        raise refuse("body", "wrong_media_type", status=415)
    request.max_content_length = MOST_JSON
    found = _parsed(request.get_data(cache=True))
    if not isinstance(found, dict):
        raise refuse("body", "not_an_object")
    return loaded(schema, found)


def loaded(schema: Schema, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the schema wants them; raises Refusal with every fault."""
    try:
        return dict(schema.load(found))
    except ValidationError as error:
        messages = error.messages_dict
        raise refusal_of(
            {"body" if k == "_schema" else k: v for k, v in messages.items()}, articles(schema)
        ) from None


def articles(schema: Schema) -> dict[str, str | None]:
    """Return the clause that asks for each field."""
    return {
        field.data_key or name: field.metadata.get("x-article")
        for name, field in schema.fields.items()
    }


def query(schema: Schema) -> dict[str, Any]:
    """Return the address's parameters as the schema wants them."""
    return loaded(schema, once_each(request.args))


def form(schema: Schema, most_bytes: int) -> dict[str, Any]:
    """Return the parts of a multipart form as the schema wants them; files are parts."""
    if request.mimetype != "multipart/form-data":
        raise refuse("body", "not_multipart", status=415)
    request.max_content_length = most_bytes + MOST_FORM
    return loaded(schema, once_each(request.form, request.files))


def once_each(*sources: MultiDict[str, Any]) -> dict[str, Any]:
    """Return the values by name; raises Refusal for a name that comes twice."""
    found: dict[str, Any] = {}
    for name, value in ((n, v) for source in sources for n, v in source.items(multi=True)):
        if name in found:
            raise refuse(name[:80], "repeated")
        found[name] = value
    return found


def idempotency_key(call: Request) -> str | None:
    """Return the key under which a write is to be done once; raises Refusal for a bad one."""
    given = call.headers.get("Idempotency-Key")
    if given is not None and not KEY.fullmatch(given):
        raise refuse("Idempotency-Key", "bad_key")
    return given
