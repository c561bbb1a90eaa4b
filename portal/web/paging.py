"""Cursors in addresses: signed and opaque, so that a page can be bookmarked but not forged."""

from datetime import date, datetime
from typing import Any

from flask import abort, current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from portal.kernel.keyset import Page, Position
from portal.web.access import is_api

_SALT = "keyset-cursor"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=_SALT)


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "t" in value:
        return datetime.fromisoformat(value["t"])
    return date.fromisoformat(value["d"])


def encode(position: Position, of: str) -> str:
    """Return a position as a cursor of the list named `of`."""
    packed = [of, int(position.backwards), *(_pack(value) for value in position.values)]
    return str(_serializer().dumps(packed))


def decode(cursor: str, of: str) -> Position:
    """Return the position of a cursor; raises ValueError unless we made it for this list."""
    try:
        name, backwards, *values = _serializer().loads(cursor)
        if name != of:
            raise ValueError("the cursor belongs to another list")
        return Position(tuple(_unpack(value) for value in values), bool(backwards))
    except (BadData, TypeError, KeyError, UnicodeError) as error:
        raise ValueError("not a cursor of ours") from error


def requested(of: str) -> Position | None:
    """Return where the page asked for begins; a bad cursor is the first page, for the API a 400."""
    cursor = request.args.get("cursor", "")
    if not cursor:
        return None
    try:
        return decode(cursor, of)
    except ValueError:
        if is_api():
            abort(400, "cursor: not one that this list gave; ask again without it")
        return None


def next_cursor(page: Page[Any], of: str) -> str | None:
    """Return the cursor of the following page for an API answer."""
    return encode(page.next, of) if page.next else None


def page_links(page: Page[Any], of: str) -> dict[str, str]:
    """Return the addresses `newer` and `older`, keeping the filters of this page."""
    found = {"newer": page.previous, "older": page.next}
    return {name: _address(position, of) for name, position in found.items() if position}


def _address(position: Position, of: str) -> str:
    return here_with(cursor=encode(position, of))


def here_with(endpoint: str | None = None, **values: Any) -> str:
    """Return the address of this page, or of another, with this page's query and these values.

    What is asked under a name that `url_for` keeps for itself, or that stands in the path, is
    nobody's filter and is left out.
    """
    own = {*(request.view_args or {}), *values, "endpoint", "self"}
    asked = request.args.to_dict(flat=False).items()
    kept = {name: given for name, given in asked if name not in own and name[:1] != "_"}
    named = {**(request.view_args or {}), **kept, **values}
    return url_for(endpoint or request.endpoint or "", **named)
