"""What the rules propose: the list of the territory, one proposal with its evidence, the rules."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from forwarding.vocabulary import BUSINESSES, CAUSES
from forwarding.words import word
from inspections.commands import proposals as acts
from inspections.forms.proposals import DismissForm, ListForm, RuleForm
from inspections.messages import proposals as words
from inspections.queries import proposal_rules
from inspections.queries import proposals as query
from inspections.queries.proposals import ProposalView, Wanted
from inspections.rules.proposing import RULES, Setting
from portal.accounts.queries import account_names
from portal.institutions.queries import by_code
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

blueprint = Blueprint("proposals", __name__, url_prefix="/staff/proposals")
nav.register("staff", "proposals.listing", _l("监督建议"), 10, "oversight")

ID = "int(max=9223372036854775807)"
TAKING_UP = {
    "inspection": "/staff/inspections/new",
    "demand": "/staff/rectifications/new",
    "order": "/staff/rectifications/new",
}
"""Where a proposal is taken up; each page carries its evidence over by `?proposal=ID`."""


@blueprint.get("")
@requires("proposals.view")
def listing() -> Any:
    """List what is proposed in the territory, the newest first."""
    form, actor = ListForm(), current_actor()
    wanted = form.cleaned()
    if code := wanted.pop("code", ""):
        found = by_code(session(), str(code).upper())
        wanted["institution_id"] = found.id if found else 0
    return answer(
        "inspections/staff/proposals.html",
        filters=form,
        wanted=Wanted(**wanted),
        page=query.page(session(), actor, Wanted(**wanted), paging.requested("proposals")),
        counts=query.counts(session(), actor),
        words=words,
        about=detail_in_words,
    )


@blueprint.get(f"/<{ID}:proposal_id>")
@requires("proposals.view")
def proposal(proposal_id: int) -> Any:
    """Show a proposal: its figures, the evidence behind it, and what can be done."""
    return _page(_found_or_404(proposal_id), None)


@blueprint.post(f"/<{ID}:proposal_id>/dismissal")
@requires("proposals.decide")
def dismissal(proposal_id: int) -> Any:
    """Dismiss a proposal with a reason."""
    view, form = _found_or_404(proposal_id), DismissForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            _dismiss(form, view)
        if not form.errors:
            flash(_("已记录不采用的理由。同一事实不会再次提出。"), "success")
            return redirect(url_for(".proposal", proposal_id=proposal_id), 303)
    return _page(view, form)


def _dismiss(form: DismissForm, view: ProposalView) -> None:
    session().refresh(view.row, with_for_update=True)
    if view.row.version != form.seen:
        raise StaleDataError(f"Proposal {view.row.id} has changed")
    act = {"by": current_actor(), "at": clock.now()}
    acts.dismiss(session(), view.row, reason=str(form.reason.data), **act)


@blueprint.get("/rules")
@requires("proposals.view")
def rules() -> Any:
    """Show the rules with the numbers in force for the officer's unit."""
    return _rules_page(None)


@blueprint.post("/rules/settings")
@requires("proposals.set")
def rule_settings() -> Any:
    """Set a rule's numbers from a day on."""
    form = RuleForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            _set(form)
        if not form.errors:
            flash(_("已保存，自所填日期起按新的数值提出建议。"), "success")
            return redirect(url_for(".rules"), 303)
    return _rules_page(form)


def _set(form: RuleForm) -> None:
    numbers = {name: int(form[name].data or 0) for name in ("least", "days")}
    of = Setting(enabled=bool(form.enabled.data), **numbers)
    about = {"effective_from": form.effective_from.data, "reason": str(form.reason.data)}
    rule, act = str(form.rule.data), {"by": current_actor(), "at": clock.now()}
    acts.set_rule(session(), rule, of, **about, **act)


def _rules_page(form: RuleForm | None) -> Any:
    actor, today = current_actor(), clock.today()
    unit = actor.unit_code or query.HEAD_OFFICE
    settings = proposal_rules.settings_at(session(), today)
    in_force = {rule: settings(unit, rule) for rule in RULES}
    asked = request.args.get("rule", "")
    given = in_force.get(asked)
    begun = {"rule": asked, "effective_from": today}
    if given:
        begun |= {"enabled": given.enabled, "least": given.least, "days": given.days}
    history = proposal_rules.history(session(), unit)
    return answer(
        "inspections/staff/proposal_rules.html",
        form=form or RuleForm(formdata=None, data=begun),
        rules=RULES,
        in_force=in_force,
        history=history,
        names=account_names(session(), {row.made_by for row in history if row.made_by}),
        words=words,
    )


def _found_or_404(proposal_id: int) -> ProposalView:
    found = query.proposal(session(), current_actor(), proposal_id) or abort(404)
    errors.about("proposal", found.row.id)
    return found


def _page(view: ProposalView, form: DismissForm | None) -> Any:
    begun = {"version": str(view.row.version)}
    return answer(
        "inspections/staff/proposal.html",
        form=form or DismissForm(formdata=None, data=begun),
        view=view,
        rule=RULES.get(view.row.rule),
        behind=query.behind(session(), current_actor(), view.row),
        business=lambda code: word(BUSINESSES, code),
        cause=lambda code: word(CAUSES, code),
        ways={name: path for name, path in TAKING_UP.items() if stands(path)},
        words=words,
        about=detail_in_words,
    )


def detail_in_words(view: ProposalView) -> str:
    """Return what a proposal is about besides its rule: a product, or a product and its cause."""
    if view.row.rule not in ("product_cluster", "cause_rise"):
        return ""
    business, _slash, cause = view.row.detail.partition("/")
    return " · ".join(filter(None, (word(BUSINESSES, business), word(CAUSES, cause))))


def stands(path: str) -> bool:
    """Return whether a page stands at a path; those that take proposals up are other topics'."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
