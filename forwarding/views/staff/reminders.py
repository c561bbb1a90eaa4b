"""Reminders (催办) by hand of one institution on its case."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.remind_by_hand import remind_by_hand
from forwarding.forms.bulk import ReminderForm
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.queries.case import Case
from forwarding.queries.reminders import reminders_of
from forwarding.views.sections import DESK, STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from forwarding.views.staff.opened import ID, acting, done, forwarding_or_404
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Act, Bound, fresh, offer_further, wanted
from forwarding.views.staff.wording_choices import asked_for_wording, with_reminder
from portal.kernel.actor import Actor
from portal.web.access import may, requires
from portal.web.db import session

say_of(
    {
        "forwarding.remind_by_hand": _l("催办机构（人工）"),
        "forwarding.reminder_undelivered": _l("催办通知没有送达，请电话联系机构"),
    }
)
STAFF.add(
    "forwarding/staff/reminders.html",
    lambda case, _bound: reminders_of(session(), [f.row.id for f in case.forwardings]) or None,
    order=30,
)
DESK.add(
    "forwarding/desk/reminders.html",
    lambda case, _bound: reminders_of(session(), [case.row.id]) or None,
    order=5,
)


@offer_further
def _offered(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if not may(actor, "complaints.remind"):
        return
    for view in case.live:
        if view.row.state in OPEN_FORWARDING_STATES:
            name = f"remind-{view.row.id}"
            title = _("催办%(name)s", name=view.institution.label)
            if not wanted(name, bound):
                yield Act("reminder", title, key=name)
                continue
            form = bound.get(name) or fresh(ReminderForm, name, version=str(view.row.version))
            url = url_for(".reminders", forwarding_id=view.row.id)
            yield Act("reminder", title, form, url, view, name)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/reminders")
@requires("complaints.remind")
def reminders(forwarding_id: int) -> Response | Answer:
    """Remind the institution of one forwarding."""
    row, name = forwarding_or_404(forwarding_id), f"remind-{forwarding_id}"
    number, form = row.complaint.number, ReminderForm(prefix=name)
    if asked_for_wording():
        return render_case(number, **{name.replace("-", "__"): with_reminder(form, row)})
    if form.validate_on_submit():
        with acting(form, row) as act:
            remind_by_hand(session(), row, str(form.text.data), **act)
            return done(number, _("已催办，并通知机构。"))
    return render_case(number, **{name.replace("-", "__"): form})
