"""The administration of accounts, for the regulator's administrators and the institutions'."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.accounts import commands, messages, places, queries
from portal.accounts.forms import (
    AccountFilter,
    EditStaffForm,
    EditUserForm,
    NewAccountForm,
    OpeningForm,
    ReasonForm,
)
from portal.accounts.queries import AccountView
from portal.accounts.views.account import layout
from portal.kernel import audit, clock
from portal.kernel.db import transaction
from portal.web import errors, nav, paging, sessions
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

ADMINISTER = "accounts.administer"
PAGE = 50
SHOWN_ACTS = 20


def _found(account_id: int) -> AccountView:
    errors.about("account", account_id)
    return queries.account_in_reach(session(), current_actor(), account_id) or abort(404)


def _back(account_id: int) -> Response:
    return redirect(url_for(".show", account_id=account_id), 303)


@requires(ADMINISTER)
def listing() -> str:
    """List the accounts in reach."""
    form = AccountFilter()
    filters = form.cleaned()
    if state := filters.pop("state", None):
        filters["active"] = state == "on"
    if code := filters.pop("branch", None):
        filters["institution"] = places.id_of(code)
    page = queries.accounts_page(
        session(), current_actor(), filters, paging.requested("accounts"), PAGE
    )
    return render_template(
        "accounts/listing.html", form=form, page=page, place_of=places.names(page.items)
    )


@requires(ADMINISTER)
def add() -> str | tuple[str, int]:
    """Add an account and show its temporary password, this once."""
    form = NewAccountForm()
    if not current_actor().is_staff and not form.place.data:
        form.place.data = places.own_institution_code()
    if form.validate_on_submit() and (made := _made(form)) is not None:
        return render_template("accounts/password_issued.html", issued=made, name=form.name.data)
    hints = [(messages.ROLES[role], words) for role, words in messages.ROLE_HINTS.items()]
    return answer("accounts/add.html", form, role_hints=hints)


def _made(form: NewAccountForm) -> commands.NewAccount | None:
    """Add the account that a form describes, or note on the form why it cannot be added."""
    role, institution = str(form.role.data), str(form.place.data or "")
    place = places.chosen(role, form.unit and form.unit.data, institution)
    if place is None:
        form.place.errors = [_unknown_place()]
        return None
    try:
        with form.catching(), transaction(session()):
            return commands.add_account(
                session(),
                login=form.login.data,
                name=form.name.data,
                role=role,
                **place,
                by=current_actor(),
                at=clock.now(),
            )
    except commands.Taken:
        form.login.errors = [_("这个登录名已有人使用。请换一个，例如加上单位简称。")]
    return None


def _unknown_place() -> str:
    return str(_("没有找到这个代码的机构，或它不在您的管理范围内。请到机构名录核对。"))


@requires(ADMINISTER)
def show(account_id: int) -> str:
    """Show one account with what was done to it."""
    view = _found(account_id)
    acts = audit.history(session(), "account", view.id)[-SHOWN_ACTS:]
    return render_template(
        "accounts/show.html",
        view=view,
        place=places.names([view])[view.id],
        locked_until=queries.locked_until(session(), view.login, clock.now()),
        acts=list(reversed(acts)),
        reason_form=ReasonForm(formdata=None),
    )


@requires(ADMINISTER)
def edit(account_id: int) -> Response | tuple[str, int]:
    """Change an account's name, role or place."""
    view = _found(account_id)
    shown = {"name": view.name, "role": view.role, "unit": view.unit_code, "version": view.version}
    shown |= dict.fromkeys(("branch", "institution"), places.code_of(view.institution_id))
    form = (EditStaffForm if view.unit_code else EditUserForm)(data=shown)
    if form.validate_on_submit() and _has_place(form):
        with form.catching(), transaction(session()):
            _change(view, form)
            flash(_("已保存。角色或机构有变化时，对方须重新登录。"), "success")
            return _back(view.id)
    return answer("accounts/edit.html", form, view=view)


def _has_place(form: EditStaffForm | EditUserForm) -> bool:
    """Return whether the institution named on a form is in reach, or note on it that it is not."""
    if isinstance(form, EditStaffForm) or places.id_of(form.place.data) is not None:
        return True
    form.place.errors = [_unknown_place()]
    return False


