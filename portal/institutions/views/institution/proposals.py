"""What an institution proposes of its own entry and branches: to change, to open, to close."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.institutions import commands
from portal.institutions.models import InstitutionProposal
from portal.institutions.proposal_forms import ApprovalForm, ChangeForm, ClosingForm, OpeningForm
from portal.institutions.queries import proposals as query
from portal.institutions.views.institution.blueprint import blueprint, entry_or_404
from portal.institutions.views.shown import proposal_words
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = Response | tuple[str, int]
ID = "int(max=9223372036854775807)"


def _act() -> dict[str, Any]:
    return {"by": current_actor(), "at": clock.now()}


def _done(row: InstitutionProposal, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for(".proposal", proposal_id=row.id), 303)


@blueprint.route("/<code>/change", methods=["GET", "POST"])
@requires("institutions.propose")
def change(code: str) -> Answer:
    """Propose other channels, or another name, of an entry."""
    row = entry_or_404(code)
    form = ChangeForm(obj=row)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            given = {"reason": form.reason.data, "version": form.seen}
            made = commands.propose_change(session(), row.id, form.wanted(), **given, **_act())
            return _done(made, _("已提交变更申请，等待监管机构审核。审核前登记信息不变。"))
    return answer("institutions/desk/change.html", form=form, row=row)


@blueprint.route("/<code>/branches/new", methods=["GET", "POST"])
@requires("institutions.propose")
def opening(code: str) -> Answer:
    """Propose a new branch below an entry."""
    row, form = entry_or_404(code), OpeningForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            given = {"reason": form.reason.data, **_act()}
            made = commands.propose_opening(session(), row.id, form.opening(), **given)
            return _done(made, _("已提交新设申请，等待监管机构审核。同意后即可接收转送。"))
    return answer("institutions/desk/change.html", form=form, row=row)


@blueprint.route("/<code>/closing", methods=["GET", "POST"])
@requires("institutions.propose")
def closing(code: str) -> Answer:
    """Propose that a branch be entered as closed."""
    row, form = entry_or_404(code), ClosingForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            given = {"closed_on": form.closed_on.data, "reason": form.reason.data}
            made = commands.propose_closing(session(), row.id, **given, **_act())
            return _done(made, _("已提交终止申请，等待监管机构审核。"))
    return answer("institutions/desk/closing.html", form=form, row=row)


@blueprint.get("/proposals")
@requires("institutions.own")
def proposals_page() -> Any:
    """List what the reader's institution proposed, the newest first."""
    page = query.proposals(session(), current_actor(), "", paging.requested("own-proposals"))
    return answer("institutions/desk/proposals.html", page=page, say=proposal_words())


@blueprint.get(f"/proposals/<{ID}:proposal_id>")
@requires("institutions.own")
def proposal(proposal_id: int) -> Any:
    """Show one proposal and how it was decided."""
    return _page(proposal_id, None)


@blueprint.post(f"/proposals/<{ID}:proposal_id>/withdrawal")
@requires("institutions.propose")
def withdrawal(proposal_id: int) -> Any:
    """Take a proposal back before it is decided."""
    view, form = _found(proposal_id), ApprovalForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            row = commands.withdraw(session(), view.row.id, version=form.seen, **_act())
            return _done(row, _("申请已撤回。"))
    return _page(proposal_id, form)


def _found(proposal_id: int) -> query.ProposalView:
    return query.proposal(session(), current_actor(), proposal_id) or abort(404)


def _page(proposal_id: int, form: ApprovalForm | None) -> Any:
    view = _found(proposal_id)
    version = {"version": str(view.row.version)}
    return answer(
        "institutions/desk/proposal.html",
        form=form,
        withdrawal=form or ApprovalForm(formdata=None, data=version),
        view=view,
        now=query.now(session(), view.row),
        say=proposal_words(),
    )
