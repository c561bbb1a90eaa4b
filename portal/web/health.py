"""`/healthz`: this process answers. `/readyz`: database, Redis, outbox and calendar are fit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from redis import Redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.kernel import arrangement, clock, outbox
from portal.web import db
from portal.web.access import public
from portal.web.circuit import Circuit

blueprint = Blueprint("health", __name__)
OUTBOX_LAG_SECONDS = 300
CALENDAR_DAYS = 30


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Answer as long as the process lives."""
    return jsonify(status="ok")


def _database() -> dict[str, Any]:
    db.session().execute(text("SELECT 1"))
    return {"ok": True}


def _redis() -> dict[str, Any]:
    circuit: Circuit = current_app.extensions["zhuanban.circuit"]
    return {"ok": bool(circuit.call(Redis.ping))}


def _outbox() -> dict[str, Any]:
    lag = outbox.lag(db.session())
    late = max(0, int((clock.now() - lag.oldest).total_seconds())) if lag.oldest else 0
    ok = late < OUTBOX_LAG_SECONDS
    return {"ok": ok, "pending": lag.pending, "failed": lag.failed, "late_seconds": late}


def _calendar() -> dict[str, Any]:
    days = arrangement.load(db.session())
    last: date | None = max((date(year, 12, 31) for year in days.covered), default=None)
    needed = clock.today() + timedelta(days=CALENDAR_DAYS)
    return {"ok": last is not None and last >= needed, "covered_until": last and last.isoformat()}


# Redis is only the doorbell and a calendar gap only makes days provisional: both are reported,
# neither takes the portal out of service.
CHECKS: dict[str, tuple[Callable[[], dict[str, Any]], bool]] = {
    "database": (_database, True),
    "redis": (_redis, False),
    "outbox": (_outbox, False),
    "calendar": (_calendar, False),
}


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Report each part; 503 when one that is indispensable is missing."""
    found = {}
    for name, (look, _needed) in CHECKS.items():
        try:
            found[name] = look()
        except SQLAlchemyError as error:
            db.session().rollback()
            found[name] = {"ok": False, "reason": type(error).__name__}
    ready = all(found[name]["ok"] for name, (_look, needed) in CHECKS.items() if needed)
    fit = all(part["ok"] for part in found.values())
    status = "ok" if fit else "degraded" if ready else "unavailable"
    return jsonify(status=status, checks=found), 200 if ready else 503


def install(app: Flask, circuit: Circuit) -> None:
    """Add both addresses."""
    app.extensions["zhuanban.circuit"] = circuit
    app.register_blueprint(blueprint)
