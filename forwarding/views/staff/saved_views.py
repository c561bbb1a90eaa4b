"""Saved views: the present filters of the worklist under a name, renamed and deleted."""

from urllib.parse import urlencode

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forwarding.commands import saved_views as acts
from forwarding.forms.saved_views import ViewForm
from forwarding.models import SavedView
from forwarding.queries.saved_views import view_by_id, views_of
from forwarding.views.staff.asked import filters_asked, wanted_by
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import ID
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = tuple[str, int]


@blueprint.get("/views")
@requires("views.keep")
def saved_views() -> Answer:
    """List one's own views, and offer to keep the list that stands in the address."""
    return _page(ViewForm(formdata=None))


@blueprint.post("/views")
@requires("views.keep")
def keep_view() -> Response | Answer:
    """Keep the list that stands in the address, as far as the worklist knows its filters."""
    form, query = ViewForm(), _query()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            acts.save_view(
                session(), str(form.name.data), query, by=current_actor(), at=clock.now()
            )
            flash(_("已保存视图。"), "success")
            return redirect(f"{url_for('.worklist_page')}?{query}", 303)
    return _page(form)


@blueprint.post(f"/views/<{ID}:view_id>")
@requires("views.keep")
def rename_view(view_id: int) -> Response | Answer:
    """Give a view another name."""
    view, form = _or_404(view_id), ViewForm(prefix=f"view-{view_id}")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            acts.rename_view(session(), view, str(form.name.data))
            flash(_("已改名。"), "success")
            return redirect(url_for(".saved_views"), 303)
    return _page(ViewForm(formdata=None), {view_id: form})


@blueprint.post(f"/views/<{ID}:view_id>/removal")
@requires("views.keep")
def forget_view(view_id: int) -> Response:
    """Delete a view; a second click finds nothing to delete and says the same."""
    view = view_by_id(session(), current_actor(), view_id)
    if view is not None:
        with transaction(session()):
            acts.forget_view(session(), view)
    flash(_("已删除视图。"), "success")
    return redirect(url_for(".saved_views"), 303)


def _query() -> str:
    """Return the filters of the address that are right, and nothing else, as an address."""
    filters = filters_asked()
    wanted = wanted_by(filters)
    right = filters.cleaned()
    return urlencode([("queue", wanted.queue), *((n, request.args[n]) for n in right)])


def _page(form: ViewForm, bound: dict[int, ViewForm] | None = None) -> Answer:
    rows = [(view, _renaming(view, bound or {})) for view in views_of(session(), current_actor())]
    shown = next(iter(bound.values())) if bound else form
    query = _query() if request.args else ""
    return answer(
        "forwarding/staff/saved_views.html", form=shown, rows=rows, keeping=form, query=query
    )


def _renaming(view: SavedView, bound: dict[int, ViewForm]) -> ViewForm:
    prefix = f"view-{view.id}"
    return bound.get(view.id) or ViewForm(formdata=None, prefix=prefix, data={"name": view.name})


def _or_404(view_id: int) -> SavedView:
    return view_by_id(session(), current_actor(), view_id) or abort(404)
