"""Not proceeding with what somebody filed who is not entitled to (Art. 18)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands.not_proceed import not_proceed
from forwarding.forms.time_limits import NotProceedForm
from forwarding.lifecycle import FORWARDING
from forwarding.queries.inbox import DeskCase
from forwarding.rules import handled_late
from forwarding.rules.time_limits import may_be_not_entitled
from forwarding.views.institution.acts import Answered, acting, done
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.case import render_case
from forwarding.views.institution.history import say_of
from forwarding.views.sections import DESK_ACTS
from portal.kernel import clock
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/non-proceeding")
@requires("forwardings.handle")
def non_proceeding(forwarding_id: int) -> Answered:
    """Decline to proceed; an officer looks at it like at a report (Art. 18)."""
    row, form = forwarding_or_404(forwarding_id), NotProceedForm(prefix="refusal")
    if form.validate_on_submit():
        with acting(form, row) as act:
            not_proceed(session(), row, form.stated(), **act)
        if not form.errors:
            return done(row, _("已提交不予办理，等待监管部门审核。"))
    return render_case(row, refusal=form)


def _offered(case: DeskCase, bound: Mapping[str, Form]) -> dict[str, Any] | None:
    row = case.row
    entitled = not may_be_not_entitled(case.complaint.filer_kind)
    if "not_proceed" not in FORWARDING.legal_acts(row.state) or entitled:
        return None
    empty = NotProceedForm(formdata=None, prefix="refusal", data={"version": row.version})
    return {
        "form": bound.get("refusal") or empty,
        "late": handled_late(row.due_on, row.paused_on, clock.today()),
        "opened": "refusal" in bound,
    }


DESK_ACTS.add("forwarding/limits/not_proceeding.html", _offered, order=60)
say_of({"forwarding.not_proceed": _l("不予办理")})
