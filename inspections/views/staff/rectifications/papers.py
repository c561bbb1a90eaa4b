"""Letters and files of a rectification: handed out, and how a letter was served."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from inspections.commands import letters as commands
from inspections.forms.rectifications import ServingForm
from inspections.models import Letter
from inspections.queries.access import measure_by_id
from inspections.queries.letters import letter_by_id
from inspections.queries.rectifications import kept_file
from inspections.views.opened import handed_out, letter_as_pdf
from inspections.views.staff.rectifications.blueprint import ID, ONE, blueprint
from inspections.views.staff.rectifications.page import found_or_404, page
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session


@blueprint.get(f"/letters/<{ID}:letter_id>.pdf")
@requires("rectifications.view")
def letter(letter_id: int) -> Response:
    """Hand out a letter of the territory as PDF, and log it."""
    return letter_as_pdf(_letter_or_404(letter_id))


@blueprint.post(f"/letters/<{ID}:letter_id>/service")
@requires("rectifications.work")
def serving(letter_id: int) -> Any:
    """Note on which day and how a letter was served."""
    row = _letter_or_404(letter_id)
    form, matter = ServingForm(prefix=f"serving-{row.id}"), _matter(row)
    if form.validate_on_submit():
        try:
            with form.catching(), transaction(session()):
                _serve(row, form)
                flash(_("送达情况已登记。"), "success")
                return redirect(url_for(".rectification", rectification_id=matter), 303)
        except storage.Refused as refusal:
            form.proof.errors = [_(refusal.sentence, **refusal.facts)]
    return page(found_or_404(matter), **{f"serving-{row.id}": form})


@blueprint.get(f"{ONE}/files/<{ID}:file_id>")
@requires("rectifications.view")
def file(rectification_id: int, file_id: int) -> Response:
    """Hand out a file of a rectification, and log it."""
    row = found_or_404(rectification_id)
    return handed_out(kept_file(session(), row, file_id) or abort(404))


def _serve(row: Letter, form: ServingForm) -> None:
    session().refresh(row, with_for_update=True)
    at, given, proof = clock.now(), form.proof.data, None
    if given is not None:
        proof = storage.installed().put(session(), given.stream, given.filename or "", at=at)
    how = {"served_by": str(form.how.data), "note": form.note.data or "", "proof": proof}
    commands.serve(session(), row, on=form.on.data, by=current_actor(), at=at, **how)


def _letter_or_404(letter_id: int) -> Letter:
    found = letter_by_id(session(), current_actor(), letter_id)
    return found if found and found.about in ("rectification", "measure") else abort(404)


def _matter(row: Letter) -> int:
    """Return the rectification that a letter is about, itself or through a measure on it."""
    if row.about == "rectification":
        return row.about_id
    found = measure_by_id(session(), current_actor(), row.about_id) or abort(404)
    return found.rectification_id
