"""Another track: one officer proposes it, a second one decides (Art. 2, 32)."""

from collections.abc import Sequence

from flask_babel import gettext as _
from werkzeug import Response

from forwarding.commands import triage as acts
from forwarding.forms.staff_acts import ActForm, DiversionForm, RefusalForm
from forwarding.models import Complaint
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from portal.web.access import requires
from portal.web.db import session

_REASONS = {
    "bought_or_served": "nothing_bought",
    "dispute_with_institution": "no_dispute",
    "claims_civil_right": "no_civil_right",
}


def suggested_diversion(complaint: Complaint, unmet: Sequence[str]) -> DiversionForm:
    """Return the proposal that follows from a question answered no."""
    data = {"version": str(complaint.version), "reason": _REASONS[unmet[0]]}
    return DiversionForm(formdata=None, prefix="diversion", data=data)


@blueprint.post("/complaints/<number>/diversion")
@requires("complaints.triage")
def diversion(number: str) -> Response | Answer:
    """Propose another track, with a coded reason; the clock goes on."""
    complaint, form = complaint_or_404(number), DiversionForm(prefix="diversion")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.propose_diversion(session(), complaint, **form.proposal(), **act)
            return done(number, _("已提出，请另一名人员复核。复核期间法定期限照常计算。"))
    return render_case(number, diversion=form)


@blueprint.post("/complaints/<number>/diversion/approval")
@requires("complaints.divert")
def diversion_approval(number: str) -> Response | Answer:
    """Agree, as the second officer; the filer is told where to turn."""
    complaint, form = complaint_or_404(number), ActForm()
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.divert(session(), complaint, **act)
            return done(number, _("已转其他渠道，并将告知投诉人。"))
    return render_case(number, approval=form)


@blueprint.post("/complaints/<number>/diversion/refusal")
@requires("complaints.divert")
def diversion_refusal(number: str) -> Response | Answer:
    """Disagree, as the second officer; the case goes back to triage."""
    complaint, form = complaint_or_404(number), RefusalForm(prefix="refusal")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.reject_diversion(session(), complaint, reason=str(form.reason.data), **act)
            return done(number, _("已退回初审，按消费投诉办理。"))
    return render_case(number, refusal=form)
