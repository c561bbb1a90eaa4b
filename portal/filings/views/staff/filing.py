"""One filing on the regulator's side: read, accepted, or sent back with remarks."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.filings.commands import filing as acts
from portal.filings.forms.filing import JudgeForm, SendBackForm
from portal.filings.views import parts
from portal.filings.views.opened import ID, acting, document_of, filing_or_404
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form, answer


@blueprint.get(f"/<{ID}:filing_id>")
@requires("filings.view")
def filing(filing_id: int) -> Any:
    """Show a filing with its versions and its history."""
    return page(filing_id)


@blueprint.post(f"/<{ID}:filing_id>/acceptance")
@requires("filings.judge")
def acceptance(filing_id: int) -> Any:
    """Accept a filing."""
    view, form = filing_or_404(filing_id), JudgeForm(prefix="acceptance")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.accept(session(), view.row, **act)
            return _done(filing_id, _("已接收，并通知机构。"))
    return page(filing_id, acceptance=form)


@blueprint.post(f"/<{ID}:filing_id>/return")
@requires("filings.judge")
def sending_back(filing_id: int) -> Any:
    """Send a filing back with remarks and a day."""
    view, form = filing_or_404(filing_id), SendBackForm(prefix="return")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            said = {"remarks": str(form.remarks.data), "again_by": form.again_by.data}
            acts.send_back(session(), view.row, **said, **act)
            return _done(filing_id, _("已退回，并通知机构。"))
    return page(filing_id, **{"return": form})


@blueprint.get(f"/<{ID}:filing_id>/document")
@requires("filings.view")
def document_file(filing_id: int) -> Response:
    """Hand out the document of a filing, and log it."""
    return document_of(filing_id)


def page(filing_id: int, **bound: Form) -> Any:
    """Show a filing with its kind's parts; `bound` is a form sent back with faults, by prefix."""
    view = filing_or_404(filing_id)
    kinds = {"acceptance": JudgeForm, "return": SendBackForm}
    return answer(
        "filings/staff/filing.html",
        form=next(iter(bound.values()), None),
        view=view,
        forms={name: parts.form_of(kind, name, view, bound) for name, kind in kinds.items()},
        parts=parts.STAFF.shown(view, bound),
        say=words(),
    )


def _done(filing_id: int, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".filing", filing_id=filing_id), 303)
