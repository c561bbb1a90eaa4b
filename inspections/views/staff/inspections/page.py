"""The page of one inspection: what is on record, and the acts that are legal now."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, url_for
from werkzeug import Response

from inspections.commands.requests import ASKABLE, NOTED
from inspections.commands.teams import INSPECTORS
from inspections.forms import inspections as forms
from inspections.lifecycle import INSPECTION, OPEN_INSPECTION
from inspections.messages import inspections as words
from inspections.messages.rectification import LETTERS, SERVED
from inspections.models import Inspection
from inspections.queries import inspections as query
from inspections.queries.inspections import InspectionFile
from inspections.queries.rectifications import from_inspection
from inspections.views.figured import figures_in_words
from inspections.views.opened import inspection_or_404
from inspections.views.staff.inspections.blueprint import ONE, blueprint
from inspections.views.staff.proposals import TAKING_UP, stands
from portal.accounts.queries import staff_of
from portal.kernel import clock
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

_DAYS_TO_ANSWER = timedelta(days=10)
_FORMS: dict[str, Any] = {
    **dict.fromkeys(("proposal", "notice", "settlement", "archive", "approval"), forms.ActForm),
    **dict.fromkeys(("leading", "acceptance"), forms.ActForm),
    **dict.fromkeys(("return", "calling-off", "removal", "withdrawal"), forms.ReasonForm),
    "entry": forms.DayForm,
    "facts": forms.DueForm,
    "report": forms.TextForm,
    "opinion": forms.TextForm,
    "member": forms.MemberForm,
    "declaration": forms.DeclarationForm,
    "request": forms.RequestForm,
    "files": forms.FilesForm,
    "service": forms.ServiceForm,
}
"""The forms of the page by the first part of their prefix; the second is the row they are of."""


@blueprint.get(ONE)
@requires("inspections.view")
def inspection(inspection_id: int) -> Any:
    """Show an inspection."""
    return page(inspection_or_404(inspection_id))


def page(row: Inspection, bound: Form | None = None) -> Any:
    """Show an inspection; `bound` is a form sent back with faults."""
    actor, today = current_actor(), clock.today()
    file = query.file_of(session(), actor, row, today)
    mine = next((m for m in file.team if m.account_id == actor.account_id), None)
    return answer(
        "inspections/staff/inspection.html",
        form=bound,
        form_of=_maker(row, file, bound),
        file=file,
        view=file.view,
        mine=mine,
        of_team=mine is not None and mine.conflict is False,
        legal=INSPECTION.legal_acts(row.state),
        can_ask=row.state in ASKABLE,
        can_note=row.state in NOTED,
        is_open=row.state in OPEN_INSPECTION,
        me=actor.account_id,
        today=today,
        rectify=TAKING_UP["demand"] if stands(TAKING_UP["demand"]) else "",
        demanded=from_inspection(session(), actor, row.id),
        figures=figures_in_words(row.figures),
        words=words,
        letters=LETTERS,
        served=SERVED,
    )


def done(row: Inspection, text: Any, anchor: str = "") -> Response:
    """Go back to an inspection's page, and say what was done."""
    flash(str(text), "success")
    return redirect(url_for(".inspection", inspection_id=row.id, _anchor=anchor or None), 303)


def _maker(row: Inspection, file: InspectionFile, bound: Form | None) -> Any:
    """Return the function by which templates get a form of a kind, and of a row, if any."""
    today = clock.today()
    due = {"due_on": today + _DAYS_TO_ANSWER}
    begun: dict[str, Any] = {
        "entry": {"on": today},
        "facts": due,
        "request": due,
        "service": {"on": today, "served_by": "in_person"},
    }

    def form_of(kind: str, of: int | None = None) -> Any:
        prefix = kind if of is None else f"{kind}-{of}"
        data = {"version": str(row.version), **begun.get(kind, {})}
        made = _FORMS[kind](formdata=None, prefix=prefix, data=data)
        if bound is not None and bound._prefix == made._prefix:
            made = bound
        if kind == "member":
            officers_of(row, file, made)
        return made

    return form_of


def officers_of(row: Inspection, file: InspectionFile | None, form: Any) -> None:
    """Offer the inspectors of the unit who are not of the team."""
    there = {member.account_id for member in file.team} if file else set()
    found = staff_of(session(), {row.unit_code}, INSPECTORS)
    form.account_id.choices = [(each.id, each.name) for each in found if each.id not in there]
