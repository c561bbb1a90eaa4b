"""Forms of what goes elsewhere: a part split off, a case declined or handed over, a matter."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from portal.accounts.queries import units
from portal.kernel.divisions import within
from portal.web.db import session
from portal.web.forms import Checks, Choice, Prose, QueryForm, Radio, StrippedString

_LONG, _SHORT = 10_000, 500


class SplitForm(ActForm):
    """A part of a submission that takes another track, and what institutions read of the rest."""

    track = Radio(_l("转入渠道"), choices=offered(vocabulary.TRACKS), required=True, article="32")
    content = Prose(
        _l("拆出的内容"),
        required=True,
        maximum=_LONG,
        rows=4,
        hint=_l("只有监管人员能看到。举报、廉政的内容不会写进给投诉人的短信或者邮件。"),
    )
    shown_claim = Prose(
        _l("提供给机构的诉求"),
        required=True,
        maximum=_LONG,
        rows=3,
        hint=_l("机构只看到这里的内容，请删去拆出的部分。"),
        article="32",
    )
    shown_facts = Prose(_l("提供给机构的事实和理由"), required=True, maximum=_LONG, rows=5)
    hide_files = Checks(_l("不再提供给机构的材料"), choices=[])

    def part(self) -> dict[str, Any]:
        """Return what the command to split takes."""
        names = ("track", "content", "shown_claim", "shown_facts")
        return {n: str(self[n].data) for n in names} | {"hide_files": self.hide_files.data or []}


class NonAcceptanceForm(ActForm):
    """A proposal not to accept a complaint: a code, the reason, and where to turn instead."""

    code = Radio(
        _l("不予接收的情形"),
        choices=offered(vocabulary.DECLINE_REASONS),
        hints={
            code: _l("其他途径：%(where)s。", where=_l(words))
            for code, words in vocabulary.GO_INSTEAD.items()
        },
        required=True,
    )
    reason = Prose(_l("具体理由"), required=True, maximum=_SHORT, rows=3, hint=_l("将告知投诉人。"))
    instead = Prose(
        _l("其他途径"),
        maximum=_SHORT,
        rows=2,
        hint=_l("不填则按所选情形告知；填写则以填写的内容告知投诉人。"),
    )

    def grounds(self) -> dict[str, Any]:
        """Return what the command to propose takes."""
        return {
            "code": str(self.code.data),
            "reason": str(self.reason.data),
            "instead": self.instead.data or None,
        }


def _every_unit() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in units(session())]


class HandOverForm(ActForm):
    """The unit that is competent, the place of the case, and why it goes there."""

    to_unit = Choice(_l("移交给"), choices=_every_unit, required=True, article="33")
    territory = StrippedString(
        _l("案件所在地"),
        maximum=6,
        width=10,
        hint=_l("六位行政区划代码；不填则为接收单位的辖区，移交总局的不变。"),
    )
    reason = Prose(
        _l("移交理由"), required=True, maximum=_SHORT, rows=2, hint=_l("不要写个人信息。")
    )

    def terms(self, present: str) -> dict[str, str]:
        """Return what the command takes; `present` is where the case lies until now."""
        to_unit = str(self.to_unit.data)
        own = present if to_unit == "000000" or within(present, to_unit) else to_unit
        territory = self.territory.data or own
        return {"to_unit": to_unit, "territory": territory, "reason": str(self.reason.data)}


class AcceptForm(ActForm):
    """Accepting a report; where that closes a late case, with the reason of the lateness."""

    lateness_reason = Prose(
        _l("逾期原因"), maximum=_SHORT, rows=2, hint=_l("本件逾期，办结时须写明原因。")
    )


class PassOnForm(ActForm):
    """To whom a matter is passed on."""

    passed_to = StrippedString(
        _l("转往的部门或者机关"), required=True, maximum=100, hint=_l("将告知投诉人。")
    )


class FinishForm(ActForm):
    """What became of a matter."""

    outcome = Prose(_l("办理结果"), required=True, maximum=2000, rows=3)


class MatterFilters(QueryForm):
    """What the register of other tracks is narrowed to."""

    track = Choice(_l("渠道"), choices=offered(vocabulary.TRACKS))
    state = Choice(_l("状态"), choices=offered(vocabulary.MATTER_STATES))
    unit = Choice(_l("监管单位"), choices=[])
