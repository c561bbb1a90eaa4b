"""The forms by which an institution reports who answers for complaints (Arts. 25, 35)."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.filings.forms.choices import offered
from portal.filings.forms.requirements import VersionedForm
from portal.filings.rules.persons import Change, Span, faults
from portal.filings.words import PERSON_CHANGES
from portal.kernel import clock
from portal.web.forms import Day, Form, QueryForm, Radio, StrippedString, Tick

_ON = _l("任职的第一日；只报离任的，为离任后的第一日")


class ChangeForm(VersionedForm):
    """A change of one office."""

    kind = Radio(_l("变动种类"), choices=offered(PERSON_CHANGES), required=True, article="35")
    on = Day(_l("生效日"), required=True, hint=_ON)
    reason = StrippedString(_l("变动原因"), maximum=200, width=30, required=True)
    name = StrippedString(_l("姓名"), maximum=40, width=20)
    department = StrippedString(_l("部门"), maximum=60, width=30)
    post = StrippedString(_l("职务"), maximum=40, width=20)
    phone = StrippedString(_l("办公电话"), maximum=25, width=20)
    mobile = StrippedString(_l("手机"), maximum=16, width=20)
    email = StrippedString(_l("电子邮箱"), maximum=120, width=30)

    def change(self, office: str) -> Change:
        """Return what was filled in, as the commands take it."""
        left = self.kind.data == "left"
        people = ("name", "department", "post", "phone", "mobile", "email")
        return Change(
            office=office,
            kind=self.kind.data,
            on=self.on.data,
            reason=self.reason.data or "",
            **{name: "" if left else self[name].data or "" for name in people},
        )

    def fits(self, office: str, latest: Span | None) -> bool:
        """Judge what was filled in against who is in office; faults stand at their fields."""
        found = faults(self.change(office), latest, clock.today())
        for fault in found:
            self[fault.field].errors = [
                *self[fault.field].errors,
                _(fault.reason, **{k: _shown(v) for k, v in fault.facts.items()}),
            ]
        return not found


class PeopleForm(QueryForm):
    """What the list of institutions is narrowed to, and the day it is shown for."""

    find = StrippedString(_l("机构名称或者代码"), maximum=60, width=20)
    on = Day(_l("哪一日"))
    gaps = Tick(_l("只看责任人缺位的机构"))


class RevealForm(Form):
    """Why people are shown in the clear."""

    reason = StrippedString(
        _l("查看理由"), required=True, maximum=200, hint=_l("将记入日志。"), article="22"
    )


class ExportForm(Form):
    """Why a list of people is handed out, and whether in the clear."""

    reason = StrippedString(
        _l("导出理由"), required=True, maximum=200, hint=_l("将记入日志。"), article="22"
    )
    clear = Tick(_l("显示完整的姓名和联系方式"))


def _shown(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
