"""The page of one recommendation, demand or order, with the acts that are legal now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, flash, redirect, url_for
from werkzeug import Response

from inspections.commands.letters import facts_of, number_text
from inspections.forms.measures import MeasureForm
from inspections.forms.rectifications import (
    ActForm,
    ExtensionDecisionForm,
    HandlerForm,
    NoteForm,
    ReasonForm,
    ServingForm,
    VerifyForm,
)
from inspections.lifecycle import RECTIFICATION
from inspections.messages import rectification as words
from inspections.models import Rectification
from inspections.queries import rectifications as query
from inspections.queries.access import rectification_by_id
from inspections.queries.effect import effects
from inspections.queries.measures import same_breach
from inspections.queries.rectifications import RectificationFile
from inspections.rules import measures as measure_rules
from inspections.rules.rectifying import days_left
from portal.filings.forms.requirements import VersionedForm
from portal.kernel import clock
from portal.web import errors
from portal.web.access import current_actor, may
from portal.web.db import session
from portal.web.forms import answer

FORMS: dict[str, type[VersionedForm]] = {
    "proposal": ActForm,
    "issue": ActForm,
    "rejection": ReasonForm,
    "disposal": ActForm,
    "return": ReasonForm,
    "closure": NoteForm,
    "failure": ReasonForm,
    "revocation": ReasonForm,
    "verification": VerifyForm,
    "handling": HandlerForm,
    "extension": ExtensionDecisionForm,
    "measure": MeasureForm,
}
_NOUNS = {
    "propose": ("proposal", "rectifications.work"),
    "issue": ("issue", "rectifications.approve"),
    "reject": ("rejection", "rectifications.approve"),
    "discard": ("disposal", "rectifications.work"),
    "send_back": ("return", "rectifications.work"),
    "revoke": ("revocation", "rectifications.approve"),
}


@dataclass(frozen=True)
class Offered:
    """What the reader may do now, by the nouns of FORMS."""

    nouns: frozenset[str]

    def __contains__(self, noun: str) -> bool:
        return noun in self.nouns


def found_or_404(rectification_id: int) -> Rectification:
    """Return a rectification in sight; another's, or none, is 404."""
    row = rectification_by_id(session(), current_actor(), rectification_id) or abort(404)
    errors.about("rectification", row.id)
    return row


def form_of(noun: str, file: RectificationFile, **given: Any) -> Any:
    """Return a form of an act on a rectification with what can be chosen in it."""
    form: Any = FORMS[noun](prefix=noun, **given)
    if noun == "verification":
        form.item.choices = [
            (each.row.id, f"{each.row.ordinal}. {each.row.wanted[:40]}") for each in file.items
        ]
    elif noun == "handling":
        form.handler.choices = query.handlers(session(), file.row.unit_code)
    elif noun == "measure":
        kinds = measure_rules.kinds_for(file.institution.type)
        form.kind.choices = [(each, words.MEASURES[each]) for each in kinds]
    return form


def page(row: Rectification, **bound: Any) -> Any:
    """Show a rectification; `bound` is a form sent back with faults, by its noun."""
    file, today = query.file_of(session(), current_actor(), row), clock.today()
    offered = offered_now(file, today)
    begun = {"version": str(row.version), "verified_on": today, "on": today}
    begun["handler"] = row.handler
    forms = {
        noun: bound.get(noun) or form_of(noun, file, formdata=None, data=_begun(noun, begun))
        for noun in FORMS
    }
    return answer(
        "inspections/staff/rectification.html",
        form=next(iter(bound.values()), None),
        forms=forms,
        file=file,
        row=row,
        offered=offered,
        today=today,
        left=days_left(row.due_on, today) if row.due_on else None,
        effect=effects(session(), [row], today).get(row.id) if row.issued_on else None,
        before=same_breach(session(), row, "penalty") if "measure" in offered else None,
        serving=lambda each: _serving(each, bound),
        number=number_text,
        letter_facts=facts_of,
        words=words,
    )


def offered_now(file: RectificationFile, today: date) -> Offered:
    """Return what the reader may do with a rectification on a day."""
    row, actor = file.row, current_actor()
    legal = RECTIFICATION.legal_acts(row.state)
    nouns = {noun for act, (noun, needed) in _NOUNS.items() if act in legal and may(actor, needed)}
    if actor.account_id == row.proposed_by:
        nouns.discard("issue")
    if may(actor, "rectifications.work"):
        nouns |= _worked(file, actor.account_id, today)
    second = may(actor, "rectifications.approve") and actor.account_id != row.handler
    if file.asked and row.state == "issued" and second:
        nouns.add("extension")
    return Offered(frozenset(nouns))


def _worked(file: RectificationFile, account_id: int | None, today: date) -> set[str]:
    row, met = file.row, [each.row.met for each in file.items]
    replied = row.kind == "recommendation" or (bool(met) and all(met))
    unmet = file.uncorrected(today) or any(each is False for each in met)
    conditions = {
        "verification": row.state == "reported"
        and row.kind != "recommendation"
        and account_id != row.handler,
        "closure": row.state == "reported" and replied,
        "failure": row.state in ("issued", "reported") and row.kind != "recommendation" and unmet,
        "handling": row.state in ("drafted", "proposed", "issued", "reported", "failed"),
        "measure": row.kind == "order" and file.uncorrected(today),
        "amendment": row.state == "drafted",
        "order": row.kind == "demand"
        and row.state in ("issued", "reported", "failed")
        and file.uncorrected(today),
    }
    return {noun for noun, stands in conditions.items() if stands}


def _begun(noun: str, begun: dict[str, Any]) -> dict[str, Any]:
    if noun == "measure":
        return {"version": begun["version"]}
    return begun


def _serving(letter: Any, bound: dict[str, Any]) -> ServingForm:
    name = f"serving-{letter.id}"
    data = {"version": "1", "on": clock.today(), "how": "in_person"}
    made: ServingForm = bound.get(name) or ServingForm(formdata=None, prefix=name, data=data)
    return made


def done(row: Rectification, said: Any) -> Response:
    """Say what was done, and go back to the page."""
    flash(str(said), "success")
    return redirect(url_for(".rectification", rectification_id=row.id), 303)
