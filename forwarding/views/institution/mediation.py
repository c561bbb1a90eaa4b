"""An institution's record of a mediation: application, acceptance, end, performance (Art. 23)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands import mediation as commands
from forwarding.forms import mediation as forms
from forwarding.lifecycle import LIVE_NOT
from forwarding.queries.inbox import DeskCase
from forwarding.queries.mediations import mediation_of, mediations_of
from forwarding.views.institution.acts import Answered
from forwarding.views.institution.blueprint import ID, blueprint
from forwarding.views.institution.history import say_of
from forwarding.views.institution.stated import answer_act, offered
from forwarding.views.sections import DESK_ACTS
from portal.institutions.queries import mediators
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form

_ADDRESS = f"/forwardings/<{ID}:forwarding_id>/mediations"
_ONE = f"{_ADDRESS}/<{ID}:mediation_id>"


@blueprint.post(_ADDRESS)
@requires("forwardings.handle")
def mediation(forwarding_id: int) -> Answered:
    """Note that both sides consented and applied to an organisation."""
    form = _choosing(forms.ApplyForm(prefix="mediate"))
    return answer_act(forwarding_id, form, commands.apply, _("已登记调解申请。"))


@blueprint.post(f"{_ONE}/acceptance")
@requires("forwardings.handle")
def mediation_acceptance(forwarding_id: int, mediation_id: int) -> Answered:
    """Note that the organisation accepted; the time limit pauses."""
    form, said = forms.AcceptForm(prefix="accepted"), _("已登记受理，调解期间不计入办理期限。")
    return answer_act(forwarding_id, form, commands.accept, said, (mediation_of, mediation_id))


@blueprint.post(f"{_ONE}/end")
@requires("forwardings.handle")
def mediation_end(forwarding_id: int, mediation_id: int) -> Answered:
    """Note how the mediation ended; the time limit goes on."""
    form, said = forms.EndForm(prefix="ended"), _("已登记调解结束。")
    return answer_act(forwarding_id, form, commands.end, said, (mediation_of, mediation_id))


@blueprint.post(f"{_ONE}/performance")
@requires("forwardings.handle")
def mediation_performance(forwarding_id: int, mediation_id: int) -> Answered:
    """Note when the institution performed what was agreed."""
    form, said = forms.PerformForm(prefix="performed"), _("已登记履行日期。")
    return answer_act(forwarding_id, form, commands.perform, said, (mediation_of, mediation_id))


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
    applying = _choosing(offered(forms.ApplyForm, "mediate", row, bound))
    return {
        "mediate": applying,
        "accepted": offered(forms.AcceptForm, "accepted", row, bound),
        "ended": offered(forms.EndForm, "ended", row, bound),
        "performed": offered(forms.PerformForm, "performed", row, bound),
        "last": last,
        "none": not applying.organisation.choices,
        "opened": next(iter(bound), ""),
    }


DESK_ACTS.add("forwarding/limits/mediation_acts.html", _offered, order=40)
say_of(
    {
        "mediation.apply": _l("申请调解"),
        "mediation.accept": _l("调解组织受理"),
        "mediation.end": _l("调解结束"),
        "mediation.perform": _l("调解协议已履行"),
    }
)
