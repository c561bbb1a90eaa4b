"""The weights of the yearly evaluation: every edition, loading one, approving it as a second."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from inspections.commands import weights as acts
from inspections.forms.evaluations import ActForm, WeightsForm
from inspections.messages import evaluations as words
from inspections.models import WeightSet
from inspections.queries import evaluations as query
from inspections.rules import weights_2025 as shipped
from inspections.rules.evaluating import MINIMA
from inspections.rules.indicators import MEASURES
from inspections.views.staff.evaluations import ID, blueprint
from portal.accounts.queries import account_names
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.workbook import Sheet, workbook
from portal.web import downloads, errors
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/weights")
@requires("evaluations.view")
def weights() -> Any:
    """List the editions of weights."""
    return _list(None)


@blueprint.post("/weights")
@requires("evaluations.weights")
def load_weights() -> Any:
    """Load a set of weights; another officer approves it."""
    form, report = WeightsForm(), None
    if form.validate_on_submit():
        elements, report = acts.read(form.file.data.stream)
        if report.findings:
            form.refuse(_("权重表有错误，没有载入。请按本页所列更正后再上传。"))
        else:
            with form.catching(), transaction(session()):
                row = _propose(form, elements)
                flash(_("已载入，请由另一名人员批准后启用。"), "success")
                return redirect(url_for(".weight_set", weights_id=row.id), 303)
    return _list(form, report)


def _propose(form: WeightsForm, elements: list[dict[str, Any]]) -> WeightSet:
    return acts.propose(
        session(),
        edition=str(form.edition.data),
        year=int(form.year.data or 0),
        elements=elements,
        grades=form.grades(),
        note=str(form.note.data or ""),
        by=current_actor(),
        at=clock.now(),
    )


@blueprint.get(f"/weights/<{ID}:weights_id>")
@requires("evaluations.view")
def weight_set(weights_id: int) -> Any:
    """Show a set of weights with its indicators."""
    return _page(_set_or_404(weights_id), None)


@blueprint.post(f"/weights/<{ID}:weights_id>/approval")
@requires("evaluations.weights")
def weights_approval(weights_id: int) -> Any:
    """Put a set in force as a second officer."""
    row, form = _set_or_404(weights_id), ActForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            session().refresh(row, with_for_update=True)
            acts.approve(session(), row, by=current_actor(), at=clock.now())
            flash(_("已启用。此前起草的考评表仍按原来的权重。"), "success")
            return redirect(url_for(".weight_set", weights_id=row.id), 303)
    return _page(row, form)


@blueprint.get("/weights/table.xlsx")
@requires("evaluations.view")
def weights_table() -> Response:
    """Hand out the newest weights as the table that is loaded again."""
    newest = next(iter(query.weight_sets(session())), None)
    elements = newest.elements if newest else shipped.ELEMENTS
    header = (*acts.COLUMNS.required, *acts.COLUMNS.optional)
    rows = [
        [each["code"], each["weight"], *(one.get(name, "") for name in header[2:])]
        for each in elements
        for one in each["indicators"]
    ]
    choices = {"element": tuple(MINIMA), "measure": ("manual", *MEASURES)}
    body = workbook([Sheet("weights", header, rows, choices)])
    return downloads.attachment(body, _("考评权重.xlsx"), _XLSX)


def _set_or_404(weights_id: int) -> WeightSet:
    row = query.weight_set(session(), weights_id) or abort(404)
    errors.about("weights", row.id)
    return row


def _list(form: WeightsForm | None, report: Any = None) -> Any:
    begun = {"year": clock.today().year, "grade_1": 90, "grade_2": 75, "grade_3": 60}
    return answer(
        "inspections/staff/weights.html",
        form=form or WeightsForm(formdata=None, data=begun),
        report=report,
        rows=query.weight_sets(session()),
        shipped=shipped,
        minima=MINIMA,
        words=words,
    )


def _page(row: WeightSet, form: ActForm | None) -> Any:
    people = {who for who in (row.made_by, row.approved_by) if who}
    return answer(
        "inspections/staff/weight_set.html",
        form=form or ActForm(formdata=None, data={"version": "1"}),
        row=row,
        names=account_names(session(), people),
        mine=row.made_by == current_actor().account_id,
        words=words,
    )
