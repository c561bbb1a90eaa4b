"""To load a complaints file: uploaded, worked off by the worker with progress, found again."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forwarding.forms.clerk import FileForm
from forwarding.views.clerk.desk import blueprint
from portal.kernel import clock, storage, tasks
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

KIND = "complaints.import"


@blueprint.route("/imports", methods=["GET", "POST"])
@requires("complaints.import")
def imports() -> Any:
    """Take a file to check or load, and list the latest."""
    form = FileForm()
    if form.validate_on_submit():
        task = _asked(form)
        if task is not None:
            return redirect(url_for(".import_page", public_id=task.public_id), 303)
    latest = tasks.latest(session(), current_actor(), KIND)
    return answer("forwarding/clerk/imports.html", form=form, latest=latest)


def _asked(form: FileForm) -> tasks.Task | None:
    upload, by, at = form.file.data, current_actor(), clock.now()
    try:
        with transaction(session()):
            kept = storage.installed().put(
                session(), upload.stream, upload.filename, at=at, kinds=storage.TABLES
            )
            payload = {"sha256": kept.sha256, "dry_run": request.form.get("act") == "check"}
            return tasks.ask(session(), KIND, label=kept.label, payload=payload, by=by, at=at)
    except storage.Refused as refusal:
        form.file.errors = [*form.file.errors, _(refusal.sentence, **refusal.facts)]
        return None


@blueprint.get("/imports/<public_id>")
@requires("complaints.import")
def import_page(public_id: str) -> str:
    """Show how far an import is, and what came of it, row by row."""
    if "\x00" in public_id:
        abort(404)
    task = tasks.of_account(session(), current_actor(), public_id) or abort(404)
    return render_template("forwarding/clerk/import.html", task=task, outcome=task.outcome)
