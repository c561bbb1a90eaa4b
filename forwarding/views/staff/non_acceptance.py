"""Not accepting a complaint: one officer proposes it with a reason, a second one decides."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding import vocabulary
from forwarding.commands import decline
from forwarding.forms.elsewhere import NonAcceptanceForm
from forwarding.forms.staff_acts import ActForm, RefusalForm
from forwarding.models import Complaint
from forwarding.notices_elsewhere import where_instead
from forwarding.queries.case import Case
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import Facts, say_of
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Plan, offer_plans
from forwarding.words import word
from portal.accounts.queries import account_names
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form
from portal.web.i18n import language


def _ground(_case: Case, facts: Facts) -> str:
    return word(vocabulary.DECLINE_REASONS, facts.get("code"))


say_of(
    {
        "complaint.propose_non_acceptance": _l("已提出不予接收"),
        "complaint.reject_non_acceptance": _l("未同意不予接收"),
        "complaint.not_accept": _l("不予接收"),
    },
    {"complaint.propose_non_acceptance": _ground, "complaint.not_accept": _ground},
)
offer_plans(
    Plan(
        "decline",
        "propose_non_acceptance",
        "complaints.triage",
        _l("提出不予接收"),
        NonAcceptanceForm,
        ".non_acceptance",
    ),
    Plan(
        "declining",
        "not_accept",
        "complaints.decline",
        _l("同意不予接收"),
        ActForm,
        ".non_acceptance_approval",
        usual=True,
    ),
    Plan(
        "undeclining",
        "reject_non_acceptance",
        "complaints.decline",
        _l("不同意不予接收"),
        RefusalForm,
        ".non_acceptance_refusal",
        usual=True,
    ),
)


@blueprint.post("/complaints/<number>/non-acceptance")
@requires("complaints.triage")
def non_acceptance(number: str) -> Response | Answer:
    """Propose not to accept, with a code, a reason and where to turn; the clock goes on."""
    complaint, form = complaint_or_404(number), NonAcceptanceForm(prefix="decline")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            decline.propose_non_acceptance(session(), complaint, **form.grounds(), **act)
            return done(number, _("已提出，请另一名人员复核。复核期间法定期限照常计算。"))
    return render_case(number, decline=form)


@blueprint.post("/complaints/<number>/non-acceptance/approval")
@requires("complaints.decline")
def non_acceptance_approval(number: str) -> Response | Answer:
    """Agree, as the second officer; the filer is told why and where to turn."""
    complaint, form = complaint_or_404(number), ActForm()
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            decline.not_accept(session(), complaint, **act)
            return done(number, _("已不予接收，并将告知投诉人理由和其他途径。"))
    return render_case(number, declining=form)


@blueprint.post("/complaints/<number>/non-acceptance/refusal")
@requires("complaints.decline")
def non_acceptance_refusal(number: str) -> Response | Answer:
    """Disagree, as the second officer; the case goes back to triage."""
    complaint, form = complaint_or_404(number), RefusalForm(prefix="undeclining")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            reason = str(form.reason.data)
            decline.reject_non_acceptance(session(), complaint, reason=reason, **act)
            return done(number, _("已退回初审，按消费投诉办理。"))
    return render_case(number, undeclining=form)


def _declined(case: Case, _bound: dict[str, Form]) -> dict[str, str] | None:
    complaint: Complaint = case.complaint
    if complaint.declined_code is None:
        return None
    by = complaint.declined_by
    return {
        "ground": word(vocabulary.DECLINE_REASONS, complaint.declined_code),
        "reason": complaint.declined_reason or "",
        "instead": where_instead(complaint, language()),
        "by": account_names(session(), [by]).get(by, "—") if by else "—",
    }


STAFF.add("forwarding/staff/declined.html", _declined, order=30)
