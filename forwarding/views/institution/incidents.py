"""The report on the incident behind a major complaint, on the institution's desk (Art. 29)."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands.major import report_incident
from forwarding.forms.major import IncidentForm
from forwarding.lifecycle import LIVE_NOT
from forwarding.queries.inbox import DeskCase
from forwarding.queries.major import incident_reports
from forwarding.rules.major import incident_due
from forwarding.views.institution import history
from forwarding.views.institution.acts import Answered, acting, done
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.case import render_case
from forwarding.views.sections import DESK, DESK_ACTS
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form

history.say_of({"incident.report": _l("已报告事件情况")})


def _shown(case: DeskCase, _bound: dict[str, Form]) -> Any:
    if case.complaint.major_at is None:
        return None
    return incident_reports(session(), forwarding_id=case.row.id) or None


def _offered(case: DeskCase, bound: dict[str, Form]) -> Any:
    here = case.complaint.major_kind is not None and case.row.state not in LIVE_NOT
    if not here or not may(current_actor(), "forwardings.handle"):
        return None
    hours = current_app.config["SETTINGS"].incident_hours
    data = {"version": case.row.version}
    form = bound.get("incident") or IncidentForm(formdata=None, prefix="incident", data=data)
    return {
        "form": form,
        "first": not incident_reports(session(), forwarding_id=case.row.id),
        "due": incident_due(case.complaint.major_at, case.row.forwarded_at, hours),
    }


DESK.add("forwarding/desk/incidents.html", _shown, order=10)
DESK_ACTS.add("forwarding/desk/incident_acts.html", _offered, order=10)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/incidents")
@requires("forwardings.handle")
def incidents(forwarding_id: int) -> Answered:
    """Hand in a report on the incident; a later one adds to it."""
    row, form = forwarding_or_404(forwarding_id), IncidentForm(prefix="incident")
    if form.validate_on_submit():
        with acting(form, row) as act:
            report_incident(session(), row, **form.said(), **act)
        if not form.errors:
            return done(row, _("已报告事件情况。有新的情况请继续报告。"))
    return render_case(row, incident=form)
