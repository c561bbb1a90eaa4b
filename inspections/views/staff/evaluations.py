"""The yearly evaluation on the regulator's side: its sheets, from the draft to the grade."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import inspections.ledgers
import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from inspections.commands import evaluating as acts
from inspections.forms.evaluations import (
    ActForm,
    DraftForm,
    ListForm,
    ReasonForm,
    given,
    score_form,
)
from inspections.jobs import evaluating as jobs
from inspections.messages import evaluations as words
from inspections.models import Evaluation
from inspections.queries import evaluations as query
from inspections.queries.evaluations import Wanted
from portal.filings.views.opened import acting
from portal.institutions.queries import by_code
from portal.kernel import clock, tasks
from portal.kernel.db import transaction
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

blueprint = Blueprint("evaluations", __name__, url_prefix="/staff/evaluations")
nav.register("staff", "evaluations.listing", _l("年度考评"), 60, "oversight")

ID = "int(max=9223372036854775807)"
_SHEET = f"/<{ID}:evaluation_id>"
PLAIN = {"submission": acts.submit, "review": acts.review, "settlement": acts.settle}
DONE = {
    "submission": _l("已提交复核。"),
    "review": _l("已复核，请由第三名人员核定。"),
    "settlement": _l("已核定，并通知机构。"),
}


@blueprint.get("")
@requires("evaluations.view")
def listing() -> Any:
    """List the sheets of the territory, and let a unit draft a year's."""
    return _list(None)


@blueprint.post("/drafts")
@requires("evaluations.draft")
def drafts() -> Any:
    """Have the sheets of the officer's unit and a year drafted or counted again."""
    form = DraftForm(prefix="draft")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            year, act = int(form.year.data or 0), {"by": current_actor(), "at": clock.now()}
            task = jobs.ask(session(), year, **act)
            return redirect(url_for(".drafting", public_id=task.public_id), 303)
    return _list(form)


@blueprint.get("/drafts/<public_id>")
@requires("evaluations.draft")
def drafting(public_id: str) -> Any:
    """Show how far the drafting is, and what came of it."""
    if "\x00" in public_id:
        abort(404)
    task = tasks.of_account(session(), current_actor(), public_id)
    if task is None or task.kind != jobs.KIND:
        abort(404)
    return answer("inspections/staff/evaluation_drafting.html", task=task)


@blueprint.get(_SHEET)
@requires("evaluations.view")
def sheet(evaluation_id: int) -> Any:
    """Show a sheet: points with what they were computed from, and the acts that are legal now."""
    return _page(_found_or_404(evaluation_id))


@blueprint.post(f"{_SHEET}/scores")
@requires("evaluations.judge")
def scores(evaluation_id: int) -> Any:
    """Keep the manual scores that were filled in."""
    row = _found_or_404(evaluation_id)
    form = score_form(acts.judged(row).elements, prefix="scores")
    if form.validate_on_submit():
        with acting(form, row) as act:
            _score(form, row, act)
            flash(_("已保存评分。"), "success")
            return redirect(url_for(".sheet", evaluation_id=row.id), 303)
    return _page(row, scores=form)


def _score(form: Any, row: Evaluation, act: dict[str, Any]) -> None:
    """Give what is new or changed; what was left empty stays as it was."""
    for element in acts.judged(row).elements:
        for one in (one for one in element.indicators if one.measure == "manual"):
            points = form[f"points_{one.code}"].data
            reason = str(form[f"reason_{one.code}"].data or "").strip()
            if points is not None and (points, reason) != (one.points, one.reason):
                acts.score(session(), row, one.code, points, reason=reason, **act)


@blueprint.post(f"{_SHEET}/<any(submission, review):noun>")
@requires("evaluations.judge")
def judging(evaluation_id: int, noun: str) -> Any:
    """Submit a sheet, or confirm it as a second officer."""
    return _plain(evaluation_id, noun)


@blueprint.post(f"{_SHEET}/settlement")
@requires("evaluations.settle")
def settlement(evaluation_id: int) -> Any:
    """Settle a sheet as a third officer."""
    return _plain(evaluation_id, "settlement")


def _plain(evaluation_id: int, noun: str) -> Any:
    row, form = _found_or_404(evaluation_id), ActForm(prefix=noun)
    if form.validate_on_submit():
        with acting(form, row) as act:
            PLAIN[noun](session(), row, **act)
            flash(str(DONE[noun]), "success")
            return redirect(url_for(".sheet", evaluation_id=row.id), 303)
    return _page(row, **{noun: form})


@blueprint.post(f"{_SHEET}/return")
@requires("evaluations.judge")
def sending_back(evaluation_id: int) -> Any:
    """Send a sheet back to be scored again."""
    row, form = _found_or_404(evaluation_id), ReasonForm(prefix="return")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.send_back(session(), row, remarks=str(form.reason.data), **act)
            flash(_("已退回重评。"), "success")
            return redirect(url_for(".sheet", evaluation_id=row.id), 303)
    return _page(row, **{"return": form})


@blueprint.post(f"{_SHEET}/correction")
@requires("evaluations.settle")
def correction(evaluation_id: int) -> Any:
    """Open a correction of a settled sheet, which holds until the correction is settled."""
    row, form = _found_or_404(evaluation_id), ReasonForm(prefix="correction")
    if form.validate_on_submit():
        with acting(form, row) as act:
            made = acts.correct(session(), row, reason=str(form.reason.data), **act)
            flash(_("已开始更正。核定前，原考评表继续有效。"), "success")
            return redirect(url_for(".sheet", evaluation_id=made.id), 303)
    return _page(row, correction=form)


def _found_or_404(evaluation_id: int) -> Evaluation:
    row = query.evaluation(session(), current_actor(), evaluation_id) or abort(404)
    errors.about("evaluation", row.id)
    return row


def _wanted(form: ListForm) -> Wanted:
    wanted = form.cleaned()
    if code := wanted.pop("code", ""):
        found = by_code(session(), str(code).upper())
        wanted["institution_id"] = found.id if found else 0
    return Wanted(**wanted)


def _list(form: DraftForm | None) -> Any:
    filters, actor = ListForm(), current_actor()
    wanted = _wanted(filters)
    return answer(
        "inspections/staff/evaluations.html",
        form=form or DraftForm(formdata=None, prefix="draft", data={"year": clock.today().year}),
        filters=filters,
        wanted=wanted,
        page=query.page(session(), actor, wanted, paging.requested("evaluations")),
        counts=query.counts(session(), actor, wanted.year),
        latest=tasks.latest(session(), actor, jobs.KIND, 3),
        words=words,
    )


def _page(row: Evaluation, **bound: Form) -> Any:
    file = query.sheet(session(), current_actor(), row)
    seen = {"version": str(row.version)}
    elements = file.view.judged.elements
    kinds = dict.fromkeys(PLAIN, ActForm) | {"return": ReasonForm, "correction": ReasonForm}
    forms = {
        name: bound.get(name) or kind(formdata=None, prefix=name, data=seen)
        for name, kind in kinds.items()
    }
    begun = {**seen, **given(elements)}
    forms["scores"] = bound.get("scores") or score_form(
        elements, formdata=None, prefix="scores", data=begun
    )
    return answer(
        "inspections/staff/evaluation.html",
        form=next(iter(bound.values()), None),
        forms=forms,
        file=file,
        view=file.view,
        words=words,
    )
