"""Classifying many complaints at once, with the triage of those that are new."""

from datetime import datetime
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from forwarding.commands import triage
from forwarding.forms.staff_acts import ManyForm
from forwarding.models import Complaint
from forwarding.queries.bulk import chosen
from forwarding.rules import QUESTIONS
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many import AT_MOST, Outcome, act_on, ticked
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import amounts, arrangement, clock
from portal.kernel.actor import Actor
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = tuple[str, int]
READY = ("received", "triaged", "classified")


@blueprint.get("/classifications/bulk")
@requires("complaints.triage")
def bulk_classification() -> Answer:
    """Show the ticked complaints with one classification for all of them to choose."""
    return _preview(ManyForm(formdata=None), ticked(request.args.getlist("number")))


@blueprint.post("/classifications/bulk")
@requires("complaints.triage")
def bulk_classifications() -> str | Answer:
    """Classify each complaint that is ticked, and list what was done and what was refused."""
    form, numbers = ManyForm(), ticked(request.form.getlist("number"))
    if form.validate_on_submit():
        outcomes = [_classify_one(number, form) for number in numbers]
        return render_template(
            "forwarding/staff/bulk_outcome.html", outcomes=outcomes, title=_("批量分类结果")
        )
    return _preview(form, numbers)


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
        most=AT_MOST,
        say=reader(),
    )


def _classify_one(number: str, form: ManyForm) -> Outcome:
    classes: dict[str, Any] = form.classes()

    def act(complaint: Complaint, by: Actor, at: datetime) -> None:
        if complaint.state == "received" and form.all_yes.data:
            triage.triage(session(), complaint, dict.fromkeys(QUESTIONS, True), by=by, at=at)
        triage.classify(session(), complaint, **classes, by=by, at=at)

    def had(complaint: Complaint) -> bool:
        given = {name: value for name, value in classes.items() if value}
        return complaint.state == "classified" and all(
            getattr(complaint, name) == value for name, value in given.items()
        )

    return act_on(number, act, had, _("已分类。"))
