"""Inspections on the institution's side: what is asked, by when, upload, answer, history."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from inspections.commands import facts
from inspections.commands import requests as requests_of
from inspections.commands.facts import Answer
from inspections.forms.inspections import AnswerForm, UploadForm, facts_form
from inspections.messages import inspections as words
from inspections.messages.rectification import LETTERS, SERVED
from inspections.models import Finding, Inspection
from inspections.queries import findings as findings_query
from inspections.queries import inspections as query
from inspections.queries.inspections import InspectionFile, Wanted
from inspections.views.opened import (
    acting,
    handed_out,
    inspection_or_404,
    keep_files,
    letter_as_pdf,
    letter_or_404,
    request_or_404,
)
from portal.kernel import clock, storage
from portal.kernel.law import Breach
from portal.web import nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

blueprint = Blueprint("inspections_desk", __name__, url_prefix="/desk/inspections")
nav.register("institution", "inspections_desk.listing", _l("检查"), 42, "oversight")

ID = "int(max=9223372036854775807)"
ONE = f"/<{ID}:inspection_id>"


@blueprint.get("")
@requires("inspections.answer")
def listing() -> str:
    """List the inspections of which the institution and its branches had notice."""
    position, today = paging.requested("own-inspections"), clock.today()
    page = query.page(session(), current_actor(), Wanted(), position, today)
    return render_template("inspections/desk/inspections.html", page=page, words=words)


@blueprint.get(ONE)
@requires("inspections.answer")
def inspection(inspection_id: int) -> Any:
    """Show an inspection: what is asked by when, the facts put, the letters, what happened."""
    return _page(inspection_or_404(inspection_id))


@blueprint.post(f"{ONE}/requests/<{ID}:request_id>")
@requires("inspections.answer")
def answering(inspection_id: int, request_id: int) -> Any:
    """Answer what the inspectors ask for, with files."""
    row, form = inspection_or_404(inspection_id), AnswerForm(prefix=f"request-{request_id}")
    asked = request_or_404(row, request_id)
    if form.validate_on_submit():
        try:
            with acting(form, row) as act:
                keep_files(form.files, "request", asked.id, side="institution", act=act)
                requests_of.answer(session(), row, asked, text=form.text.data or "", **act)
                return _done(row, _("已提供。检查组接收前可以补充。"))
        except storage.Refused as refusal:
            form.files.errors = [_(refusal.sentence, **refusal.facts)]
    return _page(row, form)


@blueprint.post(f"{ONE}/findings/<{ID}:finding_id>/files")
@requires("inspections.answer")
def proving(inspection_id: int, finding_id: int) -> Any:
    """Upload what supports an objection, while the facts are open."""
    row, form = inspection_or_404(inspection_id), UploadForm(prefix=f"proof-{finding_id}")
    one = _finding_or_404(row, finding_id)
    if form.validate_on_submit():
        try:
            with acting(form, row) as act:
                _check_open(row, one)
                keep_files(form.files, "finding", one.id, side="institution", act=act)
                return _done(row, _("已上传。"))
        except storage.Refused as refusal:
            form.files.errors = [_(refusal.sentence, **refusal.facts)]
    return _page(row, form)


@blueprint.post(f"{ONE}/facts")
@requires("inspections.answer")
def answering_facts(inspection_id: int) -> Any:
    """Confirm or object to every finding, signed by a named person."""
    row = inspection_or_404(inspection_id)
    waiting = _waiting(row)
    form = facts_form(waiting, prefix="facts")
    if form.validate_on_submit():
        with acting(form, row) as act:
            said = {one.id: _said(form, one) for one in waiting}
            facts.answer(session(), row, said, signer=str(form.signer.data), **act)
            return _done(row, _("已答复事实确认书。"))
    return _page(row, form)


@blueprint.get(f"{ONE}/letters/<{ID}:letter_id>.pdf")
@requires("inspections.answer")
def letter(inspection_id: int, letter_id: int) -> Response:
    """Hand out a letter: the institution has it served that day."""
    return letter_as_pdf(letter_or_404(inspection_or_404(inspection_id), letter_id))


@blueprint.get(f"{ONE}/files/<{ID}:file_id>")
@requires("inspections.answer")
def file(inspection_id: int, file_id: int) -> Response:
    """Hand out a file that the institution itself uploaded."""
    kept = _file(inspection_or_404(inspection_id)).files
    found = (each for files in kept.values() for each in files if each.id == file_id)
    return handed_out(next(found, None) or abort(404))


def _said(form: Any, one: Finding) -> Answer:
    confirmed = form[f"answer_{one.id}"].data == "confirm"
    return Answer(confirmed, form[f"objection_{one.id}"].data or "")


def _check_open(row: Inspection, one: Finding) -> None:
    if row.state != "facts_put" or one.state not in ("put", "objected"):
        raise Breach("no_facts_to_answer", "34")


def _finding_or_404(row: Inspection, finding_id: int) -> Finding:
    found = findings_query.finding_by_id(session(), current_actor(), finding_id)
    return found if found is not None and found.inspection_id == row.id else abort(404)


def _waiting(row: Inspection) -> list[Finding]:
    found = findings_query.findings_of(session(), current_actor(), row.id)
    return [one for one in found if one.state == "put"]


def _file(row: Inspection) -> InspectionFile:
    return query.file_of(session(), current_actor(), row, clock.today())


def _done(row: Inspection, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".inspection", inspection_id=row.id), 303)


def _page(row: Inspection, bound: Form | None = None) -> Any:
    shown, seen = _file(row), {"version": str(row.version)}

    def form_of(kind: Any, prefix: str) -> Any:
        made = kind(formdata=None, prefix=prefix, data=seen)
        return bound if bound is not None and bound._prefix == made._prefix else made

    waiting = _waiting(row)
    return answer(
        "inspections/desk/inspection.html",
        form=bound,
        file=shown,
        view=shown.view,
        waiting=waiting,
        answering=row.state == "facts_put" and row.facts_answered_at is None,
        facts_form=form_of(lambda **made: facts_form(waiting, **made), "facts"),
        form_of=form_of,
        kinds={"answer": AnswerForm, "upload": UploadForm},
        askable=row.state in requests_of.ASKABLE,
        today=clock.today(),
        words=words,
        letters=LETTERS,
        served=SERVED,
    )
