"""Findings on the inspectors' side: noted with evidence, put, ruled on."""

from typing import Any

from flask import abort, redirect, url_for
from flask_babel import lazy_gettext as _l

from inspections.commands import findings as acts
from inspections.forms.inspections import FindingForm, RulingForm
from inspections.messages import inspections as words
from inspections.models import Finding, Inspection
from inspections.queries import findings as query
from inspections.queries import inspections as inspections_query
from inspections.queries.files import files_about
from inspections.views.offered import evidence_of, offered, proven
from inspections.views.opened import acting, inspection_or_404
from inspections.views.staff.inspections.blueprint import ID, ONE, blueprint
from inspections.views.staff.inspections.page import done
from portal.institutions.queries import card
from portal.kernel import clock
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

_FINDING = f"{ONE}/findings/<{ID}:finding_id>"


@blueprint.get(f"{ONE}/findings/new")
@requires("inspections.work")
def finding_new(inspection_id: int) -> Any:
    """Show the form of a new finding, with the evidence of the proposal taken over."""
    row = inspection_or_404(inspection_id)
    begun = {"version": str(row.version), **offered(row).begun}
    return _form_page(row, None, FindingForm(formdata=None, data=begun))


@blueprint.post(f"{ONE}/findings/new")
@requires("inspections.work")
def finding_noting(inspection_id: int) -> Any:
    """Note a finding."""
    row, form = inspection_or_404(inspection_id), FindingForm()
    form.evidence.choices = offered(row).choices
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.note(session(), row, form.found(), **act)
            return done(row, _l("检查发现已记录。"), "findings")
    return _form_page(row, None, form)


@blueprint.get(_FINDING)
@requires("inspections.view")
def finding(inspection_id: int, finding_id: int) -> Any:
    """Show a finding with its evidence, the institution's answer and the ruling."""
    row = inspection_or_404(inspection_id)
    return _page(row, _finding_or_404(row, finding_id), None)


@blueprint.get(f"{_FINDING}/change")
@requires("inspections.work")
def finding_change(inspection_id: int, finding_id: int) -> Any:
    """Show the form by which a finding is written anew."""
    row = inspection_or_404(inspection_id)
    one = _finding_or_404(row, finding_id)
    kept = {name: getattr(one, name) for name in ("title", "problem", "severity", "facts")}
    begun = {"version": str(one.version), **kept, **proven(one)}
    return _form_page(row, one, FindingForm(formdata=None, data=begun))


@blueprint.post(f"{_FINDING}/change")
@requires("inspections.work")
def finding_changing(inspection_id: int, finding_id: int) -> Any:
    """Write a finding anew."""
    row, form = inspection_or_404(inspection_id), FindingForm()
    one = _finding_or_404(row, finding_id)
    form.evidence.choices = offered(row, one).choices
    if form.validate_on_submit():
        with acting(form, row, one) as act:
            acts.amend(session(), row, one, form.found(), **act)
            return _back(row, one)
    return _form_page(row, one, form)


@blueprint.post(f"{_FINDING}/ruling")
@requires("inspections.work")
def ruling(inspection_id: int, finding_id: int) -> Any:
    """Uphold or drop a finding."""
    row, form = inspection_or_404(inspection_id), RulingForm(prefix="ruling")
    one = _finding_or_404(row, finding_id)
    if form.validate_on_submit():
        with acting(form, row, one) as act:
            command = acts.uphold if form.decision.data == "uphold" else acts.drop
            command(session(), row, one, ruling=form.ruling.data or "", **act)
            return _back(row, one)
    return _page(row, one, form)


def _back(row: Inspection, one: Finding) -> Any:
    return redirect(url_for(".finding", inspection_id=row.id, finding_id=one.id), 303)


def _finding_or_404(row: Inspection, finding_id: int) -> Finding:
    found = query.finding_by_id(session(), current_actor(), finding_id)
    return found if found is not None and found.inspection_id == row.id else abort(404)


def _form_page(row: Inspection, one: Finding | None, form: FindingForm) -> Any:
    form.evidence.choices = offered(row, one).choices
    facts = {"row": row, "one": one, "words": words, "institution": _institution(row)}
    return answer("inspections/staff/finding_form.html", form=form, **facts)


def _page(row: Inspection, one: Finding, form: Form | None) -> Any:
    actor, today = current_actor(), clock.today()
    file = inspections_query.file_of(session(), actor, row, today)
    begun = {"version": str(one.version)}
    return answer(
        "inspections/staff/finding.html",
        form=form or RulingForm(formdata=None, prefix="ruling", data=begun),
        row=row,
        one=one,
        names=file.names,
        earlier=file.repeats.get(one.repeats) if one.repeats else None,
        evidence=evidence_of(one),
        files=files_about(session(), "finding", one.id),
        of_team=any(m.account_id == actor.account_id and m.conflict is False for m in file.team),
        institution=file.view.institution,
        words=words,
    )


def _institution(row: Inspection) -> Any:
    return card(session(), row.institution_id)
