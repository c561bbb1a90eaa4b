"""Forms of a mediation's record (Art. 23, 24)."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding.commands.mediation import Outcome
from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from forwarding.vocabulary.time_limits import MEDIATION_RESULTS
from portal.web.forms import Amount, Choice, Day, Prose, Radio


class ApplyForm(ActForm):
    """Both sides consented, and an organisation was applied to; the view fills its choices."""

    organisation = Choice(_l("调解组织"), article="39", coerce=int, required=True)
    consented_on = Day(_l("双方同意调解的日期"), article="23", required=True)
    applied_on = Day(_l("申请日期"), required=True)

    def stated(self) -> dict[str, Any]:
        """Return what the command to apply takes."""
        days = {name: self[name].data for name in ("consented_on", "applied_on")}
        return {"organisation_id": self.organisation.data, **days}


class AcceptForm(ActForm):
    """The organisation accepted."""

    accepted_on = Day(
        _l("受理日期"), hint=_l("从这一日起至调解结束，不计入办理期限"), article="23", required=True
    )

    def stated(self) -> dict[str, Any]:
        """Return what the command to accept takes."""
        return {"accepted_on": self.accepted_on.data}


class EndForm(ActForm):
    """How a mediation ended."""

    result = Radio(_l("调解结果"), choices=offered(MEDIATION_RESULTS), article="24", required=True)
    ended_on = Day(_l("结束日期"), required=True)
    amount = Amount(_l("协议金额（元）"), width=10, hint=_l("达成协议的填写"))
    note = Prose(_l("说明"), hint=_l("机构不参加调解的必须写明理由"), maximum=2000, rows=3)

    def stated(self) -> dict[str, Any]:
        """Return what the command to end takes."""
        outcome = Outcome(
            ended_on=self.ended_on.data,
            result=self.result.data,
            amount=self.amount.data,
            note=self.note.data or None,
        )
        return {"outcome": outcome}


class PerformForm(ActForm):
    """The institution performed what was agreed."""

    performed_on = Day(_l("履行日期"), article="24", required=True)

    def stated(self) -> dict[str, Any]:
        """Return what the command to perform takes."""
        return {"performed_on": self.performed_on.data}
