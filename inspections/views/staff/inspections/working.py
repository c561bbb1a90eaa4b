"""What inspectors ask for, write down and keep: requests, working papers, evidence."""

from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from inspections.commands import requests as acts
from inspections.forms.inspections import ActForm, FilesForm, PaperForm, ReasonForm, RequestForm
from inspections.messages import inspections as words
from inspections.models import Inspection
from inspections.queries import inspections as query
from inspections.queries.files import files_about
from inspections.views.opened import (
    acting,
    handed_out,
    inspection_or_404,
    keep_files,
    request_or_404,
)
from inspections.views.staff.inspections.blueprint import ID, ONE, blueprint
from inspections.views.staff.inspections.page import done, page
from portal.accounts.queries import account_names
from portal.kernel import clock, storage
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_REQUEST = f"{ONE}/requests/<{ID}:request_id>"
_PAPER = f"{ONE}/papers/<int(max=99999):ordinal>"


@blueprint.post(f"{ONE}/requests")
@requires("inspections.work")
def asking(inspection_id: int) -> Any:
    """Ask the institution for documents."""
    row, form = inspection_or_404(inspection_id), RequestForm(prefix="request")
    if form.validate_on_submit():
        with acting(form, row) as act:
            about = {"wanted": str(form.wanted.data), "due_on": form.due_on.data}
            acts.ask(session(), row, **about, **act)
            return done(row, _l("已向机构调取。"), "requests")
    return page(row, form)


@blueprint.post(f"{_REQUEST}/acceptance")
@requires("inspections.work")
def acceptance(inspection_id: int, request_id: int) -> Any:
    """Accept what the institution handed over."""
    row, form = inspection_or_404(inspection_id), ActForm(prefix=f"acceptance-{request_id}")
    asked = request_or_404(row, request_id)
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.accept(session(), row, asked, **act)
            return done(row, _l("已接收。"), "requests")
    return page(row, form)


@blueprint.post(f"{_REQUEST}/withdrawal")
@requires("inspections.work")
def withdrawal(inspection_id: int, request_id: int) -> Any:
    """Take a request back."""
    row, form = inspection_or_404(inspection_id), ReasonForm(prefix=f"withdrawal-{request_id}")
    asked = request_or_404(row, request_id)
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.withdraw(session(), row, asked, reason=str(form.reason.data), **act)
            return done(row, _l("已撤回调取。"), "requests")
    return page(row, form)


@blueprint.post(f"{ONE}/files")
@requires("inspections.work")
def evidence(inspection_id: int) -> Any:
    """Keep evidence with an inspection."""
    row, form = inspection_or_404(inspection_id), FilesForm(prefix="files")
    if form.validate_on_submit():
        try:
            with acting(form, row) as act:
                acts.require_noting(session(), row, act["by"])
                note = {"side": "staff", "note": form.note.data or ""}
                keep_files(form.files, "inspection", row.id, act=act, **note)
                return done(row, _l("已上传。"), "papers")
        except storage.Refused as refusal:
            form.files.errors = [_(refusal.sentence, **refusal.facts)]
    return page(row, form)


@blueprint.get(f"{ONE}/files/<{ID}:file_id>")
@requires("inspections.view")
def file(inspection_id: int, file_id: int) -> Response:
    """Hand out a file of an inspection, and log it."""
    row = inspection_or_404(inspection_id)
    kept = query.file_of(session(), current_actor(), row, clock.today()).files
    found = (each for files in kept.values() for each in files if each.id == file_id)
    return handed_out(next(found, None) or abort(404))


@blueprint.get(f"{ONE}/papers/new")
@requires("inspections.work")
def paper_new(inspection_id: int) -> Any:
    """Show the form of a new working paper."""
    row = inspection_or_404(inspection_id)
    return _paper_page(row, None, PaperForm(formdata=None, data={"version": str(row.version)}))


@blueprint.post(f"{ONE}/papers/new")
@requires("inspections.work")
def paper_writing(inspection_id: int) -> Any:
    """Write a working paper."""
    return _write(inspection_or_404(inspection_id), None)


@blueprint.get(_PAPER)
@requires("inspections.view")
def paper(inspection_id: int, ordinal: int) -> Any:
    """Show a working paper with all its editions."""
    return _paper_page(inspection_or_404(inspection_id), ordinal, None)


@blueprint.post(_PAPER)
@requires("inspections.work")
def paper_edition(inspection_id: int, ordinal: int) -> Any:
    """Write a new edition of a working paper."""
    return _write(inspection_or_404(inspection_id), ordinal)


def _write(row: Inspection, ordinal: int | None) -> Any:
    form = PaperForm()
    if form.validate_on_submit():
        try:
            with acting(form, row) as act:
                about = {"title": str(form.title.data), "text": str(form.text.data)}
                made = acts.write_paper(session(), row, ordinal=ordinal, **about, **act)
                keep_files(form.files, "paper", made.id, side="staff", act=act)
                return done(row, _l("工作底稿已保存。"), "papers")
        except storage.Refused as refusal:
            form.files.errors = [_(refusal.sentence, **refusal.facts)]
    return _paper_page(row, ordinal, form)


def _paper_page(row: Inspection, ordinal: int | None, form: PaperForm | None) -> Any:
    editions = query.editions_of(session(), row, ordinal) if ordinal is not None else []
    if ordinal is not None and not editions:
        abort(404)
    if form is None:
        newest = {"title": editions[0].title, "text": editions[0].text}
        form = PaperForm(formdata=None, data={"version": str(row.version), **newest})
    return answer(
        "inspections/staff/paper.html",
        form=form,
        row=row,
        editions=editions,
        files={each.id: files_about(session(), "paper", each.id) for each in editions},
        names=account_names(session(), {each.written_by for each in editions if each.written_by}),
        can_write=row.state in acts.NOTED,
        words=words,
    )
