"""From the password to the session: what is still to be proved, and where one lands.

Until everything is proved the session names an account that is *entering*; such a visitor is
nobody yet, and no page but the next step is open to them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.accounts import commands, queries
from portal.accounts.queries import AccountView
from portal.accounts.rules import SignInRules
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.kernel.db import transaction
from portal.web import access, db, i18n, login

LASTS = timedelta(minutes=10)
_HOMES = {"admin": "/staff/accounts/", "auditor": "/staff/audit"}


def rules() -> SignInRules:
    """Return the installation's rules of signing in."""
    settings = current_app.config["SETTINGS"]
    return SignInRules(
        max_failures=settings.sign_in_failures,
        lock_minutes=settings.lock_minutes,
        totp_for_staff=settings.require_totp,
        totp_for_institutions=settings.require_totp_institutions,
    )


@dataclass(frozen=True)
class Entering:
    """Somebody who has proved the password, and perhaps the second factor."""

    account_id: int
    back: str | None
    proved: bool


def begin(account_id: int, back: str | None) -> None:
    """Note who is entering, under a new identity of the session."""
    _note(account_id, back, proved=False)


def _note(account_id: int, back: str | None, *, proved: bool) -> None:
    session.clear()
    session["entering"] = {
        "account": account_id,
        "back": back,
        "proved": proved,
        "at": clock.now().isoformat(),
    }
    session.renew()  # type: ignore[attr-defined]


def entering() -> Entering | None:
    """Return who is entering; None when nobody is or it was begun too long ago."""
    noted = session.get("entering")
    if not noted or clock.now() - datetime.fromisoformat(noted["at"]) > LASTS:
        return None
    return Entering(noted["account"], noted["back"], noted["proved"])


def _next_step(view: AccountView, proved: bool) -> str | None:
    if view.has_second_factor and not proved:
        return "accounts.second_factor"
    if view.must_change_password:
        return "accounts.first_password"
    if not view.has_second_factor and rules().needs_second_factor(view.role):
        return "accounts.enrolment"
    return None


def proceed(*, proved: bool = False) -> Response:
    """Lead the visitor to the next step, or in."""
    return redirect(onward(proved=proved), 303)


def onward(*, proved: bool = False) -> str:
    """Return where the next thing is proved; when nothing is left, let in and return the landing.

    `proved` says that the second factor was proved just now.
    """
    visitor = entering()
    view = queries.account(db.session(), visitor.account_id) if visitor else None
    if visitor is None or view is None or not view.active:
        return url_for("accounts.sign_in")
    proved = proved or visitor.proved
    step = _next_step(view, proved)
    if step is None:
        return landing(_enter(view), visitor.back)
    if proved != visitor.proved:
        _note(visitor.account_id, visitor.back, proved=proved)
    if step == "accounts.enrolment":
        with transaction(db.session()):
            commands.begin_second_factor(db.session(), view.id, clock.now())
    return url_for(step)


def _enter(view: AccountView) -> Actor:
    """Make the session the account's and remember the language it is read in."""
    with transaction(db.session()):
        actor = commands.signed_in(db.session(), view.id, clock.now())
        if request.cookies.get(i18n.COOKIE) and i18n.chosen() != view.language:
            commands.set_language(db.session(), view.id, i18n.chosen())
    login.sign_in(actor)
    return actor


def load_actor(account_id: int) -> Actor | None:
    """Return the actor of this request's session, unless the account voided it since."""
    # None when the session was begun in this very request.
    began: datetime | None = session.created_at  # type: ignore[attr-defined]
    return queries.actor_for(db.session(), account_id, began)


def landing(actor: Actor, back: str | None = None) -> str:
    """Return where one lands: where one came from if that page is open to them, else home."""
    home = "/desk/" if actor.is_institution else _HOMES.get(actor.role, "/staff/")
    path = i18n.local_path(back, home)
    return path if _is_open(path, actor) else home


def _is_open(path: str, actor: Actor) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return False
    permission = access.access_of(current_app, endpoint)
    return permission is not None and access.may(actor, permission)


def load_token_actor() -> Actor | None:
    """Return the actor of this API call's bearer token."""
    header = request.headers.get("Authorization")
    return commands.authenticate_bearer(db.session(), header, clock.now())
