"""Reminding (催办) many institutions at once, with one text whose fields are each case's own."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.forms.bulk import ManyReminderForm
from forwarding.queries.bulk_duties import Duty, forwardings_chosen
from forwarding.queries.wording import reminder_values
from forwarding.rules.wording import fields_in, fill_wording
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import Answer, Duties, Line, Many, asked, confirmed
from forwarding.views.staff.wording_choices import chosen_wording
from portal.kernel import clock
from portal.web.access import requires
from portal.web.db import session
from portal.web.messages import label


def _problem(duty: Duty | None) -> str:
    if duty is None:
        return _("还没有转送机构，不能催办。请先转送。")
    if duty.state in ("reported", "settled"):
        return _("机构已经报告，不需要催办。如报告须补正，请打开本件退回。")
    return _("机构当前（%(state)s）没有待报告的事项，不需要催办。", state=label(duty.state))


def _fill(form: ManyReminderForm) -> None:
    """Put the wording chosen into the form as it is kept: its fields differ from case to case."""
    if chosen := chosen_wording("reminder"):
        form.text.data = chosen.body


def _example(form: ManyReminderForm, lines: list[Line]) -> str | None:
    """Return the text as the first institution would read it, where that says more."""
    text = str(form.text.data or "")
    first = next((line.of for line in lines if line.problem is None), None)
    if first is None or form.errors or not fields_in(text):
        return None
    return fill_wording(text, reminder_values(session(), first.id, clock.today()))


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
    fill=_fill,
    example=_example,
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
