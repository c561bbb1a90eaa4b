"""What an institution does with its time limit: extend, exclude, restart, agree (Art. 18, 21)."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands import time_limits as commands
from forwarding.forms import time_limits as forms
from forwarding.forms.staff_acts import ActForm
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding
from forwarding.queries.inbox import DeskCase
from forwarding.queries.time_limits import act_of
from forwarding.rules.time_limits import approval_needed, next_tier
from forwarding.views.institution.acts import Answered, acting, done
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.case import render_case
from forwarding.views.institution.history import say_of
from forwarding.views.limits import LimitView, limit_view
from forwarding.views.sections import DESK, DESK_ACTS
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form

_ADDRESS = f"/forwardings/<{ID}:forwarding_id>"
Command = Callable[..., Any]


def _act(row: Forwarding, name: str, form: Any, command: Command, said: str) -> Answered:
    """Do an act whose form states what its command takes."""
    if form.validate_on_submit():
        with acting(form, row) as act:
            command(session(), row, **form.stated(), **act)
        if not form.errors:
            return done(row, said)
    return render_case(row, **{name: form})


@blueprint.post(f"{_ADDRESS}/extension")
@requires("forwardings.handle")
def extension(forwarding_id: int) -> Answered:
    """Extend the time limit to its next tier (Art. 18)."""
    row, form = forwarding_or_404(forwarding_id), forms.ExtendForm(prefix="extend")
    return _act(row, "extend", form, commands.extend, _("已延长办理期限。"))


@blueprint.post(f"{_ADDRESS}/exclusions")
@requires("forwardings.handle")
def exclusions(forwarding_id: int) -> Answered:
    """Exclude the time of an appraisal, testing or assessment (Art. 18)."""
    row, form = forwarding_or_404(forwarding_id), forms.ExcludeForm(prefix="exclude")
    return _act(row, "exclude", form, commands.exclude, _("已登记扣除期间。"))


@blueprint.post(f"{_ADDRESS}/exclusions/<{ID}:act_id>/end")
@requires("forwardings.handle")
def exclusion_end(forwarding_id: int, act_id: int) -> Answered:
    """End an excluded period; the limit goes on the day after (Art. 18)."""
    row, form = forwarding_or_404(forwarding_id), forms.EndExclusionForm(prefix=f"end-{act_id}")
    if form.validate_on_submit():
        with acting(form, row) as act:
            period = act_of(session(), row, act_id) or abort(404)
            ended_on = form.ended_on.data
            commands.end_exclusion(session(), row, period, ended_on=ended_on, **act)
        if not form.errors:
            return done(row, _("扣除期间已结束，办理期限继续计算。"))
    return render_case(row, **{f"end-{act_id}": form})


@blueprint.post(f"{_ADDRESS}/restart")
@requires("forwardings.handle")
def restart(forwarding_id: int) -> Answered:
    """Count anew from new facts (Art. 18)."""
    row, form = forwarding_or_404(forwarding_id), forms.RestartForm(prefix="restart")
    return _act(row, "restart", form, commands.restart, _("已从收到新材料之日起重新计算。"))


@blueprint.post(f"{_ADDRESS}/agreement")
@requires("forwardings.handle")
def agreement(forwarding_id: int) -> Answered:
    """Note a date agreed with the complainant (Art. 21)."""
    row, form = forwarding_or_404(forwarding_id), forms.AgreeForm(prefix="agree")
    return _act(row, "agree", form, commands.agree, _("已登记约定的日期，以约定为准。"))


def _account(case: DeskCase, bound: Mapping[str, Form]) -> LimitView | None:
    view = limit_view(case.row)
    return view if view.shown else None


def _offered(case: DeskCase, bound: Mapping[str, Form]) -> dict[str, Any] | None:
    """Return the forms for what can still move the limit; None when nothing can."""
    row, view = case.row, limit_view(case.row)
    if row.state not in OPEN_FORWARDING_STATES:
        return None
    tier = None if view.limit.agreed else next_tier(view.limit.tier)
    running = [act for act in view.acts if act.kind == "exclusion" and act.ended_on is None]
    own = [act for act in running if act.mediation_id is None]
    return {
        "view": view,
        "next_tier": tier,
        "approval": tier is not None and approval_needed(tier),
        "extend": bound.get("extend") or _fresh(forms.ExtendForm, "extend", row, tier=tier),
        "exclude": bound.get("exclude") or _fresh(forms.ExcludeForm, "exclude", row),
        "restart": bound.get("restart") or _fresh(forms.RestartForm, "restart", row),
        "agree": bound.get("agree") or _fresh(forms.AgreeForm, "agree", row),
        "running": [(act, _ending(act.id, row, bound)) for act in own],
        "opened": next(iter(bound), ""),
    }


def _ending(act_id: int, row: Forwarding, bound: Mapping[str, Form]) -> Form:
    name = f"end-{act_id}"
    return bound.get(name) or _fresh(forms.EndExclusionForm, name, row)


def _fresh(form: type[ActForm], prefix: str, row: Forwarding, **data: Any) -> ActForm:
    return form(formdata=None, prefix=prefix, data={"version": row.version, **data})


DESK.add("forwarding/limits/section.html", _account, order=20)
DESK_ACTS.add("forwarding/limits/desk_acts.html", _offered, order=20)
say_of(
    {
        "forwarding.extend": _l("延长办理期限"),
        "forwarding.recount": _l("重新计算机构的办理期限"),
        "forwarding.exclude": _l("扣除期间"),
        "forwarding.end_exclusion": _l("扣除期间结束"),
        "forwarding.restart": _l("重新计算期限"),
        "forwarding.agree": _l("登记约定日期"),
    }
)
