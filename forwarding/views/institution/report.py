"""The report page: the result, the blocks of Art. 19 and the feedback headings."""

from flask import request
from flask_babel import gettext as _

from forwarding.commands.attach import attach
from forwarding.commands.handle import report as hand_in
from forwarding.forms.desk import ReportForm
from forwarding.models import Forwarding
from forwarding.queries.inbox import DeskCase, desk_case
from forwarding.rules import handled_late
from forwarding.views.institution.acts import Answered, acting, done, stored, storing
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.limits import limit_view
from forwarding.views.staff.shown import reader
from portal.kernel import clock
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.route(f"/forwardings/<{ID}:forwarding_id>/report", methods=["GET", "POST"])
@requires("forwardings.handle")
def report(forwarding_id: int) -> Answered:
    """Write and hand in the report."""
    row = forwarding_or_404(forwarding_id)
    case = desk_case(session(), row)
    form = ReportForm(data=None if request.method == "POST" else _begun(case))
    if form.validate_on_submit() and _handed_in(row, form):
        return done(row, _("已提交报告，等待监管部门审核。"))
    return _page(row, case, form)


def _page(row: Forwarding, case: DeskCase, form: ReportForm) -> tuple[str, int]:
    today = clock.today()
    return answer(
        "forwarding/desk/report.html",
        form=form,
        case=case,
        row=row,
        late=handled_late(row.due_on, row.paused_on, today),
        face=limit_view(row).face,
        say=reader(),
    )


def _handed_in(row: Forwarding, form: ReportForm) -> bool:
    with storing(form), acting(form, row) as act:
        made = hand_in(session(), row, form.answer(), **act)
        files = [stored(upload, "report") for upload in form.files.data or []]
        attach(session(), row.complaint, files, forwarding=row, report=made, **act)
    return not form.errors


def _begun(case: DeskCase) -> dict[str, object]:
    """Return what a fresh report starts from: the last version, else what is known."""
    last = case.report
    begun: dict[str, object] = {
        "version": case.row.version,
        "cause": case.complaint.cause,
        "decided_by_branch": "yes" if case.institution.level == "branch" else "no",
    }
    if last is None:
        return begun
    names = ("result", "cause", "loss_recovered", "remedies", "told_on", "told_means")
    begun |= {name: getattr(last.row, name) for name in (*names, "verified_by")}
    return begun | last.texts
