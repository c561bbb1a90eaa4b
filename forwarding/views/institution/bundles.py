"""An institution takes along its cases: chosen, made by the worker, handed out to who asked."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands import take_along
from forwarding.commands.take_along import AT_MOST, KIND, in_sight
from forwarding.forms.desk_files import BundleForm
from forwarding.queries import inbox as query
from forwarding.views.institution.blueprint import blueprint
from forwarding.views.institution.history import say_of
from forwarding.views.institution.inbox import InboxForm
from forwarding.views.staff import history as of_staff
from portal.kernel import clock, storage, tasks
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

say_of({"forwarding.take_along": _l("批量下载")})
of_staff.say_of({"forwarding.take_along": _l("机构批量下载")})


@blueprint.get("/downloads/new")
@requires("forwardings.handle")
def new_bundle() -> Any:
    """Ask why the ticked or the filtered forwardings are taken along."""
    ids = _asked()
    form = BundleForm(formdata=None, data={"ids": ",".join(map(str, ids[:AT_MOST]))})
    return _page(form, cut=len(ids) > AT_MOST)


@blueprint.route("/downloads", methods=["GET", "POST"])
@requires("forwardings.handle")
def bundles() -> Any:
    """Have a bundle made, and list the latest."""
    if request.method == "GET":
        latest = tasks.latest(session(), current_actor(), KIND)
        until, now = take_along.kept_until, clock.now()
        return answer("forwarding/desk/bundles.html", latest=latest, until=until, now=now)
    form, by, at = BundleForm(), current_actor(), clock.now()
    if form.validate_on_submit():
        why, clear = str(form.reason.data), bool(form.clear.data)
        with form.catching(), transaction(session()):
            task = take_along.ask_for_bundle(
                session(), form.chosen(), reason=why, clear=clear, by=by, at=at
            )
            return redirect(url_for(".bundle_page", public_id=task.public_id), 303)
    return _page(form)


@blueprint.get("/downloads/<public_id>")
@requires("forwardings.handle")
def bundle_page(public_id: str) -> str:
    """Show how far a bundle is, and where it is taken."""
    task = own_task_or_404(public_id, KIND)
    over, until = take_along.is_over(task, clock.now()), take_along.kept_until(task)
    return render_template(
        "forwarding/desk/bundle.html", task=task, outcome=task.outcome, over=over, until=until
    )


@blueprint.get("/downloads/<public_id>/file")
@requires("forwardings.handle")
def bundle_file(public_id: str) -> Response:
    """Hand a bundle to who asked for it, until it is removed."""
    task = own_task_or_404(public_id, KIND)
    made = task.outcome
    if task.state != "done" or take_along.is_over(task, clock.now()):
        abort(404)
    try:
        body = storage.installed().open(made["sha256"])
    except storage.Missing:
        abort(404)
    return downloads.attachment(body, made["label"], "application/zip", made["size"])


def own_task_or_404(public_id: str, kind: str) -> tasks.Task:
    """Return the reader's own task of a kind; another's is 404."""
    if "\x00" in public_id:
        abort(404)
    task = tasks.of_account(session(), current_actor(), public_id)
    if task is None or task.kind != kind:
        abort(404)
    return task


def _asked() -> list[int]:
    """Return the forwardings ticked, else all of the filters in the address, one more at most."""
    if "id" in request.args:
        sent = request.args.getlist("id")[: AT_MOST + 1]
        ticked = [int(t) for t in sent if t.isascii() and t.isdigit() and len(t) < 19]
        return in_sight(session(), current_actor(), ticked)
    wanted = InboxForm().cleaned()
    page = query.page(
        session(),
        current_actor(),
        wanted.get("queue", "open"),
        None,
        number=wanted.get("number"),
        late_before=clock.today() if wanted.get("late") else None,
        limit=AT_MOST + 1,
    )
    return [row.id for row in page.items]


def _page(form: BundleForm, *, cut: bool = False) -> Any:
    count = len(form.chosen())
    if not count and not form.errors:
        flash(_("没有可以下载的件。"), "warning")
        return redirect(url_for(".inbox"), 303)
    return answer("forwarding/desk/new_bundle.html", form=form, count=count, cut=cut, most=AT_MOST)
