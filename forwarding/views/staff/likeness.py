"""Complaints that may be the same one again: on the case page, and two side by side."""

from typing import Any

from flask import abort, render_template

from forwarding.commands.merging import is_same_person
from forwarding.forms.merging import MergeForm
from forwarding.lifecycle import BEFORE_FORWARDING, COMPLAINT
from forwarding.models import Complaint
from forwarding.queries import case as cases
from forwarding.queries import clusters, likeness, merged
from forwarding.queries.case import Case
from forwarding.rules.merging import Standing, merge_obstacle
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.differing import side_by_side
from forwarding.views.staff.opened import complaint_or_404
from forwarding.views.staff.panel import fresh
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import clock
from portal.kernel.law import Breach
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.messages import say


def repeats(case: Case, _bound: Any) -> dict[str, Any] | None:
    """Return what a case may repeat, while that is still to be decided, and what is merged."""
    actor, found = current_actor(), []
    if case.state in BEFORE_FORWARDING:
        found = likeness.candidates(session(), actor, case.id, clock.today())
    inside = merged.into(session(), actor, case.id)
    into = case.duplicate_of if case.state == "merged" else None
    flagged = clusters.flags(session(), [case.id]).get(case.id)
    shown = {"found": found, "inside": inside, "into": into, "flagged": flagged}
    return shown if any(shown.values()) else None


STAFF.add("forwarding/staff/repeats.html", repeats, order=20)


@blueprint.get("/complaints/<number>/compare/<other>")
@requires("complaints.view")
def comparison(number: str, other: str) -> str:
    """Show two complaints side by side: what differs, what they share, and what can be done."""
    one, two = complaint_or_404(number), complaint_or_404(other)
    if one.id == two.id:
        abort(404)
    return render_template("forwarding/staff/comparison.html", **_compared(one, two))


def _compared(one: Complaint, two: Complaint) -> dict[str, Any]:
    repeat, into = sorted((one, two), key=lambda row: _standing(row).place, reverse=True)
    return {
        "pair": (one, two),
        "texts": {n: side_by_side(getattr(one, n), getattr(two, n)) for n in _TEXTS},
        "people": [_people(row) for row in (one, two)],
        "grounds": likeness.between(session(), one, two),
        "same_person": is_same_person(session(), one, two),
        "repeat": repeat,
        "into": into,
        "barred": _barred(repeat, into),
        "form": _merging(repeat, into),
        "colours": STATE_COLOURS,
        "say": reader(),
    }


_TEXTS = ("claim", "facts")


def _standing(row: Complaint) -> Standing:
    return Standing(row.id, row.received_at, row.state)


def _people(row: Complaint) -> list[cases.PartyView]:
    return [cases.masked(party) for party in row.parties]


def _barred(repeat: Complaint, into: Complaint) -> str | None:
    """Return why the later one cannot be merged into the earlier one now, in words."""
    if repeat.state not in COMPLAINT.moves["merge"].start:
        return say(Breach("merge_too_far", "18", number=repeat.number))
    obstacle = merge_obstacle(_standing(repeat), _standing(into))
    return say(Breach(obstacle, "18", number=into.number)) if obstacle else None


def _merging(repeat: Complaint, into: Complaint) -> MergeForm | None:
    if not may(current_actor(), "complaints.merge"):
        return None
    form: MergeForm = fresh(MergeForm, "merge", version=str(repeat.version), into=into.number)
    return form
