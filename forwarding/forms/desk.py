"""Forms of an institution's desk."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.commands.handle import Answer
from forwarding.forms.choices import causes, offered
from forwarding.forms.staff_acts import ActForm
from portal.web.forms import (
    Amount,
    Checks,
    Choice,
    Day,
    Form,
    Hidden,
    Prose,
    Radio,
    StrippedString,
    Tick,
    Uploads,
)

_HEADINGS = {
    "basic": _l("投诉人、业务和经过"),
    "focus": _l("双方的分歧在哪里"),
    "findings": _l("查了什么，有什么证据"),
    "basis": _l("适用的规定和合同条款"),
    "communication": _l("怎样与投诉人沟通，结果如何"),
}


class AcknowledgeForm(ActForm):
    """To sign for a forwarding."""


class ReturnForm(ActForm):
    """To give a forwarding back, with a coded reason and its explanation."""

    reason = Radio(
        _l("退回理由"), choices=offered(vocabulary.RETURN_REASONS), article="11", required=True
    )
    text = Prose(
        _l("说明"),
        hint=_l("知道应由哪家机构处理的，请写明。"),
        maximum=2000,
        rows=4,
        required=True,
    )


class ReportForm(ActForm):
    """The report: the result, the blocks of Art. 19, the feedback headings."""

    result = Radio(_l("处理结果"), choices=offered(vocabulary.DECIDED_RESULTS), required=True)
    cause = Choice(_l("投诉原因"), choices=causes, article="9", required=True)
    loss_recovered = Amount(_l("为消费者挽回损失（元）"), width=10)
    verified = Prose(_l("核实的情况"), article="19", maximum=10_000, required=True)
    basis_reasons = Prose(_l("作出决定的依据和理由"), article="19", maximum=10_000, required=True)
    decision = Prose(_l("处理决定"), article="19", maximum=10_000, required=True)
    remedies = Checks(
        _l("已告知的救济途径"),
        choices=offered(vocabulary.REMEDIES),
        hint=_l("分支机构作出的决定须告知可以申请核查。"),
        article="19",
        required=True,
    )
    decided_by_branch = Radio(
        _l("由谁作出决定？"),
        choices=[("yes", _l("分支机构")), ("no", _l("总行、总公司"))],
        article="20",
        required=True,
        inline=True,
    )
    told_on = Day(_l("告知投诉人的日期"), article="18", required=True)
    told_means = Choice(
        _l("告知方式"), choices=offered(vocabulary.TELLING_MEANS), article="21", required=True
    )
    basic = Prose(_l("基本情况"), hint=_HEADINGS["basic"], maximum=10_000, rows=4, required=True)
    focus = Prose(_l("争议焦点"), hint=_HEADINGS["focus"], maximum=10_000, rows=4, required=True)
    findings = Prose(
        _l("调查结果及证据"), hint=_HEADINGS["findings"], maximum=10_000, rows=4, required=True
    )
    basis = Prose(_l("处理依据"), hint=_HEADINGS["basis"], maximum=10_000, rows=4, required=True)
    communication = Prose(
        _l("沟通情况"), hint=_HEADINGS["communication"], maximum=10_000, rows=4, required=True
    )
    extension = Prose(_l("延期情况"), maximum=2000, rows=2)
    satisfaction = Prose(_l("满意度"), maximum=2000, rows=2)
    source_rectification = Prose(
        _l("溯源整改"),
        hint=_l("投诉反映的问题怎样从源头改正"),
        article="9",
        maximum=10_000,
        rows=4,
        required=True,
    )
    verified_by = StrippedString(_l("核实人员"), article="17", maximum=100, required=True)
    no_interest = Tick(_l("核实人员与投诉事项没有直接利害关系"), article="17", required=True)
    lateness_reason = Prose(
        _l("逾期原因"), hint=_l("已过办理期限的必须填写"), maximum=2000, rows=3, article="18"
    )
    files = Uploads(_l("附件"), hint=_l("处理决定书、答复函、录音等"))

    def answer(self) -> Answer:
        """Return what the command to report takes."""
        keys = (*vocabulary.DECISION_BLOCKS, *vocabulary.FEEDBACK_HEADINGS)
        texts: dict[str, Any] = {key: self[key].data for key in keys if key in self}
        texts.pop("remedies", None)
        return Answer(
            result=self.result.data,
            cause=self.cause.data,
            texts={key: text for key, text in texts.items() if text},
            remedies=tuple(self.remedies.data),
            decided_by_branch=self.decided_by_branch.data == "yes",
            told_on=self.told_on.data,
            told_means=self.told_means.data,
            verified_by=self.verified_by.data,
            no_interest=bool(self.no_interest.data),
            loss_recovered=self.loss_recovered.data or 0,
            lateness_reason=self.lateness_reason.data or None,
        )


class DeskRevealForm(Form):
    """A reason to see one person's values in the clear."""

    party = Hidden()
    reason = StrippedString(_l("查看理由"), required=True, maximum=200, article="22")

    @property
    def party_id(self) -> int:
        """The party asked for; 0, which none has, when none is named."""
        text = self.party.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class DeskFilesForm(Form):
    """Files an institution adds to its case."""

    files = Uploads(_l("文件"), required=True)
