"""The register of other tracks: what was split off or diverted, and what becomes of it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.matters import finish, pass_on
from forwarding.forms.elsewhere import FinishForm, MatterFilters, PassOnForm
from forwarding.ledgers_of_office import MattersWanted
from forwarding.lifecycle import MATTER
from forwarding.models import Matter
from forwarding.queries import elsewhere
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.brief import kept
from forwarding.views.staff.opened import acting
from forwarding.views.staff.page import Answer
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.accounts.queries import unit_names, units
from portal.kernel import audit, clock
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer
from portal.web.messages import label

LIST = "matters"
_UNITS_SECONDS = 60
nav.register("staff", "complaints_staff.matters", _l("其他渠道事项"), 40, "cases")


@blueprint.get("/matters")
@requires("matters.view")
def matters() -> str:
    """List the matters of the officer's territory, the oldest receipt first."""
    filters = MatterFilters()
    filters.unit.choices = kept("units", current_actor(), _UNITS_SECONDS, _units)
    wanted, position = filters.cleaned(), paging.requested(LIST)
    return render_template(
        "forwarding/staff/matters.html",
        page=elsewhere.matters_page(session(), current_actor(), position, **wanted),
        filters=filters,
        wanted=MattersWanted(**wanted),
        **_words(),
    )


def _words() -> dict[str, Any]:
    """Return what stands around the rows of the list."""
    words = {"names": unit_names(session()), "today": clock.today(), "list": LIST}
    return {**words, "colours": STATE_COLOURS, "say": reader()}


def _units() -> list[tuple[str, str]]:
    codes = current_actor().unit_codes
    return [(unit.code, unit.name) for unit in units(session()) if unit.code in codes]


@blueprint.get("/matters/<number>")
@requires("matters.view")
def matter_page(number: str) -> Answer:
    """Show a matter, what was done with it and what can be done now."""
    return _render(matter_or_404(number))


@blueprint.post("/matters/<number>/passing-on")
@requires("matters.handle")
def passing_on(number: str) -> Response | Answer:
    """Pass a matter on to a department or body; the filer is told to which."""
    row, form = matter_or_404(number), PassOnForm(prefix="pass_on")
    if form.validate_on_submit():
        with acting(form, row) as act:
            pass_on(session(), row, to=str(form.passed_to.data), **act)
            return _done(number, _("已转出，并将告知投诉人。"))
    return _render(row, pass_on=form)


@blueprint.post("/matters/<number>/outcome")
@requires("matters.handle")
def outcome(number: str) -> Response | Answer:
    """Note what became of a matter."""
    row, form = matter_or_404(number), FinishForm(prefix="finish")
    if form.validate_on_submit():
        with acting(form, row) as act:
            finish(session(), row, outcome=str(form.outcome.data), **act)
            return _done(number, _("已记录办理结果。"))
    return _render(row, finish=form)


def matter_or_404(number: str) -> Matter:
    """Return a matter in sight; another unit's, or one reserved to supervisors, is 404."""
    found = elsewhere.matter_by_number(session(), current_actor(), number.replace("\x00", ""))
    if found is None:
        abort(404)
    errors.about("matter", found.id)
    return found


def _done(number: str, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".matter_page", number=number), 303)


def _render(row: Matter, **bound: Form) -> Answer:
    session().refresh(row)
    version = str(row.version)
    own = {
        "pass_on": PassOnForm(formdata=None, prefix="pass_on", data={"version": version}),
        "finish": FinishForm(formdata=None, prefix="finish", data={"version": version}),
    }
    lines = audit.history(session(), "matter", row.id)
    return answer(
        "forwarding/staff/matter.html",
        form=next(iter(bound.values()), None),
        forms=own | bound,
        acts=MATTER.legal_acts(row.state),
        row=row,
        unit_name=unit_names(session()).get(row.unit_code, row.unit_code),
        complaint=elsewhere.complaint_number_in_sight(session(), current_actor(), row.complaint_id),
        events=[_event(line) for line in reversed(lines)],
        colours=STATE_COLOURS,
        say=reader(),
    )


def _event(line: audit.AuditEntry) -> dict[str, object]:
    return {
        "title": label(line.act),
        "at": line.at,
        "by": line.actor_name,
        "text": line.facts.get("passed_to"),
        "article": line.article,
    }
