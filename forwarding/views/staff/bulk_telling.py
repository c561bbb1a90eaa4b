"""Noting many tellings at once that were done alike, such as a batch that was posted (Art. 21)."""

from collections.abc import Sequence

from flask import request
from werkzeug import Response

from forwarding.forms.staff_acts import TellForm
from forwarding.queries.bulk_duties import Duty, tellings_to_do
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many import (
    asked_for,
    at_most,
    batch_key,
    duties_ticked,
    hand_over,
    ids_sent,
)
from forwarding.views.staff.shown import reader
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = tuple[str, int]


@blueprint.get("/tellings/bulk")
@requires("complaints.tell")
def bulk_telling() -> Answer:
    """Show what the chosen complaints' complainants must be told by a person."""
    duties = tellings_to_do(session(), current_actor(), numbers=asked_for())
    return _preview(TellForm(formdata=None), duties)


@blueprint.post("/tellings/bulk")
@requires("complaints.tell")
def bulk_tellings() -> Response | Answer:
    """Note each telling that is ticked as done by the same means, at the same time."""
    form, ids = TellForm(), ids_sent("target")[: at_most()]
    duties = tellings_to_do(session(), current_actor(), ids=ids)
    if not duties:
        return hand_over("tell", [], {}, len(ids))
    if form.validate_on_submit():
        said = {**form.said(), "done_at": form.done_at.data.isoformat()}
        return hand_over("tell", duties_ticked(duties), said, len(ids) - len(duties))
    return _preview(form, duties)


def _preview(form: TellForm, duties: Sequence[Duty]) -> Answer:
    return answer(
        "forwarding/staff/bulk_telling.html",
        form=form,
        rows=duties,
        most=at_most(),
        batch=request.form.get("batch") or batch_key(),
        say=reader(),
    )