def _change(view: AccountView, form: EditStaffForm | EditUserForm) -> None:
    staff = isinstance(form, EditStaffForm)
    commands.change_account(
        session(),
        view.id,
        name=form.name.data,
        role=str(form.role.data),
        unit_code=form.unit.data if staff else None,
        institution_id=None if staff else places.id_of(form.place.data),
        version=form.version.data,
        by=current_actor(),
        at=clock.now(),
    )


@requires(ADMINISTER)
def closure(account_id: int) -> Response | tuple[str, int]:
    """Switch an account off, with a reason."""
    view, form = _found(account_id), ReasonForm()
    if form.validate_on_submit():
        by, at, reason = current_actor(), clock.now(), form.reason.data
        with form.catching(), transaction(session()):
            commands.switch_off(session(), view.id, by=by, at=at, reason=reason)
            sessions.end_all(session(), view.id)
            flash(_("账号已停用，登录和接口令牌立即失效。"), "success")
            return _back(view.id)
    return answer("accounts/closure.html", form, view=view)


@requires(ADMINISTER)
def opening(account_id: int) -> Response | tuple[str, int]:
    """Switch an account on again, with a reason."""
    view, form = _found(account_id), OpeningForm()
    if form.validate_on_submit():
        by, at, reason = current_actor(), clock.now(), form.reason.data
        with form.catching(), transaction(session()):
            commands.switch_on(session(), view.id, by=by, at=at, reason=reason)
            flash(_("账号已启用。"), "success")
            return _back(view.id)
    return answer("accounts/opening.html", form, view=view)


@requires(ADMINISTER)
def signing_out(account_id: int) -> Response:
    """Sign somebody out everywhere, as when a telephone or a computer was lost."""
    view = _found(account_id)
    with transaction(session()):
        commands.end_sessions(session(), view.id, current_actor(), clock.now())
        sessions.end_all(session(), view.id)
    flash(_("对方已在所有设备上退出，须重新登录。"), "success")
    return _back(view.id)


@requires(ADMINISTER)
def unlocking(account_id: int) -> Response:
    """Let somebody who mistyped the password too often try again."""
    view = _found(account_id)
    with transaction(session()):
        commands.unlock(session(), view.id, current_actor(), clock.now())
    flash(_("锁定已解除，对方现在可以重新登录。"), "success")
    return _back(view.id)


@requires(ADMINISTER)
def second_factor_reset(account_id: int) -> Response:
    """Take away the second factor of somebody who lost the telephone."""
    view = _found(account_id)
    with transaction(session()):
        commands.reset_second_factor(session(), view.id, current_actor(), clock.now())
        sessions.end_all(session(), view.id)
    flash(_("第二重验证已清除，对方下次登录时重新设置。"), "success")
    return _back(view.id)


@requires(ADMINISTER)
def temporary_password(account_id: int) -> str:
    """Issue a temporary password and show it, this once."""
    view = _found(account_id)
    with transaction(session()):
        password = commands.issue_password(session(), view.id, by=current_actor(), at=clock.now())
        sessions.end_all(session(), view.id)
    issued = commands.NewAccount(view.id, view.login, password)
    return render_template("accounts/password_issued.html", issued=issued, name=view.name)


_ONE = f"/<int(max={2**63 - 1}):account_id>"
_ROUTES = (
    ("/", listing, ["GET"]),
    ("/new", add, ["GET", "POST"]),
    (_ONE, show, ["GET"]),
    (f"{_ONE}/edit", edit, ["GET", "POST"]),
    (f"{_ONE}/closure", closure, ["GET", "POST"]),
    (f"{_ONE}/opening", opening, ["GET", "POST"]),
    (f"{_ONE}/signing-out", signing_out, ["POST"]),
    (f"{_ONE}/unlocking", unlocking, ["POST"]),
    (f"{_ONE}/second-factor-reset", second_factor_reset, ["POST"]),
    (f"{_ONE}/password", temporary_password, ["POST"]),
)


def _at(name: str, prefix: str) -> Blueprint:
    made = Blueprint(name, __name__, url_prefix=prefix)
    made.context_processor(layout)
    for rule, view, methods in _ROUTES:
        made.add_url_rule(rule, view_func=view, methods=methods)
    return made


blueprint = _at("accounts_staff", "/staff/accounts")
desk_blueprint = _at("accounts_desk", "/desk/accounts")
nav.register("staff", "accounts_staff.listing", _l("账号"), 66, "administration")
nav.register("institution", "accounts_desk.listing", _l("账号"), 60, "institution")
