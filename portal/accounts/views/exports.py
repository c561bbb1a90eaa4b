"""Lists taken along as files: asked for, made, handed to who asked until they are removed."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from portal.accounts.forms import PEOPLE_SHOWN, ExportForm
from portal.kernel import clock, exports, storage, tasks
from portal.kernel.db import transaction
from portal.kernel.exports import Ledger
from portal.kernel.filters import as_filters
from portal.kernel.secrets import new_token
from portal.web import downloads, nav
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer
from portal.web.i18n import language
from portal.web.words import phrase

blueprint = Blueprint("exports", __name__, url_prefix="/staff/exports")
nav.register("staff", "exports.mine", _l("我的导出"), 90, "work")


@blueprint.get("")
@requires("exports.own")
def mine() -> str:
    """List the reader's latest files."""
    latest = tasks.latest(session(), current_actor(), exports.KIND, limit=30)
    return render_template(
        "accounts/exports.html",
        latest=latest,
        known=exports.ledgers(),
        until=exports.kept_until,
        now=clock.now(),
    )


@blueprint.route("/new/<ledger>", methods=["GET", "POST"])
@requires("exports.own")
def new(ledger: str) -> Any:
    """Ask why a list is taken along; a small file is made at once, a large one by the worker."""
    of, filters = _ledger(ledger), request.args.to_dict()
    form = ExportForm().fitted(of, partial(may, current_actor()))
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            task = _asked(of, form, filters)
        if not form.form_errors:
            return redirect(_address(task), 303)
    form.key.data = form.key.data or new_token()
    return answer("accounts/export_new.html", form=form, ledger=of, filters=filters)


def _ledger(kind: str) -> Ledger:
    """Return a ledger that the reader may have, asked for as its list can be; else 404."""
    of = exports.ledger(kind)
    if of is None or not may(current_actor(), of.permission):
        abort(404)
    try:
        of.parse(request.args)
    except ValueError:
        abort(404)
    return of


def _asked(of: Ledger, form: ExportForm, filters: dict[str, str]) -> tasks.Task:
    by, at = current_actor(), clock.now()
    task = exports.ask(
        session(),
        of,
        key=str(form.key.data)[:60].replace("\x00", ""),
        form=str(form.form.data),
        people=str(form.people.data),
        filters=filters,
        reason=str(form.reason.data),
        language=language(),
        by=by,
        at=at,
    )
    if task.ended_at is None:
        exports.make_if_small(session(), task, by=by, at=at, say=phrase)
    return task


def _address(task: tasks.Task) -> str:
    end = ".file" if task.state == "done" else ".show"
    return url_for(end, public_id=task.public_id)


@blueprint.get("/<public_id>")
@requires("exports.own")
def show(public_id: str) -> str:
    """Show how far a file is, and where it is taken."""
    task = _own_task(public_id)
    return render_template(
        "accounts/export.html",
        task=task,
        said=exports.said(task),
        ledger=exports.ledger(task.payload["ledger"]),
        people=PEOPLE_SHOWN[task.payload["people"]],
        over=exports.is_over(task, clock.now()),
        until=exports.kept_until(task),
    )


@blueprint.get("/<public_id>/file")
@requires("exports.own")
def file(public_id: str) -> Response:
    """Hand a file to who asked for it, as long as they may have it and it is there."""
    task = _own_task(public_id)
    of, made = exports.ledger(task.payload["ledger"]), task.outcome
    if task.state != "done" or of is None or exports.is_over(task, clock.now()):
        abort(404)
    if not of.may_show(task.payload["people"], partial(may, current_actor())):
        abort(404)
    try:
        body = storage.installed().open(made["sha256"])
    except storage.Missing:
        abort(404)
    return downloads.attachment(body, made["label"], made["type"], made["size"])


def _own_task(public_id: str) -> tasks.Task:
    """Return the reader's own export; another's is 404."""
    task = None if "\x00" in public_id else tasks.of_account(session(), current_actor(), public_id)
    return task if task is not None and task.kind == exports.KIND else abort(404)


@blueprint.app_template_global("export_address")
def export_address(kind: str, wanted: Any = None, **more: Any) -> str | None:
    """Return where a list is asked for as it is narrowed; None when the reader may not have it."""
    of = exports.ledger(kind)
    if of is None or not may(current_actor(), "exports.own"):
        return None
    if not may(current_actor(), of.permission):
        return None
    return url_for("exports.new", ledger=kind, **(as_filters(wanted) if wanted else {}), **more)
