"""To merge a repeat into the complaint it repeats; a supervisor undoes it (Art. 18)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands import merging as acts
from forwarding.forms.merging import MergeForm, UnmergeForm
from forwarding.queries.access import complaint_by_number
from forwarding.queries.case import Case
from forwarding.queries.narrowing import is_number
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import Facts, say_of
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Plan, offer_plans
from portal.kernel.law import Breach
from portal.web.access import current_actor, requires
from portal.web.db import session

offer_plans(
    Plan("merge", "merge", "complaints.merge", _l("并入先接收的投诉"), MergeForm, ".merge"),
    Plan("unmerge", "unmerge", "complaints.unmerge", _l("撤销合并"), UnmergeForm, ".unmerge"),
)


@blueprint.post("/complaints/<number>/merging")
@requires("complaints.merge")
def merge(number: str) -> Response | Answer:
    """Merge a repeat into the complaint received before it; that one's clock does not move."""
    complaint, form = complaint_or_404(number), MergeForm(prefix="merge")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            wanted = str(form.into.data).upper()
            into = complaint_by_number(session(), current_actor(), wanted)
            if into is None or not is_number(wanted):
                raise Breach("merge_unknown", "18")
            acts.merge(session(), complaint, into, reason=form.reason.data or None, **act)
            return done(number, _("已并入%(number)s，并将告知投诉人。", number=into.number))
    return render_case(number, merge=form)


@blueprint.post("/complaints/<number>/merging/reversal")
@requires("complaints.unmerge")
def unmerge(number: str) -> Response | Answer:
    """Undo a merging, as a supervisor: the case goes back to triage on its own clock."""
    complaint, form = complaint_or_404(number), UnmergeForm(prefix="unmerge")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.unmerge(session(), complaint, reason=str(form.reason.data), **act)
            return done(number, _("已撤销合并，按本件自己的接收日计算期限。"))
    return render_case(number, unmerge=form)


def _into(_case: Case, facts: Facts) -> str:
    return str(facts.get("into") or "")


def _number(_case: Case, facts: Facts) -> str:
    return str(facts.get("number") or "")


def _institution(case: Case, facts: Facts) -> str:
    wanted = facts.get("institution_id", 0)
    return case.institutions[wanted].label if wanted in case.institutions else ""


say_of(
    {
        "complaint.merge": _l("已并入先接收的投诉"),
        "complaint.unmerge": _l("撤销合并，回到初审"),
        "complaint.take_in": _l("并入重复投诉"),
        "complaint.give_back": _l("重复投诉撤销合并"),
        "complaint.hold_back": _l("并入的内容没有转给机构：拆出过举报，请撤销合并，拆分后再合并"),
        "forwarding.pass_on": _l("并入的内容已转给机构"),
        "forwarding.take_away": _l("撤销合并的内容不再提供给机构"),
    },
    {
        "complaint.merge": _into,
        "complaint.take_in": _number,
        "complaint.give_back": _number,
        "complaint.hold_back": _number,
        "forwarding.pass_on": _institution,
        "forwarding.take_away": _institution,
    },
)
