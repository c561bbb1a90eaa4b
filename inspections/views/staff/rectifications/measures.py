"""Talks and measures on orders (Art. 41): the list, the page of one, and the acts on it."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import lazy_gettext as _l

from inspections.commands import measures as commands
from inspections.commands.letters import number_text
from inspections.forms.measures import CarriedOutForm, LiftingForm
from inspections.forms.rectifications import ActForm, ReasonForm
from inspections.lifecycle import MEASURE
from inspections.messages import rectification as words
from inspections.models import Measure, Rectification
from inspections.queries import measures as query
from inspections.queries.access import measure_by_id, rectification_by_id
from inspections.queries.letters import letters_about
from inspections.queries.rectifications import file_of
from inspections.views.staff.rectifications.blueprint import ID, ONE, blueprint
from inspections.views.staff.rectifications.page import done, form_of, found_or_404, page
from portal.filings.forms.requirements import VersionedForm
from portal.filings.views.opened import acting
from portal.institutions.queries import card
from portal.kernel import clock
from portal.web import errors, paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer

_MEASURE = f"/measures/<{ID}:measure_id>"
FORMS: dict[str, type[VersionedForm]] = {
    "approval": ActForm,
    "rejection": ReasonForm,
    "execution": CarriedOutForm,
    "lifting": LiftingForm,
    "dropping": ReasonForm,
}
_NOUNS = {
    "approve": ("approval", "rectifications.approve"),
    "reject": ("rejection", "rectifications.approve"),
    "carry_out": ("execution", "rectifications.work"),
    "lift": ("lifting", "rectifications.approve"),
    "drop": ("dropping", "rectifications.approve"),
}


@blueprint.get("/measures")
@requires("rectifications.view")
def measures() -> Any:
    """List the talks and measures of the territory, the newest first."""
    found = query.page(session(), current_actor(), paging.requested("measures"))
    return answer("inspections/staff/measures.html", page=found, words=words)


@blueprint.post(f"{ONE}/measures")
@requires("rectifications.work")
def measure_new(rectification_id: int) -> Any:
    """Propose a talk or a measure on an order."""
    row = found_or_404(rectification_id)
    form = form_of("measure", file_of(session(), current_actor(), row))
    if form.validate_on_submit():
        with acting(form, row) as act:
            _propose(row, form, act)
            return done(row, _l("已提出，等待另一名人员批准。"))
    return page(row, measure=form)


def _propose(row: Rectification, form: Any, act: dict[str, Any]) -> None:
    commands.propose(
        session(),
        row,
        str(form.kind.data),
        reason=str(form.reason.data),
        on=form.on.data,
        place=form.place.data or "",
        same_breach_why=form.same_breach_why.data or "",
        **act,
    )


@blueprint.get(_MEASURE)
@requires("rectifications.view")
def measure(measure_id: int) -> Any:
    """Show a talk or a measure, and what can be done with it now."""
    return _page(_found_or_404(measure_id))


@blueprint.post(f"{_MEASURE}/<any(execution):noun>")
@requires("rectifications.work")
def measure_execution(measure_id: int, noun: str) -> Any:
    """Note that a talk was held or that a measure took effect."""
    return _act(measure_id, noun)


@blueprint.post(f"{_MEASURE}/<any(approval, rejection, lifting, dropping):noun>")
@requires("rectifications.approve")
def measure_decision(measure_id: int, noun: str) -> Any:
    """Approve, refuse, lift or drop a measure."""
    return _act(measure_id, noun)


def _act(measure_id: int, noun: str) -> Any:
    row, form = _found_or_404(measure_id), FORMS[noun](prefix=noun)
    do, said = _ACTS[noun]
    if form.validate_on_submit():
        with acting(form, row) as act:
            do(row, form, act)
            flash(str(said), "success")
            return redirect(url_for(".measure", measure_id=row.id), 303)
    return _page(row, **{noun: form})


def _found_or_404(measure_id: int) -> Measure:
    row = measure_by_id(session(), current_actor(), measure_id) or abort(404)
    errors.about("measure", row.id)
    return row


def _page(row: Measure, **bound: Any) -> Any:
    legal, actor = MEASURE.legal_acts(row.state), current_actor()
    nouns = {noun for act, (noun, needed) in _NOUNS.items() if act in legal and may(actor, needed)}
    nouns -= {"approval"} if row.proposed_by == actor.account_id else set()
    nouns -= {"lifting"} if row.kind == "talk" else set()
    begun = {"version": str(row.version), "on": clock.today()}
    return answer(
        "inspections/staff/measure.html",
        form=next(iter(bound.values()), None),
        forms={
            noun: bound.get(noun) or kind(formdata=None, prefix=noun, data=begun)
            for noun, kind in FORMS.items()
        },
        row=row,
        offered=nouns,
        order=rectification_by_id(session(), actor, row.rectification_id),
        institution=card(session(), row.institution_id),
        names=query.names_of(session(), row),
        letters=letters_about(session(), "measure", row.id),
        number=number_text,
        history=query.history_of(session(), row),
        words=words,
    )


_ACTS: dict[str, tuple[Callable[[Measure, Any, dict[str, Any]], object], Any]] = {
    "approval": (
        lambda row, form, act: commands.approve(session(), row, decision="", **act),
        _l("已批准，文书已发出。"),
    ),
    "rejection": (
        lambda row, form, act: commands.reject(
            session(), row, decision=str(form.reason.data), **act
        ),
        _l("未批准，理由留存。"),
    ),
    "execution": (
        lambda row, form, act: commands.carry_out(
            session(),
            row,
            on=form.on.data,
            attendance=form.attendance.data or "",
            record=form.record.data or "",
            **act,
        ),
        _l("实施情况已登记。"),
    ),
    "lifting": (
        lambda row, form, act: commands.lift(
            session(), row, on=form.on.data, reason=str(form.reason.data), **act
        ),
        _l("已解除，并通知机构。"),
    ),
    "dropping": (
        lambda row, form, act: commands.drop(session(), row, reason=str(form.reason.data), **act),
        _l("不再实施，并通知机构。"),
    ),
}
