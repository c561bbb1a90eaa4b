"""The forms by which an inspection is planned, manned, worked on and ended (Art. 34)."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from inspections.commands.findings import Found
from inspections.commands.inspections import Plan
from inspections.messages.inspections import MODES, PROBLEMS, SEVERITIES, STATES
from inspections.messages.rectification import SERVED
from inspections.queries.evidence import Proof
from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import (
    Checks,
    Choice,
    Day,
    Form,
    Prose,
    QueryForm,
    Radio,
    StrippedString,
    Tick,
    Upload,
    Uploads,
    Whole,
)

_SPLIT = re.compile(r"[\s,;，；、]+")


class ListForm(QueryForm):
    """Which inspections are looked at."""

    year = Whole(_l("年度"), minimum=2020, maximum=2200, width=5)
    state = Choice(_l("状态"), choices=list(STATES.items()))
    mine = Choice(_l("参加人员"), choices=[("y", _l("我参加的"))])
    unit = StrippedString(_l("监管单位代码"), maximum=12, width=10)
    code = StrippedString(_l("机构代码"), maximum=40, width=10)


class YearForm(QueryForm):
    """The year that is planned."""

    year = Whole(_l("年度"), minimum=2020, maximum=2200, width=5)


class PlanForm(VersionedForm):
    """What is looked into, why, how and when."""

    title = StrippedString(_l("检查名称"), maximum=80, width=30, required=True)
    year = Whole(_l("计划年度"), minimum=2020, maximum=2200, width=5, required=True)
    mode = Radio(_l("检查方式"), choices=list(MODES.items()), inline=True, required=True)
    reason = Prose(_l("检查理由"), maximum=4000, rows=4, hint=_l("提交批准前填写"))
    scope = Prose(_l("检查内容和范围"), maximum=4000, rows=4, hint=_l("写入检查通知书"))
    from_on = Day(_l("检查所属期间自"), width=10)
    until_on = Day(_l("检查所属期间至"), width=10)
    starts_on = Day(_l("检查开始日"), width=10, hint=_l("通知机构前填写"))
    ends_on = Day(_l("检查结束日"), width=10)

    def plan(self) -> Plan:
        """Return what was filled in, as the commands take it."""
        days = {name: self[name].data for name in ("from_on", "until_on", "starts_on", "ends_on")}
        words = {name: self[name].data or "" for name in ("title", "mode", "reason", "scope")}
        return Plan(year=int(self.year.data or 0), **words, **days)


class NewForm(PlanForm):
    """A plan with the institution that is inspected."""

    code = StrippedString(_l("机构代码"), maximum=40, width=10, required=True)


class ActForm(VersionedForm):
    """An act that needs no words."""


class ReasonForm(VersionedForm):
    """An act that needs a reason."""

    reason = Prose(_l("理由"), maximum=1000, rows=2, required=True)


class DayForm(VersionedForm):
    """The day on which the inspectors began."""

    on = Day(_l("开始检查的日期"), width=10, required=True)


class DueForm(VersionedForm):
    """The last day by which the institution answers."""

    due_on = Day(_l("答复的最后一日"), width=10, required=True, hint=_l("自然日，含当日"))


class TextForm(VersionedForm):
    """The report of an inspection, or the opinion on it."""

    text = Prose(_l("内容"), maximum=40000, rows=10, required=True)


class MemberForm(VersionedForm):
    """An officer for the team."""

    account_id = Choice(_l("检查人员"), coerce=int, required=True)
    leads = Tick(_l("担任组长"))


class DeclarationForm(VersionedForm):
    """Whether one has a conflict of interest."""

    conflict = Radio(
        _l("本人与被查机构"),
        choices=[("no", _l("没有利益冲突")), ("yes", _l("有利益冲突，退出检查组"))],
        required=True,
    )
    words = Prose(_l("说明"), maximum=1000, rows=2, hint=_l("有利益冲突的必须说明"))


class RequestForm(VersionedForm):
    """What an institution is asked to hand over, and by when."""

    wanted = Prose(_l("调取哪些资料"), maximum=2000, rows=3, required=True)
    due_on = Day(_l("提供的最后一日"), width=10, required=True, hint=_l("自然日，含当日"))


class PaperForm(VersionedForm):
    """A working paper, with its evidence."""

    title = StrippedString(_l("标题"), maximum=80, width=30, required=True)
    text = Prose(_l("检查过程和看到的情况"), maximum=40000, rows=10, required=True)
    files = Uploads(_l("证据材料"), hint=_l("可以多选；与这一版工作底稿一并留存"))


class FilesForm(VersionedForm):
    """Evidence that hangs on the inspection itself."""

    files = Uploads(_l("证据材料"), required=True, hint=_l("可以多选"))
    note = StrippedString(_l("说明"), maximum=200, width=30)


class FindingForm(VersionedForm):
    """A finding with its evidence; a view fills in what evidence is offered."""

    title = StrippedString(_l("标题"), maximum=80, width=30, required=True)
    problem = Choice(_l("问题"), choices=list(PROBLEMS.items()), required=True)
    articles = StrippedString(
        _l("其他涉及条款"), maximum=60, width=10, hint=_l("所选问题的条款自动列入；条号用分号隔开")
    )
    severity = Radio(_l("严重程度"), choices=list(SEVERITIES.items()), inline=True, required=True)
    facts = Prose(_l("查明的事实"), maximum=20000, rows=8, required=True, hint=_l("写入事实确认书"))
    complaints = Prose(
        _l("涉及的投诉件"), maximum=20000, rows=3, hint=_l("投诉编号，每行一个或者用分号隔开")
    )
    evidence = Checks(_l("其他证据"))

    def found(self) -> Found:
        """Return what was filled in, as the commands take it."""
        proofs = [Proof("complaint", number.upper()) for number in _parts(self.complaints.data)]
        proofs += [Proof(*each.split(":", 1)) for each in self.evidence.data or ()]
        words = {name: self[name].data or "" for name in ("title", "problem", "facts", "severity")}
        return Found(**words, articles=_parts(self.articles.data), evidence=tuple(proofs))


class RulingForm(VersionedForm):
    """What is held of a finding, and why."""

    decision = Radio(
        _l("结论"),
        choices=[("uphold", _l("予以认定")), ("drop", _l("不再保留这项发现"))],
        inline=True,
        required=True,
    )
    ruling = Prose(_l("理由"), maximum=4000, rows=3, hint=_l("机构逾期未答复而认定的可以不填"))


class ServiceForm(Form):
    """How and when a letter was served, with the proof."""

    on = Day(_l("送达日期"), width=10, required=True)
    served_by = Choice(
        _l("送达方式"),
        choices=[(code, words) for code, words in SERVED.items() if code != "portal"],
        required=True,
    )
    note = StrippedString(_l("说明"), maximum=200, width=30)
    proof = Upload(_l("送达凭证"), hint=_l("回证、快递单等的扫描件"))


class AnswerForm(VersionedForm):
    """What an institution hands over."""

    text = Prose(_l("答复"), maximum=4000, rows=4, hint=_l("没有资料或者不能提供的，请说明原因"))
    files = Uploads(_l("资料"), hint=_l("可以多选"))


class UploadForm(VersionedForm):
    """Files that support an objection."""

    files = Uploads(_l("证明材料"), required=True, hint=_l("可以多选，应在签署答复前上传"))


def facts_form(findings: Any, **kwargs: Any) -> Any:
    """Return a form with an answer to every finding that was put, and who signs."""
    fields: dict[str, Any] = {}
    choices = [("confirm", _l("确认")), ("object", _l("有异议"))]
    for one in findings:
        fields[f"answer_{one.id}"] = Radio(_l("答复"), choices=choices, inline=True, required=True)
        fields[f"objection_{one.id}"] = Prose(
            _l("异议理由"), maximum=4000, rows=3, hint=_l("有异议的必须填写")
        )
    fields["signer"] = StrippedString(
        _l("签署人姓名"), maximum=40, width=20, required=True, article="34"
    )
    kind: Any = type("FactsForm", (VersionedForm,), fields)
    return kind(**kwargs)


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _SPLIT.split(text or "") if part))
