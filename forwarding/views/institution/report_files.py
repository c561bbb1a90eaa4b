"""Reports by file: a template with the open cases, a look through, and the handing in."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forwarding.commands import report_rows as columns
from forwarding.commands.report_files import AT_MOST, KIND
from forwarding.forms.desk_files import ReportsFileForm
from forwarding.queries import report_template as query
from forwarding.views.institution.blueprint import blueprint
from forwarding.views.institution.bundles import own_task_or_404
from portal.kernel import clock, storage, tasks
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.kernel.workbook import Sheet, workbook
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer
from portal.web.messages import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/report-files/template.xlsx")
@requires("forwardings.handle")
def report_template() -> Response:
    """Hand out the template with a row for each open forwarding."""
    body = _template()
    return downloads.attachment(body, f"{_('批量报告模板')}.xlsx", XLSX, len(body))


def _template() -> bytes:
    rows = query.open_forwardings(session(), current_actor(), AT_MOST)
    texts = query.last_texts(session(), [row.id for row in rows])
    offered = query.offered()
    yes_no = (columns.YES, columns.NO)
    choices = {
        columns.RESULT: offered["results"],
        columns.TOLD_MEANS: offered["means"],
        columns.BRANCH: yes_no,
        columns.NO_INTEREST: yes_no,
    }
    lines = (_line(row, texts.get(row.id, {})) for row in rows)
    lists = [(heading, "\n".join(words)) for heading, words in _explained(offered)]
    return workbook(
        [
            Sheet("报告", columns.ORDER, lines, choices),
            Sheet("可填内容", ("列", "可以填写"), lists, width=40),
        ]
    )


def _line(row: Any, texts: dict[str, str]) -> list[str]:
    known = {
        columns.ID: str(row.id),
        columns.NUMBER: row.complaint.number,
        columns.DUE: row.due_on.isoformat(),
        columns.CAUSE: query.cause_of(row),
        **{heading: texts.get(key, "") for heading, key in columns.TEXTS.items()},
    }
    return [known.get(heading, "") for heading in columns.ORDER]


def _explained(offered: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return [
        (columns.RESULT, offered["results"]),
        (columns.CAUSE, offered["causes"]),
        (columns.REMEDIES, [*offered["remedies"], "多项之间用顿号分开"]),
        (columns.TOLD_MEANS, offered["means"]),
        (columns.TOLD_ON, ["例如 2026-02-12"]),
        (columns.BRANCH, [columns.YES, columns.NO]),
        (columns.NO_INTEREST, [f"{columns.YES}（核实人员与投诉事项没有直接利害关系）"]),
        (columns.LATENESS, ["已过办理期限的必须填写"]),
    ]


@blueprint.route("/report-files", methods=["GET", "POST"])
@requires("forwardings.handle")
def report_files() -> Any:
    """Take a file to be looked through, and list the latest."""
    form = ReportsFileForm()
    if form.validate_on_submit():
        task = _asked(form)
        if task is not None:
            return redirect(url_for(".report_file", public_id=task.public_id), 303)
    latest = tasks.latest(session(), current_actor(), KIND)
    return answer("forwarding/desk/report_files.html", form=form, latest=latest, most=AT_MOST)


def _asked(form: ReportsFileForm) -> tasks.Task | None:
    upload, by, at = form.file.data, current_actor(), clock.now()
    try:
        with transaction(session()):
            kept = storage.installed().put(
                session(), upload.stream, upload.filename, at=at, kinds=storage.TABLES
            )
            payload = {"sha256": kept.sha256, "dry_run": True}
            return tasks.ask(session(), KIND, label=kept.label, payload=payload, by=by, at=at)
    except storage.Refused as refusal:
        form.file.errors = [*form.file.errors, _(refusal.sentence, **refusal.facts)]
        return None


@blueprint.get("/report-files/<public_id>")
@requires("forwardings.handle")
def report_file(public_id: str) -> str:
    """Show what a file would do, or did, row by row."""
    task = own_task_or_404(public_id, KIND)
    outcome = task.outcome
    found = [each | {"words": _words(each)} for each in outcome.get("findings", [])]
    return render_template(
        "forwarding/desk/report_file.html",
        task=task,
        outcome=outcome,
        findings=found,
        bad=len(found),
        form=Form(formdata=None),
    )


@blueprint.post("/report-files/<public_id>/reports")
@requires("forwardings.handle")
def report_file_reports(public_id: str) -> Response:
    """Hand in what was looked through; sent twice, the second finds it all unchanged."""
    task, by, at = own_task_or_404(public_id, KIND), current_actor(), clock.now()
    if task.state != "done" or not task.payload["dry_run"] or not task.outcome["handed_in"]:
        abort(409)
    total = len(task.outcome["handed_in"])
    payload = {"sha256": task.payload["sha256"], "dry_run": False}
    with transaction(session()):
        made = tasks.ask(
            session(), KIND, label=task.label, payload=payload, by=by, at=at, total=total
        )
    return redirect(url_for(".report_file", public_id=made.public_id), 303)


def _words(found: dict[str, Any]) -> str:
    """Return why a row is not handed in, in the language of the page."""
    if found.get("breach"):
        return say(Breach(found["breach"], found["article"] or "", **found["facts"]))
    reason, facts = found["msgid"], found["facts"]
    return str(_(reason, **facts))
