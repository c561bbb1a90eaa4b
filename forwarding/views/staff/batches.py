"""Batches: how far one is, what came of it case by case, and one's own found again."""

from typing import Any

from flask import abort, render_template
from flask_babel import lazy_gettext as _l

from forwarding.commands import bulk
from forwarding.queries import batches as query
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import MANY
from portal.kernel import tasks
from portal.web import nav
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.messages import say

_HAD = _l("此前已经办理，没有重复办理，不需要再办。")
_LATEST = 50
nav.register("staff", "complaints_staff.batches", _l("我的批量办理"), 20, "work")


@blueprint.get("/batches")
@requires("bulk.view")
def batches() -> str:
    """List one's own batches, the newest first."""
    latest = tasks.latest(session(), current_actor(), bulk.KIND, _LATEST)
    counts = query.counts(session(), [task.id for task in latest])
    return render_template("forwarding/staff/batches.html", latest=latest, counts=counts, acts=MANY)


@blueprint.get("/batches/<public_id>")
@requires("bulk.view")
def batch(public_id: str) -> str:
    """Show how far a batch is, and what came of each case."""
    if "\x00" in public_id:
        abort(404)
    task = tasks.of_account(session(), current_actor(), public_id)
    if task is None or task.kind != bulk.KIND:
        abort(404)
    return render_template(
        "forwarding/staff/batch.html",
        task=task,
        count=query.counts(session(), [task.id]).get(task.id, query.Count()),
        rows=query.items(session(), task.id),
        title=MANY[task.payload["act"]].title,
        explained=lambda item: _explained(task.payload["act"], item),
    )


def _explained(act: str, item: Any) -> str:
    if item.outcome == "refused":
        return say(bulk.refusal(item))
    return str(_HAD if item.outcome == "had" else MANY[act].done)
