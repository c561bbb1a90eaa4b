"""Keeping the register: add, correct, channels, aliases, close and reopen."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.institutions import commands
from portal.institutions.forms import (
    AliasesForm,
    ChannelsForm,
    ClosureForm,
    NewForm,
    ParticularsForm,
    ReopeningForm,
    VersionedForm,
)
from portal.institutions.models import Institution
from portal.institutions.queries.cards import card
from portal.institutions.queries.lists import aliases
from portal.institutions.rules import in_reach
from portal.institutions.views.staff import blueprint
from portal.institutions.views.staff.register import found
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import errors
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = Response | tuple[str, int]


def _kept(code: str) -> Institution:
    """Return the institution of an address when its reader may also change it, else 404 or 403."""
    row = found(code)
    if not in_reach(row.territory, current_actor().unit_codes):
        abort(403, _("该机构不在本单位辖区内，由主管单位登记和修改。"))
    errors.about("institution", row.id)
    return row


def _act(form: VersionedForm) -> dict[str, Any]:
    """Return what every act on a stored entry is told: the version seen, who and when."""
    return {"version": form.seen, "by": current_actor(), "at": clock.now()}


def _done(row: Institution, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for(".show", code=row.code), 303)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("institutions.edit")
def new() -> Answer:
    """Register an institution."""
    form = NewForm(level="head")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            by, at = current_actor(), clock.now()
            row = commands.add(session(), form.new_code, form.stated(), by=by, at=at)
            return _done(row, _("已登记。请接着填写投诉渠道。"))
    return answer("institutions/staff/particulars.html", form=form, row=None)


@blueprint.route("/<code>/particulars", methods=["GET", "POST"])
@requires("institutions.edit")
def particulars(code: str) -> Answer:
    """Correct what an institution is and where it stands."""
    row = _kept(code)
    parent = card(session(), row.parent_id) if row.parent_id else None
    form = ParticularsForm(obj=row, parent_code=parent.code if parent else "")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            commands.edit(session(), row.id, form.stated(), **_act(form))
            return _done(row, _("已保存。"))
    return answer("institutions/staff/particulars.html", form=form, row=row)


@blueprint.route("/<code>/channels", methods=["GET", "POST"])
@requires("institutions.edit")
def channels(code: str) -> Answer:
    """Set an institution's complaint channels (Art. 8)."""
    row = _kept(code)
    form = ChannelsForm(obj=row)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            commands.set_channels(session(), row.id, form.stated(), **_act(form))
            return _done(row, _("投诉渠道已保存。"))
    return answer("institutions/staff/channels.html", form=form, row=row)


@blueprint.route("/<code>/aliases", methods=["GET", "POST"])
@requires("institutions.edit")
def edit_aliases(code: str) -> Answer:
    """Set the names by which people call an institution."""
    row = _kept(code)
    form = AliasesForm(version=row.version, aliases="\n".join(aliases(session(), row.id)))
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            commands.set_aliases(session(), row.id, form.stated(), **_act(form))
            return _done(row, _("别名已保存。"))
    return answer("institutions/staff/aliases.html", form=form, row=row)


@blueprint.route("/<code>/closure", methods=["GET", "POST"])
@requires("institutions.edit")
def closure(code: str) -> Answer:
    """Close an institution on a day, with the reason."""
    row = _kept(code)
    form = ClosureForm(version=row.version)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            given = {"closed_on": form.closed_on.data, "reason": form.reason.data}
            commands.close(session(), row.id, **given, **_act(form))
            return _done(row, _("已登记终止。"))
    return answer("institutions/staff/closure.html", form=form, row=row)


@blueprint.route("/<code>/reopening", methods=["GET", "POST"])
@requires("institutions.edit")
def reopening(code: str) -> Answer:
    """Take a closed institution up again, with the reason."""
    row = _kept(code)
    form = ReopeningForm(version=row.version)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            commands.reopen(session(), row.id, reason=form.reason.data, **_act(form))
            return _done(row, _("已恢复。"))
    return answer("institutions/staff/closure.html", form=form, row=row)
