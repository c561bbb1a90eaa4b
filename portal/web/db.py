"""The database within a request: one session, opened when first asked for."""

from contextlib import suppress
from typing import cast

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel.db import make_session


def engine() -> Engine:
    """Return the application's engine."""
    return cast(Engine, current_app.extensions["engine"])


def session() -> Session:
    """Return the session of this request; a page that never asks costs no connection."""
    if "db_session" not in g:
        g.db_session = make_session(engine())
    return cast(Session, g.db_session)


def install(app: Flask, database: Engine) -> None:
    """Give the application its engine and close each request's session."""
    app.extensions["engine"] = database

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        if "db_session" in g:
            _let_go(g.pop("db_session"))


def _let_go(used: Session) -> None:
    """Close a session; a connection that died meanwhile must not undo an answer that is made."""
    try:
        used.close()
    except DBAPIError:
        with suppress(DBAPIError):
            used.invalidate()
