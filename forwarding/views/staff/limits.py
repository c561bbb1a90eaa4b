"""An institution's time limit and mediations as officers see them: to read, not to move."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.queries.case import Case
from forwarding.views.limits import LimitView, limit_view
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from forwarding.views.staff.opened import ID, forwarding_or_404
from forwarding.views.staff.shown import reader
from forwarding.vocabulary import time_limits as codes
from forwarding.words import word
from portal.web.access import requires
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
