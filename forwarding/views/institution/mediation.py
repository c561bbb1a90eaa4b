"""An institution's record of a mediation: application, acceptance, end, performance (Art. 23)."""

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands import mediation as commands
from forwarding.forms import mediation as forms
from forwarding.forms.staff_acts import ActForm
from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Forwarding, Mediation
from forwarding.queries.inbox import DeskCase
from forwarding.queries.mediations import mediation_of, mediations_of
from forwarding.views.institution.acts import Answered, acting, done
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.case import render_case
from forwarding.views.institution.history import say_of
from forwarding.views.sections import DESK_ACTS
from portal.institutions.queries import mediators
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form

_ADDRESS = f"/forwardings/<{ID}:forwarding_id>/mediations"
_ONE = f"{_ADDRESS}/<{ID}:mediation_id>"
_FORMS: dict[str, type[ActForm]] = {
    "mediate": forms.ApplyForm,
    "accepted": forms.AcceptForm,
    "ended": forms.EndForm,
    "performed": forms.PerformForm,
}


@blueprint.post(_ADDRESS)
@requires("forwardings.handle")
def mediation(forwarding_id: int) -> Answered:
    """Note that both sides consented and applied to an organisation."""
    row, form = forwarding_or_404(forwarding_id), _choosing(forms.ApplyForm(prefix="mediate"))
    if form.validate_on_submit():
        with acting(form, row) as act:
            commands.apply(session(), row, **form.stated(), **act)
        if not form.errors:
            return done(row, _("已登记调解申请。"))
    return render_case(row, mediate=form)


@blueprint.post(f"{_ONE}/acceptance")
@requires("forwardings.handle")
def mediation_acceptance(forwarding_id: int, mediation_id: int) -> Answered:
    """Note that the organisation accepted; the time limit pauses."""
    row, form = forwarding_or_404(forwarding_id), forms.AcceptForm(prefix="accepted")
    if form.validate_on_submit():
        with acting(form, row) as act:
            day = form.accepted_on.data
            commands.accept(session(), row, _mine(row, mediation_id), accepted_on=day, **act)
        if not form.errors:
            return done(row, _("已登记受理，调解期间不计入办理期限。"))
    return render_case(row, accepted=form)


@blueprint.post(f"{_ONE}/end")
@requires("forwardings.handle")
def mediation_end(forwarding_id: int, mediation_id: int) -> Answered:
    """Note how the mediation ended; the time limit goes on."""
    row, form = forwarding_or_404(forwarding_id), forms.EndForm(prefix="ended")
    if form.validate_on_submit():
        with acting(form, row) as act:
            commands.end(session(), row, _mine(row, mediation_id), form.stated(), **act)
        if not form.errors:
            return done(row, _("已登记调解结束。"))
    return render_case(row, ended=form)


@blueprint.post(f"{_ONE}/performance")
@requires("forwardings.handle")
def mediation_performance(forwarding_id: int, mediation_id: int) -> Answered:
    """Note when the institution performed what was agreed."""
    row, form = forwarding_or_404(forwarding_id), forms.PerformForm(prefix="performed")
    if form.validate_on_submit():
        with acting(form, row) as act:
            day = form.performed_on.data
            commands.perform(session(), row, _mine(row, mediation_id), performed_on=day, **act)
        if not form.errors:
            return done(row, _("已登记履行日期。"))
    return render_case(row, performed=form)


def _mine(row: Forwarding, mediation_id: int) -> Mediation:
    return mediation_of(session(), row, mediation_id) or abort(404)


def _choosing(form: forms.ApplyForm) -> forms.ApplyForm:
    form.organisation.choices = [(one.id, one.name) for one in mediators(session())]
    return form


def _offered(case: DeskCase, bound: Mapping[str, Form]) -> dict[str, Any] | None:
    """Return the forms for the newest mediation, or for a first one."""
    row = case.row
    if row.state in LIVE_NOT:
        return None
    held = mediations_of(session(), row)
    last = held[-1] if held else None
    offered = {name: bound.get(name) or _fresh(form, name, row) for name, form in _FORMS.items()}
    _choosing(offered["mediate"])
    return {
        **offered,
        "last": last,
        "none": not offered["mediate"].organisation.choices,
        "opened": next(iter(bound), ""),
    }


def _fresh(form: type[ActForm], prefix: str, row: Forwarding) -> Any:
    return form(formdata=None, prefix=prefix, data={"version": row.version})


DESK_ACTS.add("forwarding/limits/mediation_acts.html", _offered, order=40)
say_of(
    {
        "mediation.apply": _l("申请调解"),
        "mediation.accept": _l("调解组织受理"),
        "mediation.end": _l("调解结束"),
        "mediation.perform": _l("调解协议已履行"),
    }
)
