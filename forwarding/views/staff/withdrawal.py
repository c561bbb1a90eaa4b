"""The complainant withdraws: entered by an officer or clerk, at every state before the end."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.withdraw import withdraw
from forwarding.forms.withdrawal import WithdrawalForm
from forwarding.queries.case import Case
from forwarding.views.staff import history
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Plan, offer_plans
from portal.web.access import requires
from portal.web.db import session
from portal.web.words import day


def _on(case: Case, _facts: history.Facts) -> str:
    return _("收到撤回申请之日 %(day)s", day=day(case.complaint.withdrawn_on))


def _sent_to(case: Case, facts: history.Facts) -> str:
    wanted = facts.get("institution_id")
    return case.institutions[wanted].label if wanted in case.institutions else ""


offer_plans(
    Plan(
        "withdrawal",
        "withdraw",
        "complaints.withdraw",
        _l("登记撤回"),
        WithdrawalForm,
        ".withdrawal",
    )
)
history.say_of(
    {
        "complaint.withdraw": _l("投诉人撤回，终止办理"),
        "forwarding.withdraw": _l("撤回已转告机构"),
        "telling.lapse": _l("不需再告知"),
    },
    {
        "complaint.withdraw": _on,
        "forwarding.withdraw": _sent_to,
        "telling.lapse": lambda _case, facts: history.occasion(facts),
    },
)


@blueprint.post("/complaints/<number>/withdrawal")
@requires("complaints.withdraw")
def withdrawal(number: str) -> Response | Answer:
    """Enter a request to withdraw; the case ends on the day it was received (Art. 15)."""
    complaint, form = complaint_or_404(number), WithdrawalForm(prefix="withdrawal")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            names = ("requested_at", "reason", "delay_reason")
            withdraw(session(), complaint, **{name: form[name].data for name in names}, **act)
            return done(number, _("已登记撤回，终止办理；将转告机构并告知投诉人。"))
    return render_case(number, withdrawal=form)
