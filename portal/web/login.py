"""Who is signed in: Flask-Login over the sessions that we keep in PostgreSQL.

Flask-Login decides who the current user is; where that is kept, how long it lasts and who turns
a stranger away stays ours. A session ends where the row ends, so nobody is remembered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, Request, Response, current_app, g, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user
from flask_login import login_user as _login_user
from flask_login import logout_user as _logout_user

from portal.kernel.actor import PUBLIC, Actor
from portal.web.sessions import API

_loaders: dict[str, Callable[..., Actor | None]] = {}

# No browser can send a cookie of this name. Were there one, Flask-Login would believe it before
# the session's limits and before a bearer token, and fail on letters that are not ASCII.
_NO_COOKIE = "nobody is remembered;"
# What Flask-Login notes for a session protection that we do not use (see `install`).
_UNUSED = ("_id", "_fresh")


@dataclass(frozen=True, eq=False)
class User(UserMixin):
    """Somebody signed in, as Flask-Login knows them."""

    actor: Actor

    def get_id(self) -> str:
        """Return the account's id, which the session keeps."""
        return str(self.actor.account_id)


class Nobody(AnonymousUserMixin):
    """A visitor who has not signed in."""

    actor = PUBLIC


class Manager(LoginManager):
    """Flask-Login's manager without its cookie that outlasts the session."""

    def _update_remember_cookie(self, response: Response) -> Response:
        """Leave the answer alone: looking for the mark would read every visitor's session."""
        return response


def set_actor_loader(loader: Callable[[int], Actor | None]) -> None:
    """Name the function that finds the actor of the account which a session names."""
    _loaders["session"] = loader


def set_token_loader(loader: Callable[[], Actor | None]) -> None:
    """Name the function that finds the actor of an API call's bearer token."""
    _loaders["token"] = loader


def _user(actor: Actor | None) -> User | None:
    return User(actor) if actor else None


def _of_session(user_id: str) -> User | None:
    loader = _loaders.get("session")
    return _user(loader(int(user_id))) if loader and user_id.isdecimal() else None


def _of_request(request: Request) -> User | None:
    loader = _loaders.get("token")
    return _user(loader()) if loader and request.path.startswith(API) else None


def actor() -> Actor:
    """Return the current user's actor; read once a request, and only when somebody asks."""
    return cast(Actor, current_user.actor)


def known_actor() -> Actor | None:
    """Return the current user's actor if somebody has asked for it already."""
    return getattr(g.get("_login_user"), "actor", None)


def treat_as_stranger() -> None:
    """Answer the rest of this request without asking who it is: that cannot be read just now."""
    g._login_user = Nobody()


def sign_in(who: Actor) -> None:
    """Make the present session the actor's, under a new identity."""
    session.clear()
    _login_user(User(who))
    for name in _UNUSED:
        session.pop(name, None)
    session.renew()  # type: ignore[attr-defined]


def sign_out() -> None:
    """Forget the present session and what it held."""
    _logout_user()
    session.clear()
    session.renew()  # type: ignore[attr-defined]


def turn_away() -> Response:
    """Answer a stranger as the installation does; Flask-Login tells its listeners."""
    return cast(Response, current_app.login_manager.unauthorized())  # type: ignore[attr-defined]


def install(app: Flask, strangers: Callable[[], Response]) -> None:
    """Set Flask-Login up; `strangers` answers who has to sign in first.

    No session protection: it would bind a session to the address, read from a header that anybody
    can write, and to the browser's name; people on the move would be signed out, a thief who
    copies both would not. The identity itself is random, renewed at sign-in and ends on our side.
    """
    manager = Manager()
    manager.session_protection = None
    manager.anonymous_user = Nobody
    manager.user_loader(_of_session)
    manager.request_loader(_of_request)
    manager.unauthorized_handler(strangers)
    app.config["REMEMBER_COOKIE_NAME"] = _NO_COOKIE
    # Without the context processor, which would read the session for every page rendered.
    manager.init_app(app, add_context_processor=False)
