"""The officer's verdict on an institution's report: accepted, or sent back with remarks."""

from flask_babel import gettext as _
from werkzeug import Response

from forwarding.commands.handle import accept, send_back
from forwarding.forms.elsewhere import AcceptForm
from forwarding.forms.staff_acts import RemarksForm
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import ID, acting, done, forwarding_or_404
from forwarding.views.staff.page import Answer, render_case
from portal.web.access import requires
from portal.web.db import session


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/acceptance")
@requires("complaints.accept")
def acceptance(forwarding_id: int) -> Response | Answer:
    """Accept a report; with the last one accepted the case is closed."""
    row, form = forwarding_or_404(forwarding_id), AcceptForm()
    number = row.complaint.number
    if form.validate_on_submit():
        with acting(form, row) as act:
            accept(session(), row, lateness_reason=form.lateness_reason.data, **act)
            return done(number, _("报告已通过。"))
    return render_case(number, acceptance=form)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/remarks")
@requires("complaints.accept")
def remarks(forwarding_id: int) -> Response | Answer:
    """Send a report back with what is to be mended (Art. 19)."""
    row, form = forwarding_or_404(forwarding_id), RemarksForm(prefix=f"remarks-{forwarding_id}")
    number = row.complaint.number
    if form.validate_on_submit():
        with acting(form, row) as act:
            send_back(session(), row, remarks=str(form.remarks.data), **act)
            return done(number, _("已退回机构补正，办理期限不变。"))
    return render_case(number, **{f"remarks__{forwarding_id}": form})
