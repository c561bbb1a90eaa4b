"""Who has a case in hand (经办): taken over by oneself, or given to a colleague."""

from collections.abc import Iterator, Set

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.assign import assign
from forwarding.forms.bulk import AssignmentForm
from forwarding.forms.staff_acts import ActForm
from forwarding.lifecycle import ENDED
from forwarding.queries.case import Case
from forwarding.queries.workload import HANDLERS
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import say_of
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Act, Bound, fresh, offer_further, wanted
from portal.accounts.queries import account, staff_of
from portal.kernel.actor import Actor
from portal.web.access import current_actor, may, requires
from portal.web.db import session

say_of(
    {"complaint.assign": _l("确定经办人"), "complaint.unassign": _l("取消经办人")},
    {"complaint.assign": lambda _case, facts: str(facts.get("officer") or "")},
)


@offer_further
def _offered(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if case.state in ENDED or not may(actor, "complaints.take"):
        return
    has_it = _in_hand(case.complaint.assigned_to)
    title = _("经办人：%(name)s", name=has_it or _("未分配"))
    if not (wanted("assignment", bound) or "taking" in bound):
        yield Act("assignment", title)
        return
    version = str(case.complaint.version)
    taking = bound.get("taking") or fresh(ActForm, "taking", version=version)
    giving = bound.get("assignment") or fresh(AssignmentForm, "assignment", version=version)
    giving.officer.choices = colleagues({case.complaint.unit_code})
    about = {
        "giving": giving if may(actor, "complaints.assign") else None,
        "to": url_for(".assignment", number=case.number),
        "mine": case.complaint.assigned_to == actor.account_id,
    }
    yield Act("assignment", title, taking, url_for(".taking", number=case.number), about)


@blueprint.post("/complaints/<number>/taking")
@requires("complaints.take")
def taking(number: str) -> Response | Answer:
    """Take a case into one's own hands."""
    complaint, form = complaint_or_404(number), ActForm(prefix="taking")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            assign(session(), complaint, current_actor().account_id, **act)
            return done(number, _("本件已由您经办。"))
    return render_case(number, taking=form)


@blueprint.post("/complaints/<number>/assignment")
@requires("complaints.assign")
def assignment(number: str) -> Response | Answer:
    """Put a case into a colleague's hands."""
    complaint, form = complaint_or_404(number), AssignmentForm(prefix="assignment")
    form.officer.choices = colleagues({complaint.unit_code})
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            assign(session(), complaint, form.officer.data, **act)
            return done(number, _("已确定经办人。"))
    return render_case(number, assignment=form)


def colleagues(unit_codes: Set[str]) -> list[tuple[int, str]]:
    """Return id and name of who may be given complaints of some units: theirs, and one's own."""
    own = current_actor().unit_code
    codes = {*unit_codes, own} if own else unit_codes
    return [(each.id, each.name) for each in staff_of(session(), codes, HANDLERS)]


def _in_hand(account_id: int | None) -> str:
    """Return who has a case in hand; whoever is off has nothing in hand any more."""
    found = account(session(), account_id) if account_id else None
    return found.name if found and found.active else ""
