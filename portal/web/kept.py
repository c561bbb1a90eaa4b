"""What was typed into a page that came too late, so that its visitor can send it again."""

from urllib.parse import urlsplit

from flask import request

_NEVER_REPEATED = ("password", "secret", "code", "token")


def kept() -> list[tuple[str, str]]:
    """Return the fields sent; none when the page may not be ours or holds a secret."""
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    secret = any(word in name.lower() for name, _text in typed for word in _NEVER_REPEATED)
    return typed if _same_origin() and not secret else []


def _same_origin() -> bool:
    """Whether the browser itself vouches that the form was ours."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host
