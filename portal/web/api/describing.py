"""A call described once: from it come the reading of what is sent and the OpenAPI document."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, current_app
from marshmallow import Schema

from portal.web.api import reading

View = TypeVar("View", bound=Callable[..., Any])

KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any text of your own, one per act. The same key with the same content gives "
    "the first answer again and does nothing; with other content it is refused (422). "
    "Kept for two days.",
    "schema": {"type": "string", "pattern": f"^{reading.KEY.pattern}$"},
}


@dataclass(frozen=True)
class Answered:
    """What a call answers with when it succeeds: a schema, or the media types of a file."""

    about: str
    schema: type[Schema] | None = None
    media_types: Sequence[str] = ("application/json",)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One call as it is described; `body` is JSON, `form` a multipart form.

    `refuses` says in words what a status other than the usual ones means for this call.
    """

    tag: str
    answers: Mapping[int, Answered]
    body: type[Schema] | None = None
    form: type[Schema] | None = None
    query: type[Schema] | None = None
    path: type[Schema] | None = None
    refuses: Mapping[int, str] = field(default_factory=dict)
    keyed: bool = False


def operation(tag: str, answers: Mapping[int, Answered], **parts: Any) -> Callable[[View], View]:
    """Describe a call; its view is handed what was read as `body` and `query`.

    A form is read by the view itself, which knows how large a file may be.
    """
    described = Operation(tag, answers, **parts)
    body = described.body() if described.body else None
    query = described.query() if described.query else None

    def declare(view: View) -> View:
        @wraps(view)
        def called(**given: Any) -> Any:
            if query is not None:
                given["query"] = reading.query(query)
            if body is not None:
                given["body"] = reading.json_body(body)
            return view(**given)

        cast(Any, called).operation = described
        return cast(View, called)

    return declare


def document(schema: type[Schema], value: Any, status: int = 200) -> Response:
    """Return a value as the document that its schema describes."""
    return as_json(schema().dump(value), status)


def as_json(value: Any, status: int = 200) -> Response:
    """Return a value as JSON, in which Chinese stays readable."""
    body = json.dumps(value, ensure_ascii=False)
    return current_app.response_class(body, status, mimetype="application/json")
