"""Rate limits of public endpoints, by client address; counted in Redis, else in this process."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from redis import Redis
from werkzeug.exceptions import TooManyRequests

from portal.web.circuit import Circuit

View = TypeVar("View", bound=Callable[..., Any])
_REMEMBERED = 50_000


@dataclass(frozen=True)
class Limit:
    """At most `count` requests of one client within `seconds`; `methods` that count."""

    name: str
    count: int
    seconds: int
    methods: frozenset[str]


def limited(
    name: str, count: int, seconds: int, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View], View]:
    """Declare a view's limit; views that share a name share the count."""
    limit = Limit(name, count, seconds, frozenset(methods))

    def declare(view: View) -> View:
        cast(Any, view).limit = limit
        return view

    return declare


class Counter:
    """Fixed windows per limit and client; falls back to this process while Redis is down."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._lock = Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def hit(self, key: str, seconds: int) -> tuple[int, int]:
        """Count one request; return (requests in this window, seconds until it ends)."""
        return self._circuit.call(lambda redis: _hit(redis, key, seconds)) or self._local(
            key, seconds
        )

    def _local(self, key: str, seconds: int) -> tuple[int, int]:
        now = monotonic()
        with self._lock:
            ends, count = self._windows.get(key, (0.0, 0))
            if now >= ends:
                ends, count = now + seconds, 0
            if len(self._windows) >= _REMEMBERED:
                self._windows = {k: v for k, v in self._windows.items() if v[0] > now}
            if len(self._windows) >= _REMEMBERED:
                self._windows.clear()
            self._windows[key] = (ends, count + 1)
        return count + 1, max(1, int(ends - now))


def _hit(redis: Redis, key: str, seconds: int) -> tuple[int, int]:
    pipeline = redis.pipeline(transaction=False)
    pipeline.set(key, 0, ex=seconds, nx=True)
    pipeline.incr(key)
    pipeline.ttl(key)
    _made, count, left = pipeline.execute()
    return int(count), max(1, int(left))


def client() -> str:
    """Return the client's network: an IPv4 address, or the /64 of an IPv6 address."""
    address = request.remote_addr or "unknown"
    return ":".join(address.split(":")[:4]) if ":" in address else address


def check(limit: Limit, who: str | None = None) -> None:
    """Count this request against a limit; raises 429 with Retry-After when it is used up."""
    counter = cast(Counter | None, current_app.extensions.get("zhuanban.limits"))
    if counter is None:
        return
    digest = hashlib.sha256((who or client()).encode()).hexdigest()[:24]
    count, left = counter.hit(f"limit:{limit.name}:{digest}", limit.seconds)
    if count > limit.count:
        raise TooManyRequests(retry_after=left)


def _enforce() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    limit = getattr(view, "limit", None)
    if limit is not None and request.method in limit.methods:
        check(limit)


def install(app: Flask, circuit: Circuit, enabled: bool = True) -> None:
    """Enforce the declared limits; `enabled=False` is for benchmarks."""
    if enabled:
        app.extensions["zhuanban.limits"] = Counter(circuit)
    app.before_request(_enforce)
