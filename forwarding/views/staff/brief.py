"""Figures kept for a few seconds: a count that everybody's page shows is made once for all."""

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from flask import current_app

from portal.kernel.actor import Actor
from portal.web.db import engine

Answer = TypeVar("Answer")
_MOST_KEPT = 500
_kept: dict[tuple[Any, ...], tuple[float, Any]] = {}


def kept(name: str, actor: Actor, seconds: float, make: Callable[[], Answer]) -> Answer:
    """Return what `make` returned for this name and territory at most `seconds` ago."""
    if current_app.testing:
        return make()
    key = (id(engine()), name, actor.unit_code)
    made_at, answer = _kept.get(key, (-seconds, None))
    if monotonic() - made_at < seconds:
        return answer
    answer = make()
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key] = (monotonic(), answer)
    return answer
