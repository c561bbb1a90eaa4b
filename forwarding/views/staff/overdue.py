"""What is overdue and by whom, and when it was reminded of and escalated (催办与升级)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forwarding.queries import overdue as query
from forwarding.queries.case import Case
from forwarding.rules import forwarding_days_late
from forwarding.views.institution import history as of_institutions
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from portal.kernel import arrangement, clock
from portal.kernel.arrangement import Arrangement
from portal.web import nav
from portal.web.access import current_actor, requires
from portal.web.db import session

nav.register("staff", "complaints_staff.overdue", _l("催办与升级"), 10, "oversight")


def _left(_case: Case, facts: Mapping[str, Any]) -> str:
    left = int(facts.get("days_left", 0))
    if left < 0:
        return _("已逾期%(n)s日", n=-left)
    return _("今日到期") if left == 0 else _("还有%(n)s日到期", n=left)


TITLES = {
    "complaint.remind": _l("催办承办人员"),
    "review.remind": _l("催办核查"),
    "complaint.escalate": _l("升级催办：本单位转送或告知逾期"),
    "forwarding.escalate": _l("升级催办：机构办理逾期"),
    "review.escalate": _l("升级催办：核查逾期"),
}
say_of(TITLES, dict.fromkeys(TITLES, _left))
of_institutions.say_of({"review.remind": _l("催办核查")})


@blueprint.get("/overdue")
@requires("reminders.view")
def overdue() -> str:
    """Show what is overdue in the territory, by officer and institution."""
    today, settings = clock.today(), current_app.config["SETTINGS"]
    calendar = arrangement.load(session())
    return render_template(
        "forwarding/staff/overdue.html",
        found=query.overdue(session(), current_actor(), today),
        late=lambda due_on: _days_late(due_on, today),
        own_late=lambda due_on: _working_days_late(calendar, due_on, today),
        shown=query.SHOWN,
        before=settings.reminders_before,
        after=settings.reminders_after,
        escalate_after=settings.escalate_after,
    )


def _days_late(due_on: date, today: date) -> str:
    return _("逾期%(n)s日", n=(today - due_on).days)


def _working_days_late(calendar: Arrangement, due_on: date, today: date) -> str:
    late = forwarding_days_late(calendar, due_on, today)
    return ngettext("已逾期 %(num)s 个工作日", "已逾期 %(num)s 个工作日", late)
