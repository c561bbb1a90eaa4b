"""To draft, score, judge and correct yearly sheets, and to load their weights."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inspections.messages.evaluations import GRADES, STATES
from inspections.rules.evaluating import ElementScore
from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import (
    Amount,
    Choice,
    Form,
    Prose,
    QueryForm,
    StrippedString,
    Upload,
    Whole,
)


class Points(Amount):
    """Points with at most two decimals."""

    def unreadable(self) -> str:
        """Ask for points."""
        return str(_("“%(label)s”请填写分数，最多两位小数，例如 8.5。", label=self.label.text))


class ListForm(QueryForm):
    """Which sheets are looked at."""

    year = Whole(_l("年度"), minimum=2020, maximum=2200, width=5)
    state = Choice(_l("状态"), choices=list(STATES.items()))
    grade = Choice(_l("等级"), choices=list(GRADES.items()))
    category = StrippedString(_l("机构类别"), maximum=60, width=20)
    code = StrippedString(_l("机构代码"), maximum=40, width=10)


class DraftForm(Form):
    """The year whose sheets are drafted."""

    year = Whole(_l("考评年度"), minimum=2020, maximum=2200, width=5, required=True)


class ActForm(VersionedForm):
    """An act that needs no words."""


class ReasonForm(VersionedForm):
    """An act that needs a reason: sent back, or corrected."""

    reason = Prose(_l("理由"), maximum=500, rows=2, required=True)


class WeightsForm(Form):
    """A table of elements and indicators, its edition, and the bounds of the grades."""

    edition = StrippedString(_l("版本名称"), maximum=40, width=20, required=True)
    year = Whole(_l("自哪一年度起"), minimum=2020, maximum=2200, width=5, required=True)
    file = Upload(
        _l("权重表"),
        hint=_l("CSV 或 XLSX，每行一项指标。可以先下载现行权重表，修改后再上传。"),
        required=True,
    )
    grade_1 = Points(_l("一级不低于"), width=5, required=True)
    grade_2 = Points(_l("二级不低于"), width=5, required=True)
    grade_3 = Points(_l("三级不低于"), width=5, required=True)
    note = Prose(_l("说明"), maximum=500, rows=2)

    def grades(self) -> list[dict[str, str]]:
        """Return the grades with their bounds; the last has none."""
        bounds = [Decimal(self[f"grade_{place}"].data) for place in (1, 2, 3)] + [Decimal(0)]
        return [{"grade": str(place), "least": str(least)} for place, least in enumerate(bounds, 1)]


def score_form(elements: tuple[ElementScore, ...], **kwargs: Any) -> VersionedForm:
    """Return a form with points and a reason for every manual indicator of a sheet."""
    fields: dict[str, Any] = {}
    for one in (one for each in elements for one in each.indicators if one.measure == "manual"):
        label = _l("得分（0到%(weight)s）", weight=one.weight)
        fields[f"points_{one.code}"] = Points(label, width=5)
        fields[f"reason_{one.code}"] = Prose(_l("评分理由"), maximum=500, rows=2)
    kind: Any = type("ScoreForm", (VersionedForm,), fields)
    made: VersionedForm = kind(**kwargs)
    return made


def given(elements: tuple[ElementScore, ...]) -> Mapping[str, Any]:
    """Return what was given by hand so far, as the form begins with it."""
    manual = [one for each in elements for one in each.indicators if one.measure == "manual"]
    return {f"points_{one.code}": one.points for one in manual} | {
        f"reason_{one.code}": one.reason for one in manual
    }
