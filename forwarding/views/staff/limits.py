"""An institution's time limit and mediations as officers see them: to read, not to move."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import abort, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.strike import strike
from forwarding.forms.time_limits import StrikeForm
from forwarding.queries.case import Case
from forwarding.queries.time_limits import act_of
from forwarding.views.limits import LimitView, limit_view, strikes_offered
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from forwarding.views.staff.opened import ID, acting, done, forwarding_or_404
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Act, Bound, offer_further, wanted
from forwarding.views.staff.shown import reader
from forwarding.vocabulary import time_limits as codes
from forwarding.words import word
from portal.kernel.actor import Actor
from portal.web.access import may, requires
from portal.web.db import session
from portal.web.forms import Form
from portal.web.punctuation import strung
from portal.web.words import day


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>/clock")
@requires("complaints.view")
def handling_clock_page(forwarding_id: int) -> str:
    """Show each day of an institution's time limit and what moved it (Art. 18)."""
    row = forwarding_or_404(forwarding_id)
    page = "forwarding/staff/handling_clock.html"
    return render_template(page, row=row, view=limit_view(row), say=reader())


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/time-limit-acts/<{ID}:act_id>/strike")
@requires("limits.strike")
def limit_strike(forwarding_id: int, act_id: int) -> Response | Answer:
    """Strike out what an institution wrongly entered; the due date is counted anew (Art. 18)."""
    row, name = forwarding_or_404(forwarding_id), f"strike-{act_id}"
    number, form = row.complaint.number, StrikeForm(prefix=name)
    if form.validate_on_submit():
        with acting(form, row) as act:
            entered = act_of(session(), row, act_id) or abort(404)
            strike(session(), row, entered, **form.stated(), **act)
            return done(number, _("已撤销这项登记，期限已重新计算，并通知机构。"))
    return render_case(number, **{name.replace("-", "__"): form})


@offer_further
def _strikes(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if not may(actor, "limits.strike"):
        return
    for each in case.forwardings:
        for act, form in strikes_offered(each.row, limit_view(each.row), actor, bound):
            what = {
                "institution": each.institution.label,
                "act": word(codes.TIME_LIMIT_ACTS, act.kind),
            }
            title, name = _("撤销%(institution)s登记的“%(act)s”", **what), form.called
            if not wanted(name, bound):
                yield Act("strike", title, key=name)
                continue
            url = url_for(".limit_strike", forwarding_id=each.row.id, act_id=act.id)
            yield Act("strike", title, form, url, act, name)


def _limits(case: Case, bound: Mapping[str, Form]) -> list[tuple[str, LimitView]] | None:
    """Return the limits of which there is more to say than fifteen days, by institution."""
    views = [(each.institution.name, limit_view(each.row)) for each in case.forwardings]
    return [(name, view) for name, view in views if view.shown] or None


def _moved(case: Case, facts: Mapping[str, Any]) -> str:
    """Return what an act did to the due date."""
    institution = case.institutions.get(facts.get("institution_id", 0))
    what = word(codes.TIERS, facts.get("tier")) or word(
        codes.EXCLUSION_GROUNDS, facts.get("ground")
    )
    both = {"before": _day(facts.get("before")), "after": _day(facts.get("after"))}
    moved = _("期限由%(before)s变为%(after)s", **both)
    if facts.get("paused_on"):
        moved = _("自%(day)s起暂停计算", day=_day(facts["paused_on"]))
    return strung(part for part in (institution and institution.label, what, moved) if part)


def _mediated(case: Case, facts: Mapping[str, Any]) -> str:
    institution = case.institutions.get(facts.get("institution_id", 0))
    result = word(codes.MEDIATION_RESULTS, facts.get("result"))
    return strung(part for part in (institution and institution.label, result) if part)


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else "—"


STAFF.add("forwarding/limits/staff_section.html", _limits, order=20)
_MOVES = {
    "forwarding.extend": _l("机构延长办理期限"),
    "forwarding.recount": _l("重新计算机构的办理期限"),
    "forwarding.exclude": _l("机构登记扣除期间"),
    "forwarding.end_exclusion": _l("扣除期间结束"),
    "forwarding.restart": _l("机构重新计算期限"),
    "forwarding.agree": _l("机构与投诉人约定日期"),
    "forwarding.strike": _l("撤销期限登记"),
    "forwarding.redo": _l("核查后重新办理，期限重新计算"),
}
_MEDIATIONS = {
    "mediation.apply": _l("申请调解"),
    "mediation.accept": _l("调解组织受理"),
    "mediation.end": _l("调解结束"),
    "mediation.perform": _l("调解协议已履行"),
    "forwarding.not_proceed": _l("机构不予办理"),
}
say_of(_MOVES, dict.fromkeys(_MOVES, _moved))
say_of(_MEDIATIONS, dict.fromkeys(_MEDIATIONS, _mediated))
