"""The OpenAPI 3.1 document, made from the calls themselves: nothing in it is written twice."""

import inspect
import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

from portal.kernel.actor import ROLES, Actor
from portal.web import access
from portal.web.access import public
from portal.web.api.describing import KEY_HEADER, Answered, Operation, as_json
from portal.web.api.documents import Problem
from portal.web.headers import publicly_cacheable
from portal.web.limits import limited

blueprint = Blueprint("api_description", __name__)

ABOUT = """\
For systems of the regulator's staff (a hotline) and of the supervised institutions.

* Authenticate with `Authorization: Bearer TOKEN`; a token has the rights of its account's role
  and reaches its territory or its institution with its branches. What lies outside is 404.
* Errors are problem documents (RFC 9457); sentences come in the language of `Accept-Language`
  (`zh` or `en`), codes never change.
* Lists are `{"items", "next_cursor"}`; go on with `cursor` until `next_cursor` is null.
* Every POST that changes something takes an `Idempotency-Key`, but for the reveal of personal
  data, which is logged each time.
* Instants are given in UTC and taken with any zone; a bare date is 00:00 Asia/Shanghai.
"""
_USUAL = {
    400: "The body is no valid JSON, or the request is malformed.",
    401: "No valid token.",
    403: "The token's role does not do this.",
    404: "There is none, or it is outside the token's territory or institution.",
    413: "The content is too large.",
    415: "The content is of another media type than described.",
    422: "Something is missing or wrong; `errors` lists every fault.",
    429: "Too many requests; try again after `Retry-After` seconds.",
    503: "The database cannot be reached; try again after `Retry-After` seconds.",
}
_HEADERS = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
_PART = re.compile(r"<(?:[^<>]*:)?([^<>:]+)>")


def described(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application's calls."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _name(schema))
    spec = APISpec(
        title="Zhuanban 转办",
        version="1",
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": ABOUT, "license": {"name": "Apache-2.0"}},
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        operation = getattr(view, "operation", None)
        if operation is not None:
            call = _call(view, operation, rule, plugin)
            method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
            spec.path(path=_PART.sub(r"{\1}", rule.rule), operations={method: call})
    return spec.to_dict()


def _name(schema: Any) -> str:
    return schema.__name__ if isinstance(schema, type) else type(schema).__name__


def _call(view: Any, operation: Operation, rule: Rule, plugin: Any) -> dict[str, Any]:
    summary, _, rest = inspect.cleandoc(view.__doc__ or "").partition("\n")
    call: dict[str, Any] = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "tags": [operation.tag],
        "summary": summary.rstrip("."),
        "description": rest.strip(),
        "security": [] if view.access == access.EVERYBODY else [{"bearer": []}],
        "parameters": _parameters(operation, plugin),
        "responses": _answers(operation) | _refusals(view, operation, rule),
    }
    if view.access != access.EVERYBODY:
        call["x-roles"] = [role for role in ROLES if _holds(role, view.access)]
    if (sent := operation.body or operation.form) is not None:
        kind = "application/json" if operation.body else "multipart/form-data"
        call["requestBody"] = {"required": True, "content": {kind: {"schema": sent}}}
    return call


def _holds(role: str, permission: str) -> bool:
    return access.may(Actor(kind="account", role=role, account_id=1), permission)


def _parameters(operation: Operation, plugin: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place, schema in (("path", operation.path), ("query", operation.query)):
        if schema is not None:
            found += plugin.converter.schema2parameters(schema(), location=place)
    for parameter in found:
        # An address cannot say null: what is optional there is left out.
        _without_null(parameter["schema"])
    return [*found, KEY_HEADER] if operation.keyed else found


def _without_null(schema: dict[str, Any]) -> None:
    if schema.get("default", ...) is None:
        del schema["default"]
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        schema["type"] = kinds[0] if len(kinds) == 1 else kinds
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]


def _answers(operation: Operation) -> dict[str, Any]:
    return {str(status): _answer(each) for status, each in operation.answers.items()}


def _answer(answered: Answered) -> dict[str, Any]:
    schema = answered.schema or {"type": "string", "format": "binary"}
    found: dict[str, Any] = {
        "description": answered.about,
        "content": {media: {"schema": schema} for media in answered.media_types},
    }
    if answered.headers:
        found["headers"] = {name: _header(about) for name, about in answered.headers.items()}
    return found


def _header(about: str) -> dict[str, Any]:
    return {"description": about, "schema": {"type": "string"}}


def _refusals(view: Any, operation: Operation, rule: Rule) -> dict[str, Any]:
    expected = {400, 503}
    if view.access != access.EVERYBODY:
        expected |= {401, 403}
    if rule.arguments:
        expected.add(404)
    if operation.body or operation.form:
        expected |= {413, 415}
    if operation.body or operation.form or operation.query or operation.keyed:
        expected.add(422)
    if getattr(view, "limit", None) is not None:
        expected.add(429)
    said = {status: _USUAL[status] for status in expected} | dict(operation.refuses)
    return {str(status): _problem(status, about) for status, about in sorted(said.items())}


def _problem(status: int, about: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": about,
        "content": {"application/problem+json": {"schema": Problem}},
    }
    if status in _HEADERS:
        found["headers"] = {_HEADERS[status]: _header("See RFC 9110.")}
    return found


@blueprint.get("/api/v1/openapi.json")
@public
@limited("api-description", 60, 60, methods=("GET",))
def openapi() -> Response:
    """Describe every call of the API."""
    kept = current_app.extensions.setdefault("zhuanban.openapi", {})
    if "document" not in kept:
        kept["document"] = described(current_app)
    publicly_cacheable(300)
    return as_json(kept["document"])
