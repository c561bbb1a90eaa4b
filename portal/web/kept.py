"""What was typed into a page that came too late, so that its visitor can send it again."""

import re
from urllib.parse import urlsplit

from flask import request

# Choices, dates, versions and the like: quickly chosen again, and no words to anybody.
_CODE = re.compile(r"[\w:.+/-]*", re.ASCII)
_NEVER_REPEATED = ("password", "secret", "code", "token")


def kept() -> list[tuple[str, str]]:
    """Return the fields sent; none when the page may not be ours or holds a secret."""
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    secret = any(word in name.lower() for name, _text in typed for word in _NEVER_REPEATED)
    return typed if _same_origin() and not secret else []


def in_words() -> list[str]:
    """Return what was typed in words, to be copied where it can no longer be sent as it was."""
    return [text.strip() for _name, text in kept() if not _CODE.fullmatch(text.strip())]


def _same_origin() -> bool:
    """Whether the browser itself vouches that the form was ours."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host
