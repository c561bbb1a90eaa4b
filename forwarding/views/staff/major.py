"""Major complaints: the alert list, the officer's decision, the incident reports (Art. 29)."""

from collections.abc import Iterator
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding import vocabulary
from forwarding.commands import major as acts
from forwarding.forms.major import LiftForm, MajorForm
from forwarding.lifecycle import ENDED_UNFORWARDED
from forwarding.queries import major as alerts
from forwarding.queries.case import Case
from forwarding.rules.major import incident_due
from forwarding.views.sections import STAFF
from forwarding.views.staff import history
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Act, Bound, fresh, offer_further, wanted
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.web import nav, paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form

nav.register("staff", "complaints_staff.major_page", _l("重大投诉"), 30, "cases")


def _kind(_case: Case, facts: history.Facts) -> str:
    return _(vocabulary.MAJOR_KINDS.get(facts.get("kind") or 0, ""))


def _of(case: Case, facts: history.Facts) -> str:
    card = case.institutions.get(facts.get("institution_id") or 0)
    return card.label if card else ""


def _reports(case: Case, _bound: dict[str, Form]) -> Any:
    if case.complaint.major_at is None:
        return None
    return alerts.incident_reports(session(), complaint_id=case.id) or None


STAFF.add("forwarding/staff/incidents.html", _reports, order=10)
history.say_of(
    {
        "complaint.designate_major": _l("认定为重大投诉"),
        "complaint.lift_major": _l("不作为重大投诉"),
        "incident.report": _l("机构报告事件情况"),
    },
    {"complaint.designate_major": _kind, "incident.report": _of},
)


@offer_further
def _offered(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if not may(actor, "complaints.designate") or case.state in ENDED_UNFORWARDED:
        return
    row, suggested = case.complaint, alerts.suggestion(session(), case.complaint)
    title = _("认定为重大投诉") if row.major_kind is None else _("更改重大投诉的类别或者依据")
    if suggested or wanted("major", bound):
        data = {"version": str(row.version), "kind": row.major_kind or suggested}
        form = bound.get("major") or fresh(MajorForm, "major", **data)
        url = url_for(".designation", number=case.number)
        yield Act("major", title, form, url, suggested)
    else:
        yield Act("major", title)
    if row.major_kind is not None or suggested is not None:
        yield _lifting(case, bound)


def _lifting(case: Case, bound: Bound) -> Act:
    title = _("不作为重大投诉")
    if not wanted("lifting", bound):
        return Act("lifting", title)
    version = str(case.complaint.version)
    form = bound.get("lifting") or fresh(LiftForm, "lifting", version=version)
    return Act("lifting", title, form, url_for(".lifting", number=case.number))


@blueprint.get("/major")
@requires("complaints.view")
def major_page() -> str:
    """List what looks major and what was designated, the newest first."""
    actor, hours = current_actor(), current_app.config["SETTINGS"].incident_hours
    return render_template(
        "forwarding/staff/major_list.html",
        due=lambda alert, asked: incident_due(alert.decided_at, asked.since, hours),
        now=clock.now(),
        suggested=alerts.suggestions(session(), actor, paging.requested("major-suggested")),
        designated=alerts.designated(session(), actor, paging.requested("major-designated")),
        colours=STATE_COLOURS,
        say=reader(),
    )


@blueprint.post("/complaints/<number>/designation")
@requires("complaints.designate")
def designation(number: str) -> Response | Answer:
    """Designate a complaint as major; its institutions are asked to report (Art. 29)."""
    complaint, form = complaint_or_404(number), MajorForm(prefix="major")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            kind, basis = form.kind.data, form.basis.data
            acts.designate(session(), complaint, kind=kind, basis=basis, **act)
            return done(number, _("已认定为重大投诉；承办机构将收到通知并报告事件情况。"))
    return render_case(number, major=form)


@blueprint.post("/complaints/<number>/lifting")
@requires("complaints.designate")
def lifting(number: str) -> Response | Answer:
    """Decide that a complaint is not major, with the reason."""
    complaint, form = complaint_or_404(number), LiftForm(prefix="lifting")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.lift(session(), complaint, reason=str(form.reason.data), **act)
            return done(number, _("已登记：不作为重大投诉。"))
    return render_case(number, lifting=form)
