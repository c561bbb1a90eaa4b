"""Sessions kept in PostgreSQL under the hash of a random, signed cookie.

Nothing is stored until something is put in: the cookie alone carries a form's CSRF secret,
so a visitor who only reads or fills in a form writes no row. Signing in changes the identity
(no fixation); idle and absolute limits end a session.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, Request, Response, g, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import BigInteger, Engine, delete, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, make_session, transaction

log = structlog.get_logger("portal.web")

# Where cookies count for nothing.
API = "/api/"
# The name under which Flask-Login keeps who signed in.
HOLDER = "_user_id"
_TOUCH_EVERY = timedelta(minutes=1)


class WebSession(Base):
    """One browser's session; `account_id` is set once somebody has signed in."""

    __tablename__ = "web_session"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class ServerSession(SessionMixin):
    """A mapping that reads its row when first looked into and is stored when changed."""

    def __init__(self, store: "PostgresSessions", value: str | None, stored: bool) -> None:
        self._store = store
        self._data: dict[str, Any] | None = None if stored else {}
        self.value, self.stored = value, stored
        self.changed_cookie = self.modified = False
        self.forgotten: list[bytes] = []
        self.created_at: datetime | None = None
        self.seen_at: datetime | None = None

    @property
    def data(self) -> dict[str, Any]:
        """What the session holds, without the CSRF secret."""
        if self._data is None:
            g.private_answer = True
            self._data = self._store.read(self)
        return self._data

    @property
    def key(self) -> bytes | None:
        """The stored key: the hash of the cookie's value, so that the table opens no session."""
        return hashlib.sha256(self.value.encode()).digest() if self.value else None

    def renew(self) -> None:
        """Change the identity and keep the data; called whenever rights change."""
        data = dict(self.data)
        if self.stored and self.key:
            self.forgotten.append(self.key)
        self._data, self.value = data, secrets.token_urlsafe(32)
        self.created_at, self.stored, self.modified, self.changed_cookie = None, False, True, True

    def _csrf_secret(self) -> str:
        g.private_answer = True
        if self.value is None:
            self.value, self.changed_cookie = secrets.token_urlsafe(32), True
        return self._store.sign("csrf", self.value)

    def __getitem__(self, name: str) -> Any:
        return self._csrf_secret() if name == "csrf_token" else self.data[name]

    def __contains__(self, name: object) -> bool:
        return name == "csrf_token" or name in self.data

    def __setitem__(self, name: str, value: Any) -> None:
        self.data[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self.data[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)


class PostgresSessions(SessionInterface):
    """Opens and saves `ServerSession`s; each save is a transaction of its own.

    The cookie is a mark, 256 random bits and our signature. The mark says whether a row is
    stored, so that a visitor who has only seen a form costs no query.
    """

    def __init__(
        self, engine: Engine, secret: str, idle: timedelta, absolute: timedelta, secure: bool
    ) -> None:
        self._engine = engine
        self._secret = hashlib.sha256(b"web-session:" + secret.encode()).digest()
        self._idle, self._absolute, self._secure = idle, absolute, secure
        self.cookie_name = "__Host-zhuanban" if secure else "zhuanban"

    def sign(self, purpose: str, value: str) -> str:
        """Return a keyed digest of a value for one purpose."""
        return hmac.new(self._secret, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()

    def _cookie(self, opened: ServerSession) -> str:
        marked = f"{'s' if opened.stored else 'a'}{opened.value}"
        return f"{marked}.{self.sign('cookie', marked)[:32]}"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Return the visitor's session without touching the database; none for the API."""
        if request.path.startswith(API):
            return ServerSession(self, None, stored=False)
        marked, _, given = request.cookies.get(self.cookie_name, "").partition(".")
        wanted = self.sign("cookie", marked)[:32]
        if len(marked) < 40 or not hmac.compare_digest(given.encode(), wanted.encode()):
            return ServerSession(self, None, stored=False)
        return ServerSession(self, marked[1:], stored=marked[0] == "s")

    def read(self, opened: ServerSession) -> dict[str, Any]:
        """Return the stored data of a session, or nothing once a limit has passed."""
        with make_session(self._engine) as db:
            row = db.get(WebSession, opened.key)
        now = clock.now()
        if row is None:
            return {}
        if now - row.seen_at > self._idle or now - row.created_at > self._absolute:
            opened.forgotten.append(row.key)
            return {}
        opened.created_at, opened.seen_at = row.created_at, row.seen_at
        return dict(row.data)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store what changed and set the cookie when it is new."""
        assert isinstance(session, ServerSession)
        now = clock.now()
        stale = session.seen_at is not None and now - session.seen_at > _TOUCH_EVERY
        if session.forgotten or session.modified or stale:
            self._save(session, now)
        if session.changed_cookie and session.value:
            response.vary.add("Cookie")
            response.set_cookie(
                self.cookie_name,
                self._cookie(session),
                httponly=True,
                secure=self._secure,
                samesite="Lax",
                path="/",
            )

    def _save(self, changed: ServerSession, now: datetime) -> None:
        try:
            with make_session(self._engine) as db, transaction(db):
                self._write(db, changed, now)
        except OperationalError as error:
            if changed.forgotten:
                raise
            # What was asked for is done by now, and must not be answered as if it were not.
            log.error("session_not_saved", kind=type(error.orig).__name__)

    def _write(self, db: Session, changed: ServerSession, now: datetime) -> None:
        if changed.forgotten:
            db.execute(delete(WebSession).where(WebSession.key.in_(changed.forgotten)))
        if not changed.data and changed.created_at is None:
            return
        if not changed.stored:
            changed.value = changed.value or secrets.token_urlsafe(32)
            changed.stored = changed.changed_cookie = True
        holder = changed.data.get(HOLDER)
        kept = {
            "account_id": int(holder) if holder else None,
            "data": changed.data,
            "seen_at": now,
        }
        if changed.created_at is None:
            db.execute(insert(WebSession).values(key=changed.key, created_at=now, **kept))
        else:  # an update only: a session ended elsewhere meanwhile must stay ended
            db.execute(update(WebSession).where(WebSession.key == changed.key).values(**kept))


def end_all(db: Session, account: int, keep_current: bool = False) -> None:
    """Remove an account's sessions, for instance after its password changed or it was closed."""
    gone = delete(WebSession).where(WebSession.account_id == account)
    if keep_current and (key := getattr(session, "key", None)):
        gone = gone.where(WebSession.key != key)
    db.execute(gone)


def sweep(db: Session, at: datetime, idle: timedelta, absolute: timedelta) -> int:
    """Remove the sessions that a limit has ended; return how many."""
    old = (WebSession.seen_at < at - idle) | (WebSession.created_at < at - absolute)
    keys = db.scalars(select(WebSession.key).where(old)).all()
    db.execute(delete(WebSession).where(WebSession.key.in_(keys)))
    return len(keys)
