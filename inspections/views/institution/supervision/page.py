"""The page of one recommendation, demand or order as its institution sees it."""

from typing import Any

from flask import abort

from inspections.commands.letters import number_text
from inspections.forms.rectifications import ExtensionForm, PlanForm, ProgressForm, ReportForm
from inspections.messages import rectification as words
from inspections.models import Rectification
from inspections.queries.access import rectification_by_id
from inspections.queries.letters import letters_about
from inspections.queries.rectifications import RectificationFile, file_of
from inspections.rules.rectifying import days_left
from portal.filings.forms.requirements import VersionedForm
from portal.kernel import clock
from portal.web import errors
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.forms import answer

FORMS: dict[str, type[VersionedForm]] = {
    "plan": PlanForm,
    "progress": ProgressForm,
    "extension": ExtensionForm,
    "report": ReportForm,
}
HIDDEN = ("draft", "amend", "propose", "reject", "take_in_hand", "verify")
"""Acts inside the regulator's house: an institution's history leaves them out."""


def found_or_404(rectification_id: int) -> Rectification:
    """Return what was issued to the reader's institution or a branch; anything else is 404."""
    row = rectification_by_id(session(), current_actor(), rectification_id) or abort(404)
    errors.about("rectification", row.id)
    return row


def form_of(noun: str, file: RectificationFile, **given: Any) -> Any:
    """Return a form of an institution's act with what can be chosen in it."""
    form: Any = FORMS[noun](prefix=noun, **given)
    if noun == "progress":
        form.item.choices = [
            (each.row.id, f"{each.row.ordinal}. {each.row.wanted[:40]}") for each in file.items
        ]
    return form


def page(row: Rectification, **bound: Any) -> Any:
    """Show what is to be put right; `bound` is a form sent back with faults, by its noun."""
    file, today = file_of(session(), current_actor(), row), clock.today()
    begun = {"version": str(row.version)}
    forms = {
        noun: bound.get(noun) or form_of(noun, file, formdata=None, data=begun) for noun in FORMS
    }
    hidden = {f"rectification.{act}" for act in HIDDEN}
    return answer(
        "inspections/desk/rectification.html",
        form=next(iter(bound.values()), None),
        forms=forms,
        file=file,
        row=row,
        history=[each for each in file.history if each.act not in hidden],
        offered=_offered(file),
        measure_letters={
            each.id: letters_about(session(), "measure", each.id) for each in file.measures
        },
        left=days_left(row.due_on, today) if row.due_on else None,
        late=file.overdue(today),
        number=number_text,
        words=words,
    )


def _offered(file: RectificationFile) -> set[str]:
    row, today = file.row, clock.today()
    if row.state not in ("issued", "failed"):
        return set()
    if row.kind == "recommendation":
        return {"report"}
    in_time = row.due_on is not None and today <= row.due_on
    asks = row.state == "issued" and in_time and file.asked is None
    return {
        "plan",
        "progress",
        *({"report"} if file.plans else ()),
        *({"extension"} if asks else ()),
    }
