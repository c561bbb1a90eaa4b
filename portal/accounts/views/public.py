"""Signing in and out: password, second factor, first password."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import commands, messages, queries
from portal.accounts import policy as _policy  # noqa: F401 - declares the permissions
from portal.accounts.forms import CodeForm, PasswordForm, SignInForm
from portal.accounts.views import account, enrolment, entrance
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import login
from portal.web.access import current_actor, public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.limits import limited

blueprint = Blueprint("accounts", __name__)
blueprint.context_processor(account.layout)
account.add_to(blueprint)
enrolment.add_to(blueprint)
login.set_actor_loader(entrance.load_actor)
login.set_token_loader(entrance.load_token_actor)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limited("sign-in", 60, 300)
def sign_in() -> Response | tuple[str, int]:
    """Ask for login name and password; what follows depends on the account."""
    if current_actor().is_signed_in:
        return redirect(entrance.landing(current_actor(), request.args.get("next")), 303)
    form = SignInForm()
    if form.validate_on_submit():
        with transaction(session()):
            outcome = commands.check_password(
                session(), form.login.data, form.password.data, clock.now(), entrance.rules()
            )
        if outcome.account_id is not None:
            entrance.begin(outcome.account_id, request.args.get("next"))
            return entrance.proceed()
        form.refuse(messages.refusal(outcome, of="password"))
    return answer("accounts/sign_in.html", form, without_codes=not entrance.rules().totp_for_staff)


@blueprint.route("/second-factor", methods=["GET", "POST"])
@public
@limited("second-factor", 60, 300)
def second_factor() -> Response | tuple[str, int]:
    """Ask for a code of the second factor."""
    visitor = entrance.entering()
    if visitor is None:
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        with transaction(session()):
            outcome = commands.verify_second_factor(
                session(), visitor.account_id, form.code.data, clock.now(), entrance.rules()
            )
        if outcome.account_id is not None:
            return entrance.proceed(proved=True)
        form.refuse(messages.refusal(outcome, of="code"))
    return answer("accounts/second_factor.html", form)


@blueprint.route("/first-password", methods=["GET", "POST"])
@public
@limited("second-factor", 60, 300)
def first_password() -> Response | tuple[str, int]:
    """Have a temporary password replaced before anything else."""
    visitor = entrance.entering()
    view = queries.account(session(), visitor.account_id) if visitor else None
    if visitor is None or view is None or (view.has_second_factor and not visitor.proved):
        return redirect(url_for(".sign_in"), 303)
    form = PasswordForm()
    if form.validate_on_submit() and account.take_password(form, view.id):
        return entrance.proceed()
    return answer("accounts/first_password.html", form, login=view.login)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End this session."""
    if current_actor().is_signed_in:
        with transaction(session()):
            commands.signed_out(session(), current_actor(), clock.now())
    login.sign_out()
    return redirect(url_for(".sign_in"), 303)
