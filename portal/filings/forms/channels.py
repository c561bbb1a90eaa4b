"""The forms about published channels: what a look found, and what a list is narrowed to."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.filings.commands.channels import Finding
from portal.filings.forms.choices import offered
from portal.filings.rules.channels import POINTS
from portal.filings.words import CHANNEL_STATES, TO_LOOK_AGAIN
from portal.institutions.words import TYPES
from portal.web.forms import Choice, Day, Form, Prose, QueryForm, Radio, StrippedString

_FOUND = [("met", _l("已做到")), ("not_met", _l("未做到")), ("skipped", _l("本次未查"))]
_STATES = {**CHANNEL_STATES, "to_look_again": TO_LOOK_AGAIN}
_EVIDENCE: dict[str, Any] = {
    "maximum": 1000,
    "rows": 2,
    "hint": _l("在哪里查看的，缺少什么；未做到的必填，机构可以看到"),
}


def _found(label: Any) -> Radio:
    return Radio(label, choices=_FOUND, inline=True, default="skipped", required=True, article="8")


class LookForm(Form):
    """What was found at each point on the day of a look; a point may be left out."""

    looked_at_on = Day(_l("检查日期"), required=True)
    published = _found(_l("是否公布投诉电话、通讯地址、处理流程等"))
    published_evidence = Prose(_l("查看的情况"), **_EVIDENCE)
    internet_published = _found(_l("是否公布受理投诉的电子邮箱和网址"))
    internet_published_evidence = Prose(_l("查看的情况"), **_EVIDENCE)
    in_contracts = _found(_l("产品和服务合同是否载明投诉渠道"))
    in_contracts_evidence = Prose(_l("查看的情况"), **_EVIDENCE)

    def __init__(self, due: Collection[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for point in POINTS:
            if point not in due:
                del self[point], self[f"{point}_evidence"]

    def findings(self) -> list[Finding]:
        """Return what was filled in, as the command takes it."""
        return [
            Finding(point, self[point].data == "met", self[f"{point}_evidence"].data or "")
            for point in POINTS
            if point in self and self[point].data != "skipped"
        ]


class MendedForm(Form):
    """How an institution mended what was not met."""

    note = Prose(
        _l("怎样整改的"),
        maximum=1000,
        rows=2,
        required=True,
        hint=_l("在哪里可以查看，如网址、营业场所"),
    )


class ChannelsFilter(QueryForm):
    """What the list of institutions is narrowed to."""

    find = StrippedString(_l("机构名称或者代码"), maximum=60)
    state = Choice(_l("公布情况"), choices=offered(_STATES))
    type = Choice(_l("类型"), choices=list(TYPES.items()))
    territory = Choice(_l("辖区"), choices=[])
