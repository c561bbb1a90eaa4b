"""The register of mediation organisations, as staff see and keep it (Art. 39)."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from portal.institutions import commands
from portal.institutions.commands.mediators import SUBJECT
from portal.institutions.mediator_forms import MediatorForm, NewMediatorForm
from portal.institutions.queries.mediators import Mediator, mediator, mediators
from portal.institutions.rules import in_reach
from portal.institutions.views.staff import blueprint
from portal.institutions.words import SECTORS
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import errors, nav
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

Answer = Response | tuple[str, int]
_LIST = "institutions_staff.mediation_organisations"
nav.register("staff", _LIST, _l("调解组织"), 62, "administration")
_ADDRESS = "/mediators/<int(max=2147483647):organisation_id>"


@blueprint.get("/mediators")
@requires("institutions.view")
def mediation_organisations() -> str:
    """List all organisations, those that work no more among them."""
    return render_template(
        "institutions/staff/mediators.html",
        rows=mediators(session()),
        sectors=SECTORS,
        today=clock.today(),
        within=_within_reach,
    )


def _within_reach(row: Mediator) -> bool:
    return in_reach(row.territory, current_actor().unit_codes)


@blueprint.route("/mediators/new", methods=["GET", "POST"])
@requires("institutions.edit")
def new_mediator() -> Answer:
    """Enter an organisation."""
    form = NewMediatorForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            act = {"by": current_actor(), "at": clock.now()}
            commands.add_mediator(session(), form.stated(), **act)
            return _done(_("已登记。"))
    return answer("institutions/staff/mediator.html", form=form, row=None)


@blueprint.route(_ADDRESS, methods=["GET", "POST"])
@requires("institutions.edit")
def correct_mediator(organisation_id: int) -> Answer:
    """Correct an organisation, or note that it works no more."""
    row = _kept(organisation_id)
    form = MediatorForm(obj=row)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            act = {"version": form.seen, "by": current_actor(), "at": clock.now()}
            commands.edit_mediator(session(), row.id, form.stated(), **act)
            return _done(_("已保存。"))
    return answer("institutions/staff/mediator.html", form=form, row=row)


def _kept(organisation_id: int) -> Mediator:
    row = mediator(session(), organisation_id) or abort(404)
    if not _within_reach(row):
        abort(403, _("该调解组织不在本单位辖区内，由主管单位登记和修改。"))
    errors.about(SUBJECT, row.id)
    return row


def _done(sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for(".mediation_organisations"), 303)
