"""Classifying many complaints at once, with the triage of those that are new."""

from flask import request
from werkzeug import Response

from forwarding.forms.staff_acts import ManyForm
from forwarding.queries.bulk import chosen
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many import (
    asked_for,
    at_most,
    batch_key,
    complaints_ticked,
    hand_over,
    ticked,
)
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import amounts, arrangement, clock
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = tuple[str, int]
READY = ("received", "triaged", "classified")


@blueprint.get("/classifications/bulk")
@requires("complaints.triage")
def bulk_classification() -> Answer:
    """Show the chosen complaints with one classification for all of them to choose."""
    return _preview(ManyForm(formdata=None), asked_for())


@blueprint.post("/classifications/bulk")
@requires("complaints.triage")
def bulk_classifications() -> Response | Answer:
    """Classify each complaint that is ticked, and follow what is done and what is refused."""
    form = ManyForm()
    if form.validate_on_submit():
        said = {"classes": form.classes(), "all_yes": bool(form.all_yes.data)}
        targets, missing = complaints_ticked()
        return hand_over("classify", targets, said, missing)
    return _preview(form, ticked(request.form.getlist("number")))


def _preview(form: ManyForm, numbers: list[str]) -> Answer:
    calendar, today = arrangement.load(session()), clock.today()
    book = amounts.load(session())
    return answer(
        "forwarding/staff/bulk_classification.html",
        form=form,
        rows=chosen(session(), current_actor(), numbers),
        ready=READY,
        face=lambda row: forwarding_face(row, calendar, today, book),
        colours=STATE_COLOURS,
        most=at_most(),
        batch=request.form.get("batch") or batch_key(),
        say=reader(),
    )
