"""To plan an inspection: from figures, from a proposal, or as a follow-up of another."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from inspections.commands import inspections as acts
from inspections.forms.inspections import NewForm, PlanForm, YearForm
from inspections.messages import inspections as words
from inspections.messages.proposals import RULES
from inspections.models import Inspection
from inspections.queries import planning, proposals
from inspections.queries.proposals import ProposalView
from inspections.views.figured import figures_in_words
from inspections.views.opened import acting, inspection_or_404
from inspections.views.staff.inspections.blueprint import ONE, blueprint
from portal.institutions.queries import Card, answers_to, by_code, card
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_KEPT = ("title", "year", "mode", "reason", "scope", "from_on", "until_on", "starts_on", "ends_on")


@blueprint.get("/candidates")
@requires("inspections.view")
def candidates() -> Any:
    """Show the territory's institutions by their figures, and which are planned for the year."""
    form = YearForm()
    year = form.year.data = int(form.cleaned().get("year") or clock.today().year)
    return answer(
        "inspections/staff/candidates.html",
        form=form,
        year=year,
        rows=planning.candidates(session(), current_actor(), year, clock.today()),
        words=words,
    )


@blueprint.get("/new")
@requires("inspections.work")
def new() -> Any:
    """Show the form of a new inspection, begun from where it comes from."""
    return _page(None)


@blueprint.post("/new")
@requires("inspections.work")
def new_plan() -> Any:
    """Put an inspection into the plan."""
    form = NewForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            row = _planned(form)
            flash(_("已列入检查计划。请补齐理由和范围后提交批准。"), "success")
            return redirect(url_for(".inspection", inspection_id=row.id), 303)
    return _page(form)


@blueprint.get(f"{ONE}/plan")
@requires("inspections.work")
def plan_page(inspection_id: int) -> Any:
    """Show the form by which a plan is changed."""
    row = inspection_or_404(inspection_id)
    begun = {"version": str(row.version), **{name: getattr(row, name) for name in _KEPT}}
    return _changing(row, PlanForm(formdata=None, data=begun))


@blueprint.post(f"{ONE}/plan")
@requires("inspections.work")
def plan_change(inspection_id: int) -> Any:
    """Change a plan."""
    row, form = inspection_or_404(inspection_id), PlanForm()
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.amend(session(), row, form.plan(), **act)
            flash(_("已保存。"), "success")
            return redirect(url_for(".inspection", inspection_id=row.id), 303)
    return _changing(row, form)


def _planned(form: NewForm) -> Inspection:
    actor, at = current_actor(), clock.now()
    of, proposal, earlier = by_code(session(), str(form.code.data).upper()), _proposal(), _earlier()
    if of is None or not answers_to(session(), actor, of.id):
        raise Breach("inspected_out_of_sight", "34")
    return acts.plan(
        session(),
        of.id,
        form.plan(),
        figures=planning.figures(session(), actor, of.id, clock.today()),
        proposal_id=proposal.row.id if proposal else None,
        follow_up_of=earlier,
        by=actor,
        at=at,
    )


def _page(form: NewForm | None) -> Any:
    proposal, earlier = _proposal(), _earlier()
    of = _institution(proposal, earlier, form)
    shown = planning.figures(session(), current_actor(), of.id, clock.today()) if of else None
    return answer(
        "inspections/staff/inspection_new.html",
        form=form or NewForm(formdata=None, data=_begun(of, proposal, earlier)),
        institution=of,
        proposal=proposal,
        earlier=earlier,
        figures=figures_in_words(shown) if shown else None,
        words=words,
        rules=RULES,
    )


def _changing(row: Inspection, form: PlanForm) -> Any:
    facts = {"row": row, "institution": card(session(), row.institution_id), "words": words}
    return answer("inspections/staff/inspection_plan.html", form=form, **facts)


def _begun(
    of: Card | None, proposal: ProposalView | None, earlier: Inspection | None
) -> dict[str, Any]:
    """Return what a new plan begins with, taken over from its origin."""
    year = clock.today().year
    begun: dict[str, Any] = {"year": year, "mode": "on_site", "code": of.code if of else ""}
    if proposal:
        rule = str(RULES[proposal.row.rule])
        begun["title"] = _(
            "%(name)s消费投诉处理检查（%(about)s）", name=of.label if of else "", about=rule
        )
        begun["reason"] = _("监督建议：%(rule)s，证据%(n)s项。", rule=rule, n=proposal.count)
        begun["scope"] = rule
    elif earlier:
        begun["title"] = _("%(title)s的后续检查", title=earlier.title)
        begun["scope"] = _("“%(title)s”发现问题的整改情况。", title=earlier.title)
    elif of:
        begun["title"] = _("%(year)s年%(name)s消费投诉处理检查", year=year, name=of.label)
    return begun


def _institution(
    proposal: ProposalView | None, earlier: Inspection | None, form: NewForm | None
) -> Card | None:
    if proposal:
        return proposal.institution
    if earlier:
        return card(session(), earlier.institution_id)
    code = str(form.code.data or "") if form else request.args.get("institution", "")
    found = by_code(session(), code.upper()[:40])
    seen = found is not None and answers_to(session(), current_actor(), found.id)
    return found if seen else None


def _proposal() -> ProposalView | None:
    asked = _asked("proposal")
    if asked is None:
        return None
    return proposals.proposal(session(), current_actor(), asked) or abort(404)


def _earlier() -> Inspection | None:
    asked = _asked("follow_up")
    return None if asked is None else inspection_or_404(asked)


def _asked(name: str) -> int | None:
    """Return an id that the address names; 404 for what is none."""
    text = request.args.get(name, "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else abort(404)
