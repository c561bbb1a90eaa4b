"""Letters of an inspection: read as PDF, and the proof that each was served."""

from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from inspections.commands import letters as acts
from inspections.forms.inspections import ServiceForm
from inspections.views.opened import inspection_or_404, letter_as_pdf, letter_or_404
from inspections.views.staff.inspections.blueprint import ID, ONE, blueprint
from inspections.views.staff.inspections.page import done, page
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session

_LETTER = f"{ONE}/letters/<{ID}:letter_id>"


@blueprint.get(f"{_LETTER}.pdf")
@requires("inspections.view")
def letter(inspection_id: int, letter_id: int) -> Response:
    """Hand out a letter, and log it."""
    return letter_as_pdf(letter_or_404(inspection_or_404(inspection_id), letter_id))


@blueprint.get(f"{_LETTER}/proof")
@requires("inspections.view")
def proof(inspection_id: int, letter_id: int) -> Response:
    """Hand out the proof that a letter was served."""
    found = letter_or_404(inspection_or_404(inspection_id), letter_id)
    if found.proof is None:
        abort(404)
    body = storage.installed().read(found.proof)
    with transaction(session()):
        acts.hand_out(session(), found, by=current_actor(), at=clock.now())
        label = found.proof_label
    return downloads.attachment(body, label, "application/octet-stream")


@blueprint.post(f"{_LETTER}/service")
@requires("inspections.work")
def service(inspection_id: int, letter_id: int) -> Any:
    """Note the day on which a letter was served, how, and the proof."""
    row, form = inspection_or_404(inspection_id), ServiceForm(prefix=f"service-{letter_id}")
    served = letter_or_404(row, letter_id)
    if form.validate_on_submit():
        try:
            with form.catching(), transaction(session()):
                session().refresh(served, with_for_update=True)
                _serve(form, served)
                return done(row, _l("已登记送达。"), "letters")
        except storage.Refused as refusal:
            form.proof.errors = [_(refusal.sentence, **refusal.facts)]
    return page(row, form)


def _serve(form: ServiceForm, served: Any) -> None:
    given, act = form.proof.data, {"by": current_actor(), "at": clock.now()}
    kept = None
    if given is not None:
        store = storage.installed()
        kept = store.put(session(), given.stream, given.filename or "", at=act["at"])
    how = {"served_by": str(form.served_by.data), "note": form.note.data or "", "proof": kept}
    acts.serve(session(), served, on=form.on.data, **how, **act)
