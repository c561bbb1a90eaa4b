"""Deny by default: every route says who may enter, or the application does not start."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from portal.kernel.actor import Actor
from portal.web import login
from portal.web.kept import kept
from portal.web.sessions import API

Predicate = Callable[[Actor], bool]
View = TypeVar("View", bound=Callable[..., Any])

EVERYBODY = "public"
_policy: dict[str, list[list[Predicate]]] = {}


class UndeclaredRoute(RuntimeError):
    """A route without @public or @requires, or with a permission that no policy grants."""


def public(view: View) -> View:
    """Declare that anybody may use a view."""
    cast(Any, view).access = EVERYBODY
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Declare the permission that a view needs; policies say who holds it."""

    def declare(view: View) -> View:
        cast(Any, view).access = permission
        return view

    return declare


def register_policy(rules: Mapping[str, Sequence[Sequence[Predicate]]]) -> None:
    """Add a package's permissions: any of the lists suffices, all of a list's predicates hold."""
    for permission, ways in rules.items():
        _policy[permission] = [list(way) for way in ways]


def permissions() -> dict[str, list[list[Predicate]]]:
    """Return every permission that a policy grants."""
    return dict(_policy)


def may(actor: Actor, permission: str) -> bool:
    """Return whether the actor holds a permission; raises KeyError for one that nobody defined."""
    if permission == EVERYBODY:
        return True
    return any(all(holds(actor) for holds in way) for way in _policy[permission])


def signed_in(actor: Actor) -> bool:
    """Hold when somebody has signed in."""
    return actor.is_signed_in


def role(*names: str) -> Predicate:
    """Return a predicate that holds for the named roles."""

    def holds(actor: Actor) -> bool:
        return actor.role in names

    return holds


def is_api() -> bool:
    """Return whether the request is for the API, where cookies count for nothing."""
    return request.path.startswith(API)


def current_actor() -> Actor:
    """Return who makes this request; read once, and only when somebody asks."""
    return login.actor()


def access_of(app: Flask, endpoint: str) -> str | None:
    """Return the permission that an endpoint declares."""
    return getattr(app.view_functions[endpoint], "access", None)


def may_visit(endpoint: str) -> bool:
    """Return whether an endpoint exists and the current actor may use it."""
    if endpoint not in current_app.view_functions:
        return False
    access = access_of(current_app, endpoint)
    return access == EVERYBODY or (access is not None and may(current_actor(), access))


def sign_in_address() -> str:
    """Return where one signs in, coming back to this page afterwards when it can be shown."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return url_for("accounts.sign_in", next=back)


def _enforce() -> Response | None:
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(404)
    if access == EVERYBODY or may(current_actor(), access):
        return None
    if current_actor().is_signed_in:
        abort(403)
    return login.turn_away()


def _lead_to_sign_in() -> Response:
    """Ask a stranger to sign in; what a signed-out officer had typed is kept on the page."""
    if is_api() or "accounts.sign_in" not in current_app.view_functions:
        abort(401)
    typed = kept() if request.method == "POST" else []
    if typed:
        html = render_template(
            "errors/signed_out.html",
            kept=typed,
            action=request.full_path.rstrip("?"),
            files=bool(request.files),
        )
        return make_response(html, 401)
    return cast(Response, redirect(sign_in_address(), 303))


def check(app: Flask) -> None:
    """Refuse to start while a route declares no access or a permission is granted to nobody."""
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        if access is None:
            raise UndeclaredRoute(f"{rule.endpoint} ({rule.rule}) lacks @public or @requires")
        if access != EVERYBODY and access not in _policy:
            raise UndeclaredRoute(f"{rule.endpoint} needs {access}, which no policy grants")


def install(app: Flask) -> None:
    """Guard every request and offer `may(permission)` to the templates."""
    login.install(app, strangers=_lead_to_sign_in)
    app.before_request(_enforce)
    app.jinja_env.globals["may"] = lambda permission: may(current_actor(), permission)
    app.jinja_env.globals["may_visit"] = may_visit
    app.jinja_env.globals["current_actor"] = current_actor
