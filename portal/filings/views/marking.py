"""The marked copy of a large return on both sides: asked for, made by the worker, handed out."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from werkzeug import Response

from portal.filings.commands import marking
from portal.filings.commands.marking import KIND
from portal.filings.queries.verdicts import verdict_of
from portal.filings.views.opened import ID
from portal.filings.views.return_parts import return_or_404
from portal.kernel import clock, storage, tasks
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_OF = f"/<{ID}:filing_id>/marking"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_routes(blueprint: Blueprint, permission: str, layout: str) -> None:
    """Give one side its three routes."""

    @blueprint.post(_OF)
    @requires(permission)
    def marking_asked(filing_id: int) -> Response:
        """Have the copy made, once for two clicks."""
        row = return_or_404(filing_id).row
        if verdict_of(row) is None or row.sha256 is None:
            abort(404)
        with transaction(session()):
            task = marking.ask_for_copy(session(), row, by=current_actor(), at=clock.now())
        there = url_for(".marking_page", filing_id=filing_id, public_id=task.public_id)
        return redirect(there, 303)

    @blueprint.get(f"{_OF}/<public_id>")
    @requires(permission)
    def marking_page(filing_id: int, public_id: str) -> Any:
        """Show how far the copy is, and where it is taken."""
        row, task = return_or_404(filing_id).row, _own_task(filing_id, public_id)
        over, until = marking.is_over(task, clock.now()), marking.kept_until(task)
        told = {"row": row, "task": task, "over": over, "until": until}
        return answer("filings/marking.html", form=None, layout=layout, **told)

    @blueprint.get(f"{_OF}/<public_id>/file")
    @requires(permission)
    def marking_file(filing_id: int, public_id: str) -> Response:
        """Hand the copy to who asked for it, as long as it is kept."""
        return_or_404(filing_id)
        task = _own_task(filing_id, public_id)
        if task.state != "done" or marking.is_over(task, clock.now()):
            abort(404)
        made = task.outcome
        try:
            body = storage.installed().open(made["sha256"])
        except storage.Missing:
            abort(404)
        return downloads.attachment(body, made["label"], XLSX, made["size"])


def _own_task(filing_id: int, public_id: str) -> tasks.Task:
    """Return the reader's own copy of a filing; another's is 404."""
    task = None if "\x00" in public_id else tasks.of_account(session(), current_actor(), public_id)
    if task is None or task.kind != KIND or task.payload["filing_id"] != filing_id:
        abort(404)
    return task
