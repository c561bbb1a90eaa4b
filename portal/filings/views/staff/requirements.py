"""What is due from whom and when: to define it, amend it, end it, and to exempt from it."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.filings.commands import exemptions
from portal.filings.commands import requirements as acts
from portal.filings.forms.requirements import EndForm, ExemptionForm, LiftForm, RequirementForm
from portal.filings.models import Requirement
from portal.filings.queries import duties as query
from portal.filings.rules.periods import period
from portal.filings.views.opened import ID, acting
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.institutions.queries import answers_to, by_code, cards
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web import errors
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

_ADDRESS = f"/requirements/<{ID}:requirement_id>"
_LISTS = ("categories", "territories", "days_of_year", "remind_before", "remind_after")


@blueprint.get("/requirements")
@requires("filings.view")
def requirements_page() -> Any:
    """List the requirements that concern the officer's territory."""
    rows = query.requirements(session(), current_actor())
    return answer("filings/staff/requirements.html", rows=rows, say=words())


@blueprint.route("/requirements/new", methods=["GET", "POST"])
@requires("filings.require")
def new_requirement() -> Any:
    """Define a requirement."""
    form = RequirementForm(data={"valid_from": clock.today(), "level": "head"})
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            act = {"by": current_actor(), "at": clock.now()}
            rows = [acts.require(session(), terms, **act) for terms in form.every()]
            return _done(rows[0].id, _("已定立报送要求，应报机构可以在报送日历中看到。"))
    return answer("filings/staff/requirement_form.html", form=form, row=None)


@blueprint.get(_ADDRESS)
@requires("filings.view")
def requirement(requirement_id: int) -> Any:
    """Show a requirement, who is exempt from it, and where its duties stand."""
    return _page(requirement_id)


@blueprint.route(f"{_ADDRESS}/terms", methods=["GET", "POST"])
@requires("filings.require")
def terms(requirement_id: int) -> Any:
    """Amend a requirement."""
    row = _own_or_404(requirement_id)
    form = RequirementForm(data=None if request.method == "POST" else _stated(row))
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.amend(session(), row, replace(form.terms(), subject=row.subject), **act)
            return _done(row.id, _("已保存，未报的期次按新的要求重新计算。"))
    return answer("filings/staff/requirement_form.html", form=form, row=row)


@blueprint.post(f"{_ADDRESS}/ending")
@requires("filings.require")
def ending(requirement_id: int) -> Any:
    """End a requirement."""
    row, form = _own_or_404(requirement_id), EndForm(prefix="ending")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.end(session(), row, reason=str(form.reason.data), **act)
            return _done(row.id, _("已终止。"))
    return _page(requirement_id, ending=form)


@blueprint.post(f"{_ADDRESS}/exemptions")
@requires("filings.exempt")
def exempting(requirement_id: int) -> Any:
    """Exempt an institution."""
    row, form = _found_or_404(requirement_id), ExemptionForm(prefix="exemption")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            _exempt(row, form)
            return _done(row.id, _("已豁免。"))
    return _page(requirement_id, exemption=form)


def _exempt(row: Requirement, form: ExemptionForm) -> None:
    found, of = by_code(session(), str(form.code.data).upper()), form.period.data or ""
    if found is None or not answers_to(session(), current_actor(), found.id):
        raise Breach("institution_not_in_sight", "35")
    if of and period(of) is None:
        raise Breach("no_such_period", "35", period=of)
    act = {"reason": str(form.reason.data), "by": current_actor(), "at": clock.now()}
    exemptions.exempt(session(), row, found.id, period=of, **act)


@blueprint.post(f"/exemptions/<{ID}:exemption_id>/lifting")
@requires("filings.exempt")
def lifting(exemption_id: int) -> Any:
    """Lift an exemption."""
    row = query.exemption(session(), current_actor(), exemption_id) or abort(404)
    form = LiftForm(prefix=f"lift-{row.id}")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            act = {"reason": str(form.reason.data), "by": current_actor(), "at": clock.now()}
            exemptions.lift(session(), row, **act)
            return _done(row.requirement_id, _("已解除豁免。"))
    return _page(row.requirement_id, **{form_name(row.id): form})


def form_name(exemption_id: int) -> str:
    """Return the name under which the form that lifts an exemption is bound."""
    return f"lift_{exemption_id}"


def _found_or_404(requirement_id: int) -> Requirement:
    row = query.requirement(session(), current_actor(), requirement_id) or abort(404)
    errors.about("requirement", row.id)
    return row


def _own_or_404(requirement_id: int) -> Requirement:
    row = _found_or_404(requirement_id)
    if row.unit_code != current_actor().unit_code:
        abort(403, _("这一要求由其他监管单位定立，由其修改和终止。"))
    return row


def _stated(row: Requirement) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in RequirementForm.STORED}
    lists = {name: "；".join(str(each) for each in getattr(row, name)) for name in _LISTS}
    named = cards(session(), row.institution_ids)
    codes = "；".join(card.code for card in named.values())
    return {**values, **lists, "institutions": codes, "level": row.level or "both"}


def _page(requirement_id: int, **bound: Form) -> Any:
    row, actor = _found_or_404(requirement_id), current_actor()
    exempt = query.exemptions(session(), actor, row.id)
    return answer(
        "filings/staff/requirement.html",
        form=next(iter(bound.values()), None),
        ending=bound.get("ending")
        or EndForm(formdata=None, prefix="ending", data={"version": str(row.version)}),
        exemption=bound.get("exemption") or ExemptionForm(formdata=None, prefix="exemption"),
        lift=lambda each: (
            bound.get(form_name(each.id)) or LiftForm(formdata=None, prefix=f"lift-{each.id}")
        ),
        row=row,
        own=row.unit_code == actor.unit_code,
        exempt=exempt,
        named=cards(session(), {each.institution_id for each in exempt} | set(row.institution_ids)),
        counts=query.counts(session(), actor, clock.today(), requirement_id=row.id),
        say=words(),
    )


def _done(requirement_id: int, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".requirement", requirement_id=requirement_id), 303)
