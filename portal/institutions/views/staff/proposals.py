"""What institutions of the territory propose of their entries, for an officer to decide."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from portal.institutions import commands
from portal.institutions.proposal_forms import (
    ApprovalForm,
    OpeningApprovalForm,
    ProposalsForm,
    RefusalForm,
)
from portal.institutions.queries import proposals as query
from portal.institutions.views.shown import proposal_words
from portal.institutions.views.staff import blueprint
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

ID = "int(max=9223372036854775807)"
_LIST = "institutions_staff.proposals_page"
nav.register("staff", _LIST, _l("机构变更申请"), 61, "administration")


@blueprint.get("/proposals")
@requires("institutions.edit")
def proposals_page() -> Any:
    """List the proposals of the territory; what waits is listed unless another state is asked."""
    form = ProposalsForm()
    state = form.cleaned().get("state", "proposed")
    page = query.proposals(session(), current_actor(), state, paging.requested("proposals"))
    return answer(
        "institutions/staff/proposals.html",
        filters=form,
        state=state,
        page=page,
        say=proposal_words(),
    )


@blueprint.get(f"/proposals/<{ID}:proposal_id>")
@requires("institutions.edit")
def proposal(proposal_id: int) -> Any:
    """Show one proposal: what is so today, what is to be, and why."""
    return _page(proposal_id)


@blueprint.post(f"/proposals/<{ID}:proposal_id>/approval")
@requires("institutions.edit")
def approval(proposal_id: int) -> Any:
    """Approve a proposal: the register follows at once."""
    view = _found(proposal_id)
    form = _approval(view, prefix="approval")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            code = form.new_code if isinstance(form, OpeningApprovalForm) else ""
            given = {"version": form.seen, "code": code}
            commands.approve(session(), view.row.id, **given, **_act())
            return _done(_("已同意，名录已更新，并已通知机构。"))
    return _page(proposal_id, approval=form)


@blueprint.post(f"/proposals/<{ID}:proposal_id>/refusal")
@requires("institutions.edit")
def refusal(proposal_id: int) -> Any:
    """Refuse a proposal and say why."""
    view, form = _found(proposal_id), RefusalForm(prefix="refusal")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            given = {"version": form.seen, "remarks": str(form.remarks.data)}
            commands.refuse_proposal(session(), view.row.id, **given, **_act())
            return _done(_("已退回，理由已通知机构；登记信息没有变化。"))
    return _page(proposal_id, refusal=form)


def _act() -> dict[str, Any]:
    return {"by": current_actor(), "at": clock.now()}


def _done(sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for(".proposals_page"), 303)


def _found(proposal_id: int) -> query.ProposalView:
    found = query.proposal(session(), current_actor(), proposal_id) or abort(404)
    errors.about("institution", found.row.institution_id)
    return found


def _approval(view: query.ProposalView, **given: Any) -> ApprovalForm:
    return (OpeningApprovalForm if view.row.kind == "opening" else ApprovalForm)(**given)


def _page(proposal_id: int, **bound: Form) -> Any:
    view = _found(proposal_id)
    fresh = {"formdata": None, "data": {"version": str(view.row.version)}}
    return answer(
        "institutions/staff/proposal.html",
        form=next(iter(bound.values()), None),
        approval=bound.get("approval") or _approval(view, prefix="approval", **fresh),
        refusal=bound.get("refusal") or RefusalForm(prefix="refusal", **fresh),
        view=view,
        now=query.now(session(), view.row),
        say=proposal_words(),
    )
