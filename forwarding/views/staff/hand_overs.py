"""Handing a case over to the competent unit, and the list of what was handed over (Art. 33)."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.hand_over import hand_over
from forwarding.forms.elsewhere import HandOverForm
from forwarding.lifecycle import COMPLAINT
from forwarding.queries.case import Case
from forwarding.queries.elsewhere import Handed, hand_overs_of, handed_over_page
from forwarding.rules import competent_by_respondent
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import Facts, say_of
from forwarding.views.staff.opened import acting, complaint_or_404
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Plan, offer_plans
from portal.accounts.queries import unit, unit_for_territory, unit_names
from portal.web import nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form

LIST = "hand-overs"
nav.register("staff", "complaints_staff.hand_overs", _l("已移交的投诉"), 42, "cases")
offer_plans(
    Plan(
        "handing",
        "hand_over",
        "complaints.hand_over",
        _l("移交其他监管机构"),
        HandOverForm,
        ".handing_over",
    )
)


@blueprint.post("/complaints/<number>/hand-over")
@requires("complaints.hand_over")
def handing_over(number: str) -> Response | Answer:
    """Hand the case over; its number and day of receipt stay, and this unit sees it no more."""
    complaint, form = complaint_or_404(number), HandOverForm(prefix="handing")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            hand_over(session(), complaint, **form.terms(complaint.territory), **act)
            return _handed(number)
    return render_case(number, handing=form)


def _handed(number: str) -> Response:
    flash(_("%(number)s已移交，接收日期不变，并将告知投诉人。", number=number), "success")
    return redirect(url_for(".hand_overs"), 303)


@blueprint.get("/hand-overs")
@requires("complaints.view")
def hand_overs() -> str:
    """List the cases that the reader's units handed to others; no more of them is shown."""
    page = handed_over_page(session(), current_actor(), paging.requested(LIST))
    return render_template("forwarding/staff/hand_overs.html", page=page, list=LIST)


def _said(case: Case, facts: Facts) -> str:
    names = unit_names(session())
    before, after = (names.get(facts.get(key, ""), "") for key in ("from_unit", "to_unit"))
    return _("由%(before)s移交%(after)s", before=before, after=after)


say_of({"complaint.hand_over": _l("移交其他监管机构")}, {"complaint.hand_over": _said})


def _units_before(case: Case, _bound: dict[str, Form]) -> dict[str, Any] | None:
    """Return how the case came here from other units, and to whom it seems to belong."""
    handed: list[Handed] = []
    if case.complaint.reached_unit_on is not None:
        handed = hand_overs_of(session(), case.id)
    hint = competent_unit(case)
    return {"handed": handed, "hint": hint} if handed or hint else None


def competent_unit(case: Case) -> str | None:
    """Return the name of the unit to which the decided respondents point, where it is another."""
    if case.live or "hand_over" not in COMPLAINT.legal_acts(case.state):
        return None
    decided = [r.decided for r in case.respondents if r.decided]
    place = case.complaint.territory
    divisions = {competent_by_respondent(c.level, c.type, c.territory, place) for c in decided}
    if len(divisions) != 1:
        return None
    code = unit_for_territory(session(), divisions.pop())
    found = unit(session(), code) if code != case.complaint.unit_code else None
    return found.name if found else None


STAFF.add("forwarding/staff/units_before.html", _units_before, order=20)
