"""Who has how much in hand, and a colleague's work handed on to another (Art. 30)."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug import Response

from forwarding.commands.assign import hand_work_on
from forwarding.forms.workload import HandOnForm
from forwarding.queries.workload import Workload, workloads
from forwarding.views.staff.blueprint import blueprint
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import nav
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answered = Response | tuple[str, int]
nav.register("staff", "complaints_staff.assignments", _l("经办分工"), 30, "work")


@blueprint.get("/assignments")
@requires("assignments.manage")
def assignments() -> Answered:
    """List the officers with what each has open, due today and overdue."""
    loads = _loads()
    return _page(_offering(HandOnForm(formdata=None), loads), loads)


@blueprint.post("/assignments")
@requires("assignments.manage")
def work_handed_on() -> Answered:
    """Put all open work of one officer into another's hands."""
    loads = _loads()
    form = _offering(HandOnForm(), loads)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            given = {"by": current_actor(), "at": clock.now()}
            moved = hand_work_on(session(), form.officer.data, form.to.data, **given)
        if not form.errors:
            words = ngettext("已交给他人 %(num)s 件。", "已交给他人 %(num)s 件。", len(moved))
            flash(words, "success")
            return redirect(url_for(".assignments"), 303)
    return _page(form, loads)


def _loads() -> list[Workload]:
    return workloads(session(), current_actor(), clock.today())


def _offering(form: HandOnForm, loads: list[Workload]) -> HandOnForm:
    officers = [load.officer for load in loads if load.officer]
    held = {load.officer.id: load.open for load in loads if load.officer}
    form.officer.choices = [
        (each.id, _("%(name)s（%(n)s件）", name=each.name, n=held[each.id]))
        for each in officers
        if held[each.id]
    ]
    form.to.choices = [(each.id, each.name) for each in officers if each.active]
    return form


def _page(form: HandOnForm, loads: list[Workload]) -> tuple[str, int]:
    return answer("forwarding/staff/assignments.html", form=form, loads=loads)
