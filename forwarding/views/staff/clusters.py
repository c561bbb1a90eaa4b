"""Suspected campaigns (疑似代理投诉): found by the worker, judged by a person with a reason."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands import clusters as acts
from forwarding.forms.merging import PeriodForm, VerdictForm
from forwarding.lifecycle import CLUSTER
from forwarding.queries import clusters
from forwarding.queries.clusters import ClusterView
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import ID, acting
from forwarding.views.staff.panel import fresh
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.accounts.queries import account_names
from portal.kernel import clock
from portal.web import errors, nav
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = tuple[str, int]
COLOURS = {"suspected": "orange", "confirmed": "red", "dismissed": "grey"}
TABS = {"suspected": _l("待判断"), "confirmed": _l("已认定"), "dismissed": _l("已排除")}
_VERDICTS = {"confirm": "confirmation", "dismiss": "dismissal"}

nav.register("staff", "complaints_staff.clusters_page", _l("疑似代理投诉"), 50, "cases")


@blueprint.get("/clusters")
@requires("clusters.view")
def clusters_page() -> str:
    """List clusters with complaints in the officer's territory, the latest first."""
    wanted = request.args.get("state", "")
    state = wanted if wanted in TABS else CLUSTER.initial
    found = clusters.listed(session(), current_actor(), state)
    page = "forwarding/staff/clusters.html"
    return render_template(page, found=found, state=state, tabs=TABS, say=reader())


@blueprint.get("/clusters/figures")
@requires("clusters.view")
def cluster_figures() -> str:
    """Show how many complaints went to each institution, with and without confirmed clusters."""
    form = PeriodForm()
    given = form.cleaned()
    until: date = given.get("until", clock.today())
    since: date = given.get("since", until.replace(day=1))
    found = clusters.counts(session(), current_actor(), since, until)
    page = "forwarding/staff/cluster_figures.html"
    return render_template(page, form=form, since=since, until=until, found=found)


@blueprint.get(f"/clusters/<{ID}:cluster_id>")
@requires("clusters.view")
def cluster_page(cluster_id: int) -> Answer:
    """Show a cluster: what its complaints share, a sample of the text, and each of them."""
    return _rendered(_cluster_or_404(cluster_id))


@blueprint.post(f"/clusters/<{ID}:cluster_id>/confirmation")
@requires("clusters.decide")
def confirmation(cluster_id: int) -> Response | Answer:
    """Hold the cluster for the work of one hand."""
    return _judged(cluster_id, "confirm", _("已认定。投诉照常办理，统计可以分别列出。"))


@blueprint.post(f"/clusters/<{ID}:cluster_id>/dismissal")
@requires("clusters.decide")
def dismissal(cluster_id: int) -> Response | Answer:
    """Rule out that the cluster is the work of one hand."""
    return _judged(cluster_id, "dismiss", _("已排除，不再标记。"))


def _judged(cluster_id: int, act: str, said: str) -> Response | Answer:
    view, form = _cluster_or_404(cluster_id), VerdictForm(prefix=act)
    if form.validate_on_submit():
        with acting(form, view.row) as doing:
            judge = {"confirm": acts.confirm, "dismiss": acts.dismiss}[act]
            judge(session(), view.row, reason=str(form.reason.data), **doing)
            flash(said, "success")
            return redirect(url_for(".cluster_page", cluster_id=cluster_id), 303)
    return _rendered(_cluster_or_404(cluster_id), **{act: form})


def _cluster_or_404(cluster_id: int) -> ClusterView:
    found = clusters.one(session(), current_actor(), cluster_id)
    if found is None:
        abort(404)
    errors.about("cluster", cluster_id)
    return found


def _rendered(view: ClusterView, **bound: VerdictForm) -> Answer:
    row, actor = view.row, current_actor()
    return answer(
        "forwarding/staff/cluster.html",
        form=next(iter(bound.values()), None),
        view=view,
        members=clusters.members(session(), actor, row.id),
        sample=clusters.sample(session(), actor, row.id) if row.kind == "text" else None,
        verdicts=_verdicts(row, bound),
        decided_by=account_names(session(), [row.decided_by]).get(row.decided_by)
        if row.decided_by
        else None,
        colours={**STATE_COLOURS, **COLOURS},
        say=reader(),
    )


def _verdicts(row: Any, bound: dict[str, VerdictForm]) -> list[tuple[str, VerdictForm, str]]:
    """Return the verdicts open to the officer: act, form, and where it is sent."""
    if not may(current_actor(), "clusters.decide"):
        return []
    return [
        (
            act,
            bound.get(act) or fresh(VerdictForm, act, version=str(row.version)),
            url_for(f".{_VERDICTS[act]}", cluster_id=row.id),
        )
        for act in CLUSTER.legal_acts(row.state)
    ]
