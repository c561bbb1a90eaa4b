"""Reminding (催办) many institutions at once, with one text whose fields are each case's own."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.forms.bulk import ManyReminderForm
from forwarding.queries.bulk_duties import Duty, forwardings_chosen
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import Answer, Duties, Many, asked, confirmed
from portal.web.access import requires
from portal.web.messages import label


def _problem(duty: Duty | None) -> str:
    if duty is None:
        return _("还没有转送机构，不能催办。请先转送。")
    if duty.state in ("reported", "settled"):
        return _("机构已经报告，不需要催办。如报告须补正，请打开本件退回。")
    return _("机构当前（%(state)s）没有待报告的事项，不需要催办。", state=label(duty.state))


REMIND = Many(
    "remind",
    title=_l("批量催办"),
    confirm=_l("催办勾选的机构"),
    done=_l("已催办，并通知机构。"),
    page="forwarding/staff/bulk_reminder.html",
    to="complaints_staff.bulk_reminders",
    queue="with_institution",
    cases=Duties(forwardings_chosen, _problem),
    nothing=_l("所选投诉没有待报告的机构"),
    form=ManyReminderForm,
    said=lambda form: {"text": str(form.text.data)},
)


@blueprint.get("/reminders/bulk")
@requires("complaints.remind")
def bulk_reminder() -> Answer:
    """Show which institutions still owe a report on the chosen complaints."""
    return asked(REMIND)


@blueprint.post("/reminders/bulk")
@requires("complaints.remind")
def bulk_reminders() -> Response | Answer:
    """Remind each institution that is ticked, with the same text."""
    return confirmed(REMIND)
