"""Public answers kept in this process for a while, and sent again without asking the portal.

Only what a view let caches keep, and only for who has no session: the same page for everybody
who reads it in that language. Each answer bears an ETag, so that a reader who has it gets 304.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from time import monotonic
from typing import Any

from flask import Flask, Response, request

from portal.web.i18n import COOKIE

Start = Callable[..., Any]
_LONGEST = 1 << 20
_MOST = 64 << 20
_DROPPED = {"content-length", "set-cookie"}


@dataclass(frozen=True)
class _Kept:
    headers: list[tuple[str, str]]
    body: bytes
    tag: str
    until: float


class Remembered:
    """A WSGI application that answers from memory what it may."""

    def __init__(
        self, inner: Callable[[Any, Start], Iterable[bytes]], cookie: str, seconds: int
    ) -> None:
        self._inner = inner
        self._seconds = seconds
        self._cookie = cookie
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._size = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from memory, else ask the portal and keep its answer where it may be kept."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start)
        kept = self._find(key)
        if kept is not None:
            return _sent(kept, environ, start)
        seen: list[Any] = []

        def noting(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            seen[:] = [status, headers]
            return start(status, headers, *error)

        parts = self._inner(environ, noting)
        return self._keeping(key, parts, seen[1]) if seen and _may_keep(*seen) else parts

    def _key(self, environ: dict[str, Any]) -> tuple[str, ...] | None:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ:
            return None
        try:
            cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
        except CookieError:
            return None
        if self._cookie in cookies:
            return None
        tongue = cookies[COOKIE].value if COOKIE in cookies else ""
        told = ("HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT")
        return (tongue, *(environ.get(name, "") for name in told))

    def _find(self, key: tuple[str, ...]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.until < monotonic():
                return None
            self._kept.move_to_end(key)
            return kept

    def _keeping(
        self, key: tuple[str, ...], parts: Iterable[bytes], headers: list[tuple[str, str]]
    ) -> list[bytes]:
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        self._keep(key, headers, body)
        return [body]

    def _keep(self, key: tuple[str, ...], headers: list[tuple[str, str]], body: bytes) -> None:
        named = {name.lower(): value for name, value in headers}
        plain = [(name, value) for name, value in headers if name.lower() not in _DROPPED]
        kept = _Kept(plain, body, named.get("etag", ""), monotonic() + self._seconds)
        with self._lock:
            if (old := self._kept.pop(key, None)) is not None:
                self._size -= len(old.body)
            self._kept[key] = kept
            self._size += len(body)
            while self._size > _MOST:
                _key, gone = self._kept.popitem(last=False)
                self._size -= len(gone.body)


def _may_keep(status: str, headers: list[tuple[str, str]]) -> bool:
    named = {name.lower(): value for name, value in headers}
    # What is streamed says no length beforehand, and is too long to be kept.
    length = named.get("content-length", "")
    return (
        status.startswith("200")
        and length.isdecimal()
        and int(length) <= _LONGEST
        and named.get("cache-control", "").startswith("public, max-age=")
        and "set-cookie" not in named
    )


def _sent(kept: _Kept, environ: dict[str, Any], start: Start) -> list[bytes]:
    if kept.tag and kept.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start("304 Not Modified", [pair for pair in kept.headers if pair[0] != "Content-Type"])
        return []
    start("200 OK", [*kept.headers, ("Content-Length", str(len(kept.body)))])
    return [kept.body]


def install(app: Flask, seconds: int) -> None:
    """Give each answer that caches may keep a tag, and keep it in this process for so long."""

    @app.after_request
    def tagged(response: Response) -> Response:
        public = response.headers.get("Cache-Control", "").startswith("public")
        if public and response.status_code == 200 and not response.is_streamed:
            if response.get_etag()[0] is None:
                response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
            response.make_conditional(request)
        return response

    if seconds:
        cookie = app.config["SESSION_COOKIE_NAME"]
        app.wsgi_app = Remembered(app.wsgi_app, cookie, seconds)  # type: ignore[method-assign]
