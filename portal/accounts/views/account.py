"""One's own account: password, second factor, sessions and API tokens."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.accounts import commands, messages, queries
from portal.accounts.forms import CodeForm, PasswordForm, TokenForm
from portal.accounts.queries import AccountView
from portal.accounts.views import entrance
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import login, sessions
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer
from portal.web.limits import limited

DAYS = 365


def layout() -> dict[str, str]:
    """Return the frame of pages that staff and institutions share."""
    frame = "institution" if current_actor().is_institution else "staff"
    return {"layout": f"layouts/{frame}.html"}


def _own() -> AccountView:
    view = queries.account(session(), current_actor().account_id or 0)
    return view or abort(404)


def _place() -> str:
    actor = current_actor()
    if actor.institution_id:
        return (
            queries.directory().by_ids(session(), [actor.institution_id])[actor.institution_id].name
        )
    unit = queries.unit(session(), actor.unit_code)
    return unit.name if unit else ""


@requires("account.own")
def account() -> str:
    """Show one's own account."""
    view = _own()
    tokens = [t for t in queries.tokens_of(session(), view.id) if t.is_usable(clock.now())]
    return render_template(
        "accounts/account.html",
        view=view,
        place=_place(),
        tokens=len(tokens),
        code_form=CodeForm(formdata=None),
    )


def take_password(form: PasswordForm, account_id: int) -> bool:
    """Change a password, or note on the form why it cannot be taken."""
    at = clock.now()
    with transaction(session()):
        fault = commands.change_password(
            session(), account_id, form.current.data, form.new.data, at, entrance.rules()
        )
    if fault is None:
        return True
    field = form.current if fault in ("wrong_current", "locked") else form.new
    field.errors = [messages.password_sentence(fault)]
    return False


@requires("account.own")
def password() -> Response | tuple[str, int]:
    """Change one's password; other devices are signed out."""
    form, view = PasswordForm(), _own()
    if form.validate_on_submit() and take_password(form, view.id):
        _stay_alone(view.id)
        flash(_("密码已修改，其他设备上的登录已退出。"), "success")
        return redirect(url_for(".account"), 303)
    return answer("accounts/password.html", form)


def _stay_alone(account_id: int) -> None:
    with transaction(session()):
        sessions.end_all(session(), account_id)
    login.sign_in(current_actor())


@requires("account.own")
def other_sessions() -> Response:
    """Sign out everywhere else."""
    view = _own()
    with transaction(session()):
        commands.end_sessions(session(), view.id, current_actor(), clock.now())
    _stay_alone(view.id)
    flash(_("其他设备上的登录已全部退出。"), "success")
    return redirect(url_for(".account"), 303)


@requires("account.own")
def begin_second_factor() -> Response:
    """Make a secret for the second factor and lead to its page."""
    with transaction(session()):
        commands.begin_second_factor(session(), _own().id, clock.now())
    return redirect(url_for(".enrolment"), 303)


@requires("account.own")
@limited("second-factor", 60, 300)
def replace_second_factor() -> Response | tuple[str, int]:
    """Take the second factor away for a new one, proved by a code of the old."""
    form, view, at = CodeForm(), _own(), clock.now()
    if form.validate_on_submit():
        with transaction(session()):
            outcome = commands.replace_second_factor(
                session(), view.id, str(form.code.data), current_actor(), at, entrance.rules()
            )
        if outcome.account_id is not None:
            _stay_alone(view.id)
            return redirect(url_for(".enrolment"), 303)
        form.refuse(messages.refusal(outcome, of="code"))
    return answer("accounts/replace_second_factor.html", form)


@requires("account.own")
def tokens() -> str | tuple[str, int]:
    """List one's API tokens and make a new one, shown this once."""
    form, view, made = TokenForm(data={"days": DAYS}), _own(), None
    if form.validate_on_submit():
        made = _new_token(view.id, str(form.label.data), int(form.days.data or DAYS))
        form = TokenForm(formdata=None, data={"days": DAYS})
    found = queries.tokens_of(session(), view.id)
    return answer("accounts/tokens.html", form, made=made, found=found, now=clock.now())


def _new_token(account_id: int, label: str, days: int) -> commands.NewToken:
    by, at = current_actor(), clock.now()
    with transaction(session()):
        return commands.create_token(session(), account_id, label=label, by=by, at=at, days=days)


@requires("account.own")
def revocation(token_id: int) -> Response:
    """Make one of one's own tokens useless."""
    with transaction(session()):
        commands.revoke_token(session(), _own().id, token_id, current_actor(), clock.now())
    flash(_("令牌已撤销，使用它的系统不能再调用接口。"), "success")
    return redirect(url_for(".tokens"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Give the pages their addresses."""
    both = ["GET", "POST"]
    for rule, view, methods in (
        ("/account", account, ["GET"]),
        ("/account/password", password, both),
        ("/account/other-sessions", other_sessions, ["POST"]),
        ("/account/second-factor", begin_second_factor, ["POST"]),
        ("/account/second-factor/replacement", replace_second_factor, both),
        ("/account/tokens", tokens, both),
        (f"/account/tokens/<int(max={2**63 - 1}):token_id>/revocation", revocation, ["POST"]),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=methods)
