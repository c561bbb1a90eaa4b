"""Returns on the institution's side: the template, the check, what is wrong, what is confirmed."""

import io
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.filings.commands import metrics as metrics  # figures are entered when accepted
from portal.filings.commands import returns as acts
from portal.filings.forms.returns import CheckForm, ConfirmForm, ReturnForm
from portal.filings.queries.filings import FilingView
from portal.filings.queries.references import is_return, layout_of, reference_of, seal
from portal.filings.returns.template import template
from portal.filings.views import marking, parts
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.institution.filing import page
from portal.filings.views.opened import ID, acting
from portal.filings.views.return_parts import XLSX, marked_file, return_or_404, shown
from portal.kernel import clock, storage, tasks
from portal.web import downloads
from portal.web.access import requires
from portal.web.db import session


@blueprint.get(f"/<{ID}:filing_id>/template")
@requires("filings.file")
def return_template(filing_id: int) -> Response:
    """Hand out the template of this institution and period."""
    view = return_or_404(filing_id)
    reference = reference_of(session(), view.row, at=clock.now())
    layout = layout_of(reference)
    name = f"{_(layout.title)}-{view.institution.code}-{view.row.period}.xlsx"
    return downloads.attachment(template(layout, reference, seal), name, XLSX)


@blueprint.get(f"/<{ID}:filing_id>/reference.json")
@requires("filings.file")
def return_reference(filing_id: int) -> Response:
    """Hand out what the file is checked against, for the offline check of a CSV."""
    view = return_or_404(filing_id)
    reference = reference_of(session(), view.row, at=clock.now())
    name = f"reference-{view.institution.code}-{view.row.period}.json"
    return downloads.attachment(reference.to_json().encode(), name, "application/json")


@blueprint.post(f"/<{ID}:filing_id>/return")
@requires("filings.file")
def return_file(filing_id: int) -> Any:
    """Take the filled-in form and have it checked."""
    view, form = return_or_404(filing_id), ReturnForm(prefix="return")
    if form.validate_on_submit():
        try:
            with acting(form, view.row) as act:
                given, store = form.file.data, storage.installed()
                name, kinds = given.filename or "", storage.TABLES
                kept = store.put(session(), given.stream, name, at=act["at"], kinds=kinds)
                acts.hand_in(session(), view.row, kept, **act)
                return _done(filing_id, _("文件已上传，正在校验。"))
        except storage.Refused as refusal:
            form.file.errors = [_(refusal.sentence, **refusal.facts)]
    return page(filing_id, **{"return": form})


@blueprint.post(f"/<{ID}:filing_id>/nil")
@requires("filings.file")
def return_nil(filing_id: int) -> Any:
    """Hand in that there is nothing to report; the check says what speaks against it."""
    view, form = return_or_404(filing_id), CheckForm(prefix="nil")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            reference = reference_of(session(), view.row, at=act["at"])
            body = template(layout_of(reference), reference, seal, nil=True)
            label = f"{_('零报告')}-{view.institution.code}-{view.row.period}.xlsx"
            kept = storage.installed().put(session(), io.BytesIO(body), label, at=act["at"])
            acts.hand_in(session(), view.row, kept, **act)
            return _done(filing_id, _("已填为零报告，正在校验。"))
    return page(filing_id, nil=form)


@blueprint.post(f"/<{ID}:filing_id>/check")
@requires("filings.file")
def return_check(filing_id: int) -> Any:
    """Have the same file checked against what is known now."""
    view, form = return_or_404(filing_id), CheckForm(prefix="check")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.check_again(session(), view.row, **act)
            return _done(filing_id, _("正在重新校验。"))
    return page(filing_id, check=form)


@blueprint.post(f"/<{ID}:filing_id>/confirmations")
@requires("filings.file")
def return_confirmations(filing_id: int) -> Any:
    """Confirm warnings with a reason."""
    view, form = return_or_404(filing_id), ConfirmForm(prefix="confirm")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.confirm(session(), view.row, form.keys, reason=str(form.reason.data), **act)
            return _done(filing_id, _("已确认。"))
    return page(filing_id, confirm=form)


@blueprint.get(f"/<{ID}:filing_id>/marked.xlsx")
@requires("filings.file")
def return_marked(filing_id: int) -> Response:
    """Hand out the same workbook with what is wrong marked."""
    return marked_file(filing_id)


marking.add_routes(blueprint, "filings.file", "layouts/institution.html")


@parts.desk_part(*acts.KINDS, template="filings/desk/return.html", order=10)
def _return_part(view: FilingView, bound: parts.Bound) -> dict[str, Any] | None:
    if not is_return(view.row):
        return None
    known = shown(view)
    forms = {"return": ReturnForm, "nil": CheckForm, "check": CheckForm, "confirm": ConfirmForm}
    ready = view.row.state == "checked" and not known["left"] and not known["outdated"]
    return known | {
        "forms": {name: parts.form_of(kind, name, view, bound) for name, kind in forms.items()},
        "task": _task(view),
        "ready": ready,
    }


def _task(view: FilingView) -> tasks.Task | None:
    known = view.row.content.get("task")
    return session().get(tasks.Task, known) if known and view.row.state == "checking" else None


def _done(filing_id: int, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".filing", filing_id=filing_id), 303)
