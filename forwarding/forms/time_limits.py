"""Forms of what moves an institution's time limit, and of not proceeding (Art. 18, 21)."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.commands.not_proceed import Refusal
from forwarding.commands.time_limits import Approval
from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from forwarding.vocabulary import time_limits as codes
from portal.web.forms import Choice, Day, Hidden, Prose, Radio, StrippedString, Tick

_MEANS = offered(vocabulary.TELLING_MEANS)


def _told_on(*, required: bool, hint: Any = None) -> Day:
    return Day(_l("告知投诉人的日期"), hint=hint, article="18", required=required)


def _told_means(*, required: bool) -> Choice:
    return Choice(_l("告知方式"), choices=_MEANS, article="21", required=required)


class ExtendForm(ActForm):
    """To extend a time limit to the tier named; the second extension needs approval."""

    tier = Hidden(required=True)
    reason = Prose(
        _l("延长的理由"),
        hint=_l("为什么在原期限内不能作出处理决定"),
        article="18",
        maximum=2000,
        rows=3,
        required=True,
    )
    level = Radio(
        _l("批准层级"), choices=offered(codes.APPROVER_LEVELS), article="18", required=False
    )
    approver = StrippedString(_l("批准人"), maximum=100, width=20)
    approved_on = Day(_l("批准日期"))
    told_on = _told_on(required=False)
    told_means = _told_means(required=False)

    def stated(self) -> dict[str, Any]:
        """Return what the command to extend takes."""
        approval = Approval(
            level=self.level.data or None,
            approver=self.approver.data or None,
            approved_on=self.approved_on.data,
            told_on=self.told_on.data,
            told_means=self.told_means.data or None,
        )
        return {"tier": self.tier.data, "reason": self.reason.data, "approval": approval}


class ExcludeForm(ActForm):
    """To exclude the time of an appraisal, testing or assessment."""

    ground = Radio(
        _l("扣除的事由"),
        choices=offered(codes.EXPERT_GROUNDS),
        article="18",
        required=True,
        inline=True,
    )
    began_on = Day(_l("开始日期"), hint=_l("从这一日起不计入期限"), required=True)
    ended_on = Day(_l("结束日期"), hint=_l("这一日也不计入；还在进行的请留空，期限暂停"))
    reason = Prose(_l("说明"), hint=_l("由谁进行、针对什么"), maximum=2000, rows=3, required=True)
    told_on = _told_on(required=True, hint=_l("没有告知投诉人的不能扣除"))
    told_means = _told_means(required=True)

    def stated(self) -> dict[str, Any]:
        """Return what the command to exclude takes."""
        names = ("ground", "began_on", "ended_on", "reason", "told_on", "told_means")
        return {name: self[name].data for name in names}


class EndExclusionForm(ActForm):
    """To end a period that still runs."""

    ended_on = Day(_l("结束日期"), hint=_l("这一日也不计入，从次日起继续计算"), required=True)

    def stated(self) -> dict[str, Any]:
        """Return what the command to end takes."""
        return {"ended_on": self.ended_on.data}


class StrikeForm(ActForm):
    """To strike out what was wrongly entered."""

    reason = Prose(
        _l("撤销的理由"),
        hint=_l("哪里登记错了；原登记和理由都会保留"),
        article="18",
        maximum=2000,
        rows=2,
        required=True,
    )

    def stated(self) -> dict[str, Any]:
        """Return what the command to strike out takes."""
        return {"reason": str(self.reason.data)}


class RestartForm(ActForm):
    """To count anew from new facts."""

    began_on = Day(_l("收到新材料的日期"), article="18", required=True)
    reason = Prose(_l("新的事实和理由"), maximum=2000, rows=3, required=True)
    new_facts = Tick(_l("确属新的事实和理由，不是对同一事项的重复投诉"), required=True)

    def stated(self) -> dict[str, Any]:
        """Return what the command to restart takes."""
        known = {"began_on": self.began_on.data, "reason": self.reason.data}
        return known | {"new_facts": bool(self.new_facts.data)}


class AgreeForm(ActForm):
    """To note a date agreed with the complainant."""

    agreed_on = Day(_l("约定在哪一日前办结"), article="21", required=True)
    made_on = Day(_l("何时约定的"), required=True)
    means = Choice(_l("怎样约定的"), choices=_MEANS, hint=_l("请保存凭证"), required=True)
    reason = Prose(_l("约定的内容"), maximum=2000, rows=3, required=True)

    def stated(self) -> dict[str, Any]:
        """Return what the command to agree takes."""
        names = ("agreed_on", "made_on", "means", "reason")
        return {name: self[name].data for name in names}


class NotProceedForm(ActForm):
    """Not to proceed with what somebody filed who is not entitled."""

    reason = Prose(
        _l("为什么提出人无权提出投诉"),
        hint=_l("本人、法定代理人、受托人和继承人都有权提出"),
        article="14",
        maximum=10_000,
        rows=4,
        required=True,
    )
    told_on = _told_on(required=True)
    told_means = _told_means(required=True)
    lateness_reason = Prose(
        _l("逾期原因"), hint=_l("已过办理期限的必须填写"), maximum=2000, rows=2, article="18"
    )

    def stated(self) -> Refusal:
        """Return what the command not to proceed takes."""
        return Refusal(
            reason=str(self.reason.data),
            told_on=self.told_on.data,
            told_means=self.told_means.data,
            lateness_reason=self.lateness_reason.data or None,
        )
