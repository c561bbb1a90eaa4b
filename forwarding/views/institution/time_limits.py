"""What an institution does with its time limit: extend, exclude, restart, agree (Art. 18, 21)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands import time_limits as commands
from forwarding.commands.strike import strike
from forwarding.forms import time_limits as forms
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.queries.inbox import DeskCase
from forwarding.queries.time_limits import act_of
from forwarding.rules.time_limits import approval_needed, next_tier
from forwarding.views.institution.acts import Answered
from forwarding.views.institution.blueprint import ID, blueprint
from forwarding.views.institution.history import say_of
from forwarding.views.institution.stated import answer_act, offered
from forwarding.views.limits import LimitView, limit_view, strikes_offered
from forwarding.views.sections import DESK, DESK_ACTS
from portal.web.access import current_actor, requires
from portal.web.forms import Form

_ADDRESS = f"/forwardings/<{ID}:forwarding_id>"


@blueprint.post(f"{_ADDRESS}/extension")
@requires("forwardings.handle")
def extension(forwarding_id: int) -> Answered:
    """Extend the time limit to its next tier (Art. 18)."""
    form = forms.ExtendForm(prefix="extend")
    return answer_act(forwarding_id, form, commands.extend, _("已延长办理期限。"))


@blueprint.post(f"{_ADDRESS}/exclusions")
@requires("forwardings.handle")
def exclusions(forwarding_id: int) -> Answered:
    """Exclude the time of an appraisal, testing or assessment (Art. 18)."""
    form = forms.ExcludeForm(prefix="exclude")
    return answer_act(forwarding_id, form, commands.exclude, _("已登记扣除期间。"))


@blueprint.post(f"{_ADDRESS}/exclusions/<{ID}:act_id>/end")
@requires("forwardings.handle")
def exclusion_end(forwarding_id: int, act_id: int) -> Answered:
    """End an excluded period; the limit goes on the day after (Art. 18)."""
    form, said = (
        forms.EndExclusionForm(prefix=f"end-{act_id}"),
        _("扣除期间已结束，办理期限继续计算。"),
    )
    return answer_act(forwarding_id, form, commands.end_exclusion, said, (act_of, act_id))


@blueprint.post(f"{_ADDRESS}/restart")
@requires("forwardings.handle")
def restart(forwarding_id: int) -> Answered:
    """Count anew from new facts (Art. 18)."""
    form, said = forms.RestartForm(prefix="restart"), _("已从收到新材料之日起重新计算。")
    return answer_act(forwarding_id, form, commands.restart, said)


@blueprint.post(f"{_ADDRESS}/agreement")
@requires("forwardings.handle")
def agreement(forwarding_id: int) -> Answered:
    """Note a date agreed with the complainant (Art. 21)."""
    form, said = forms.AgreeForm(prefix="agree"), _("已登记约定的日期，以约定为准。")
    return answer_act(forwarding_id, form, commands.agree, said)


@blueprint.post(f"{_ADDRESS}/time-limit-acts/<{ID}:act_id>/strike")
@requires("forwardings.handle")
def limit_strike(forwarding_id: int, act_id: int) -> Answered:
    """Strike out what was wrongly entered; the due date is counted anew (Art. 18)."""
    form, said = forms.StrikeForm(prefix=f"strike-{act_id}"), _("已撤销这项登记，期限已重新计算。")
    return answer_act(forwarding_id, form, strike, said, (act_of, act_id))


def _striking(case: DeskCase, bound: Mapping[str, Form]) -> dict[str, Any] | None:
    """Return the forms to strike out what the reader may; None where there is nothing."""
    forms_of = strikes_offered(case.row, limit_view(case.row), current_actor(), bound)
    return {"acts": forms_of, "opened": next(iter(bound), "")} if forms_of else None


def _account(case: DeskCase, bound: Mapping[str, Form]) -> LimitView | None:
    view = limit_view(case.row)
    return view if view.shown else None


def _offered(case: DeskCase, bound: Mapping[str, Form]) -> dict[str, Any] | None:
    """Return the forms for what can still move the limit; None when nothing can."""
    row, view = case.row, limit_view(case.row)
    if row.state not in OPEN_FORWARDING_STATES:
        return None
    tier = None if view.limit.agreed else next_tier(view.limit.tier)
    running = [act for act in view.counted if act.kind == "exclusion" and act.ended_on is None]
    own = [act for act in running if act.mediation_id is None]
    ending = [(a, offered(forms.EndExclusionForm, f"end-{a.id}", row, bound)) for a in own]
    return {
        "view": view,
        "next_tier": tier,
        "approval": tier is not None and approval_needed(tier),
        "extend": offered(forms.ExtendForm, "extend", row, bound, tier=tier),
        "exclude": offered(forms.ExcludeForm, "exclude", row, bound),
        "restart": offered(forms.RestartForm, "restart", row, bound),
        "agree": offered(forms.AgreeForm, "agree", row, bound),
        "running": ending,
        "opened": next(iter(bound), ""),
    }


DESK.add("forwarding/limits/section.html", _account, order=20)
DESK_ACTS.add("forwarding/limits/desk_acts.html", _offered, order=20)
DESK_ACTS.add("forwarding/limits/strike_acts.html", _striking, order=50)
say_of(
    {
        "forwarding.extend": _l("延长办理期限"),
        "forwarding.recount": _l("重新计算机构的办理期限"),
        "forwarding.exclude": _l("扣除期间"),
        "forwarding.end_exclusion": _l("扣除期间结束"),
        "forwarding.restart": _l("重新计算期限"),
        "forwarding.agree": _l("登记约定日期"),
        "forwarding.strike": _l("撤销期限登记"),
        "forwarding.redo": _l("核查后重新办理，期限重新计算"),
    }
)
