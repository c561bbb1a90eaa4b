"""A fuse before Redis: while it is down, asking costs nothing."""

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import structlog
from redis import Redis
from redis.exceptions import RedisError

Answer = TypeVar("Answer")
log = structlog.get_logger("portal.web")

RETRY_AFTER = 5.0
TIMEOUT = 0.25


class Circuit:
    """Calls Redis, and after a failure leaves it alone for RETRY_AFTER seconds."""

    def __init__(self, url: str | None) -> None:
        self._redis = (
            Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
            if url
            else None
        )
        self._closed_until = 0.0

    def call(self, ask: Callable[["Redis"], Answer]) -> Answer | None:
        """Return what `ask` returns, or None while Redis cannot be reached."""
        if self._redis is None or monotonic() < self._closed_until:
            return None
        try:
            return ask(self._redis)
        except (RedisError, OSError) as error:
            self._closed_until = monotonic() + RETRY_AFTER
            log.warning("redis_unavailable", kind=type(error).__name__)
            return None
