"""Doing a write once: in one transaction, and the same answer again for the same key."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, current_app, request
from marshmallow import Schema

from forwarding.commands import replies
from forwarding.commands.replies import Reply
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.kernel.db import transaction
from portal.web.access import current_actor
from portal.web.api import reading
from portal.web.db import session

Act = Callable[[dict[str, Any]], Reply]
"""Does the act with `by` and `at`, and returns what to answer."""


def done(schema: type[Schema], value: Any, status: int = 201) -> Reply:
    """Return what an act answers with."""
    return Reply(status, json.dumps(schema().dump(value), ensure_ascii=False))


def once(act: Act, content: Any = None) -> Response:
    """Do an act; `content` is what was sent, by which a repeat under one key is known."""
    key, by, at = reading.idempotency_key(request), current_actor(), clock.now()
    with transaction(session()):
        reply = _kept(act, key, content, by, at) if key else act({"by": by, "at": at})
    return _response(reply)


def _kept(act: Act, key: str, content: Any, by: Actor, at: datetime) -> Reply:
    assert by.account_id is not None
    sent = _hash(content)
    reply = replies.earlier(session(), by.account_id, key, sent, at=at)
    if reply is None:
        reply = act({"by": by, "at": at})
        replies.keep(session(), by.account_id, key, sent, reply, at=at)
    return reply


def _hash(content: Any) -> bytes:
    what = [request.method, request.path, content]
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).digest()


def _response(reply: Reply) -> Response:
    return current_app.response_class(reply.body, reply.status, mimetype="application/json")
