"""A unit's wordings where officers write: chosen below a form, its text filled in, nothing sent."""

from datetime import date
from typing import Any

from flask import request

from forwarding.forms.bulk import ReminderForm
from forwarding.forms.staff_acts import ForwardForm, QuickForm
from forwarding.forms.wording import LetterWordsForm
from forwarding.models import Complaint, Forwarding, LetterTemplate, Telling
from forwarding.queries import wording as query
from forwarding.rules import institution_due_on
from forwarding.rules.wording import fill_wording
from portal.kernel import clock
from portal.web.access import current_actor
from portal.web.db import session

_LARGEST = 2**63 - 1
_NOBODY_YET = "你单位"


def offered_wordings(purpose: str) -> list[tuple[int, str]]:
    """Return id and name of each wording in use for a purpose."""
    return [(row.id, row.name) for row in query.wordings(session(), current_actor(), purpose)]


def asked_for_wording() -> bool:
    """Whether a form was sent to have its text filled in, not for its act."""
    return "fill" in request.form


def with_instructions(form: Any, complaint: Complaint) -> ForwardForm | QuickForm:
    """Return the form with the instructions of the wording chosen; all else stays as sent."""
    ticked = [i for i in form.institutions.data or () if 0 < i <= _LARGEST]
    due_on = form.report_by.data or institution_due_on(clock.today())
    _fill(form.instructions, "instructions", complaint, ticked, {"期限": due_on})
    return form


def with_reminder(form: ReminderForm, row: Forwarding) -> ReminderForm:
    """Return the form with the reminder of the wording chosen, filled in for one institution."""
    if chosen := chosen_wording("reminder"):
        values = query.reminder_values(session(), row.id, clock.today())
        form.text.data = fill_wording(chosen.body, values)
    return form


def with_letter_words(form: LetterWordsForm, row: Telling) -> LetterWordsForm:
    """Return the form with the words of the wording chosen; a field without a value stays."""
    if chosen := chosen_wording("telling"):
        values = query.telling_values(session(), row, clock.today())
        form.words.data = fill_wording(chosen.body, values)
    return form


def chosen_wording(purpose: str) -> LetterTemplate | None:
    """Return the wording chosen below a form; none out of use, or of another unit or purpose."""
    sent = request.form.get("wording", "")
    known = sent.isascii() and sent.isdigit() and len(sent) < 19
    row = query.wording(session(), current_actor(), int(sent)) if known else None
    return row if row and row.active and row.purpose == purpose else None


def _fill(
    field: Any, purpose: str, complaint: Complaint, institutions: list[int], days: dict[str, date]
) -> None:
    if chosen := chosen_wording(purpose):
        values = query.values_of(session(), complaint, institutions, days, clock.today())
        field.data = fill_wording(chosen.body, {"机构": _NOBODY_YET, **values})
