"""What an institution does with a forwarding before it reports: sign, return, add files."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import Response

from forwarding.commands.attach import attach
from forwarding.commands.handle import acknowledge, return_forwarding
from forwarding.commands.withdraw import refuse_withdrawn
from forwarding.forms.desk import AcknowledgeForm, DeskFilesForm, ReturnForm
from forwarding.forms.staff_acts import ActForm
from forwarding.models import Forwarding
from forwarding.submission import StoredFile
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.case import render_case
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session

Answered = Response | tuple[str, int]


@contextmanager
def acting(form: ActForm, row: Forwarding) -> Iterator[dict[str, Any]]:
    """Do an act in one transaction on a forwarding that is as its reader saw it, else 409."""
    with form.catching(), transaction(session()):
        session().refresh(row, with_for_update={"of": Forwarding})
        if row.version != form.seen:
            raise StaleDataError(f"Forwarding {row.id} has changed")
        yield {"by": current_actor(), "at": clock.now()}


def done(row: Forwarding, text: str) -> Response:
    """Go back to the case and say what was done."""
    flash(text, "success")
    return redirect(url_for("desk.case_page", forwarding_id=row.id), 303)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/receipt")
@requires("forwardings.handle")
def receipt(forwarding_id: int) -> Answered:
    """Sign for a forwarding (Art. 18)."""
    row, form = forwarding_or_404(forwarding_id), AcknowledgeForm()
    if form.validate_on_submit():
        with acting(form, row) as act:
            acknowledge(session(), row, **act)
        if not form.errors:
            return done(row, _("已签收。办理期限仍从转送之日起算。"))
    return render_case(row, receipt=form)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/return")
@requires("forwardings.handle")
def return_page(forwarding_id: int) -> Answered:
    """Give a forwarding back with its reason (Art. 11)."""
    row, form = forwarding_or_404(forwarding_id), ReturnForm(prefix="back")
    if form.validate_on_submit():
        with acting(form, row) as act:
            reason, text = str(form.reason.data), str(form.text.data)
            return_forwarding(session(), row, reason=reason, text=text, **act)
        if not form.errors:
            return done(row, _("已退回，监管部门将重新确定机构。"))
    return render_case(row, back=form)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/attachments")
@requires("forwardings.handle")
def add_files(forwarding_id: int) -> Answered:
    """Add files to the case, all or none."""
    row, form = forwarding_or_404(forwarding_id), DeskFilesForm(prefix="files")
    with form.catching():
        refuse_withdrawn(row)
    if not form.errors and form.validate_on_submit() and _attached(row, form):
        return done(row, _("已添加材料。"))
    return render_case(row, files=form)


def _attached(row: Forwarding, form: DeskFilesForm) -> bool:
    with storing(form), transaction(session()):
        files = [stored(upload, "supplement") for upload in form.files.data]
        by, at = current_actor(), clock.now()
        attach(session(), row.complaint, files, by=by, at=at, forwarding=row)
    return not form.errors


@contextmanager
def storing(form: Any) -> Iterator[None]:
    """Turn a refused file into an error of the form's files."""
    try:
        yield
    except storage.Refused as refusal:
        form.files.errors = [*form.files.errors, _(refusal.sentence, **refusal.facts)]


def stored(upload: Any, purpose: str) -> StoredFile:
    """Store an uploaded file in the transaction under way."""
    kept = storage.installed().put(session(), upload.stream, upload.filename or "", at=clock.now())
    return StoredFile(kept.sha256, kept.label, kept.size, kept.content_type, purpose)
