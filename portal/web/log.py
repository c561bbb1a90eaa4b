"""Logs as JSON lines: what was asked, by which kind of actor, how long it took; never contents."""

import re
import secrets
from time import perf_counter

import structlog
from flask import Flask, Response, g, request

from portal.web import login

_GIVEN = re.compile(r"^[A-Za-z0-9-]{8,64}$")
log = structlog.get_logger("portal.web")


def install(app: Flask) -> None:
    """Give every request a number and log its route, never its path, query or body."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _GIVEN.match(given) else secrets.token_hex(8)
        g.began = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        log.info(
            "request",
            request_id=g.get("request_id"),
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((perf_counter() - g.get("began", perf_counter())) * 1000, 1),
            actor=getattr(login.known_actor(), "account_id", None),
        )
        return response
