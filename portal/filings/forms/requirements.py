"""The forms by which officers require, exempt and end (Arts. 35, 36)."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.filings.commands.requirements import Terms
from portal.filings.forms.choices import offered
from portal.filings.rules.policies import policies_at
from portal.filings.words import DAY_KINDS, DUTY_STATES, FREQUENCIES, KINDS
from portal.institutions.queries import by_codes
from portal.institutions.words import TYPES
from portal.kernel import divisions
from portal.kernel.law import Breach
from portal.web.db import session
from portal.web.forms import (
    Checks,
    Choice,
    Day,
    Form,
    Hidden,
    Prose,
    QueryForm,
    Radio,
    StrippedString,
    Tick,
    Whole,
)

FORMS = {
    "data_return": "complaint_data",
    "handling_report": "handling_report",
    "metrics": "metrics",
}
"""The form of the portal's that each kind of return is filled into."""
_SPLIT = re.compile(r"[\s,;，；、]+")
ARTICLES = {
    "policy": "25",
    "persons": "35",
    "data_return": "36",
    "handling_report": "36",
    "metrics": "37",
    "disclosure": "26",
    "other": "35",
}


class VersionedForm(Form):
    """A form about a stored row; `version` is what its reader saw."""

    version = Hidden()

    @property
    def seen(self) -> int:
        """The version shown; 0, which no row has, when it was not sent."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class RequirementForm(VersionedForm):
    """What is due from whom and when."""

    STORED = (
        "version",
        "title",
        "kind",
        "note",
        "types",
        "frequency",
        "days_after",
        "day_kind",
        "due_on",
        "valid_from",
        "valid_until",
    )
    institution_ids: tuple[int, ...] = ()

    title = StrippedString(_l("名称"), required=True, maximum=80, width=30)
    kind = Choice(_l("报送内容"), choices=offered(KINDS), required=True, article="35")
    policies = Checks(
        _l("哪些制度"),
        choices=[(policy.code, _l(policy.name)) for policy in policies_at(date.max).values()],
        hint=_l("报送内容为“制度”的勾选，每项制度各立一条要求"),
    )
    bancassurance = Tick(_l("投诉数据用银行代理保险业务季报的表样"))
    note = Prose(_l("填报说明"), maximum=2000, rows=3)
    types = Checks(_l("机构类型"), choices=list(TYPES.items()), hint=_l("不选即为全部类型"))
    level = Radio(
        _l("机构层级"),
        choices=lambda: [
            ("head", _l("法人机构")),
            ("branch", _l("分支机构")),
            ("both", _l("全部")),
        ],
        required=True,
        inline=True,
        default="head",
    )
    categories = StrippedString(
        _l("机构类别"), maximum=200, width=30, hint=_l("多个用分号隔开；不填即为全部类别")
    )
    territories = StrippedString(
        _l("辖区代码"),
        maximum=200,
        width=30,
        hint=_l("六位行政区划代码，多个用分号隔开；不填即为本单位全部辖区"),
    )
    institutions = StrippedString(
        _l("指定机构"),
        maximum=2000,
        width=30,
        hint=_l("机构代码，多个用分号隔开；不论上面怎样选都要报送"),
    )
    frequency = Radio(_l("频率"), choices=offered(FREQUENCIES), required=True, inline=True)
    days_of_year = StrippedString(
        _l("每年的截止日"),
        maximum=60,
        width=20,
        hint=_l("月-日，多个用分号隔开，如半年报 01-30；07-30"),
    )
    days_after = Whole(
        _l("期末或者变动后的天数"),
        minimum=1,
        maximum=366,
        width=3,
        hint=_l("与截止日二选一；含最后一日"),
    )
    day_kind = Radio(
        _l("天数按"), choices=offered(DAY_KINDS), inline=True, default="natural", required=True
    )
    due_on = Day(_l("截止日"), hint=_l("只报送一次的填写"))
    valid_from = Day(_l("开始执行日"), required=True)
    valid_until = Day(_l("停止执行日"))
    remind_before = StrippedString(
        _l("到期前提醒"),
        maximum=40,
        width=10,
        default="10；3；0",
        hint=_l("提前的天数，多个用分号隔开"),
    )
    remind_after = StrippedString(_l("逾期后提醒"), maximum=40, width=10, default="1；7")

    def validate_territories(self, field: Any) -> None:
        """Refuse a place that does not exist."""
        if wrong := [code for code in split(field.data) if not _place(code)]:
            raise ValidationError(_("没有行政区划代码%(codes)s。", codes="、".join(wrong)))

    def validate_institutions(self, field: Any) -> None:
        """Refuse an institution that is not on the register."""
        codes = [code.upper() for code in split(field.data)]
        known = by_codes(session(), codes)
        if wrong := [code for code in codes if code not in known]:
            raise ValidationError(_("名录里没有机构代码%(codes)s。", codes="、".join(wrong)))
        self.institution_ids = tuple(known[code].id for code in dict.fromkeys(codes))

    def validate_remind_before(self, field: Any) -> None:
        """Refuse what is no list of days."""
        _days(field.data)

    def validate_remind_after(self, field: Any) -> None:
        """Refuse what is no list of days."""
        _days(field.data)

    def every(self) -> list[Terms]:
        """Return the terms of each requirement that was asked for: one for each policy.

        Raises Breach("no_policy_chosen").
        """
        terms, chosen = self.terms(), tuple(self.policies.data or ())
        if terms.kind in FORMS:
            if terms.frequency in ("once", "on_change"):
                raise Breach("return_needs_period", "36")
            other = terms.kind == "data_return" and self.bancassurance.data
            return [replace(terms, subject="bancassurance" if other else FORMS[terms.kind])]
        if terms.kind != "policy":
            return [terms]
        if not chosen:
            raise Breach("no_policy_chosen", "25")
        names = {code: policy.name for code, policy in policies_at(date.max).items()}
        title = {code: f"{terms.title}：{names[code]}" for code in chosen}
        return [
            replace(
                terms, subject=code, title=title[code], article=policies_at(date.max)[code].article
            )
            for code in chosen
        ]

    def terms(self) -> Terms:
        """Return what was filled in, as the commands take it."""
        level = self.level.data
        return Terms(
            kind=self.kind.data,
            title=self.title.data,
            article=ARTICLES[self.kind.data],
            frequency=self.frequency.data,
            valid_from=self.valid_from.data,
            note=self.note.data or "",
            types=tuple(self.types.data or ()),
            categories=tuple(split(self.categories.data)),
            territories=tuple(split(self.territories.data)),
            institution_ids=self.institution_ids,
            level="" if level == "both" else level,
            days_of_year=tuple(split(self.days_of_year.data)),
            days_after=self.days_after.data,
            day_kind=self.day_kind.data,
            due_on=self.due_on.data,
            valid_until=self.valid_until.data,
            remind_before=_days(self.remind_before.data),
            remind_after=_days(self.remind_after.data),
        )


class EndForm(VersionedForm):
    """Why a requirement ends."""

    reason = Prose(_l("终止原因"), maximum=500, rows=2, required=True)


class ExemptionForm(Form):
    """Whom to exempt, from what, and why."""

    code = StrippedString(_l("机构代码"), maximum=40, width=20, required=True)
    period = StrippedString(
        _l("报告期"), maximum=8, width=10, hint=_l("如 2026H1；不填即为全部各期")
    )
    reason = Prose(_l("豁免原因"), maximum=500, rows=2, required=True)


class LiftForm(Form):
    """Why an exemption is lifted."""

    reason = Prose(_l("解除原因"), maximum=500, rows=2, required=True)


class DutiesForm(QueryForm):
    """What a list of duties is narrowed to."""

    state = Choice(_l("状态"), choices=offered(DUTY_STATES))
    kind = Choice(_l("报送内容"), choices=offered(KINDS))
    institution = StrippedString(_l("机构代码"), maximum=32, width=10)

    def narrowed(self) -> dict[str, Any]:
        """Return the filters that are set; an institution's code as its id, 0 for none."""
        given = self.cleaned()
        if code := given.pop("institution", ""):
            found = by_codes(session(), [code.upper()])
            given["institution_id"] = next((card.id for card in found.values()), 0)
        return given


def split(text: str | None) -> list[str]:
    """Return the parts of a list written with commas, semicolons or spaces."""
    return [part for part in _SPLIT.split(text or "") if part]


def _days(text: str | None) -> tuple[int, ...]:
    parts = split(text)
    if any(not (part.isascii() and part.isdigit() and len(part) < 4) for part in parts):
        raise ValidationError(_("请填写天数，多个用分号隔开，如 10；3；0。"))
    return tuple(dict.fromkeys(int(part) for part in parts))


def _place(code: str) -> bool:
    return code == "000000" or divisions.known(code)
