"""To draft a recommendation, a demand or an order, and to act on one, on both sides."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from inspections.commands.rectification import Item
from inspections.messages.rectification import GROUNDS, KINDS, METHODS, SERVED
from inspections.models import DEMAND_GROUNDS, ORDER_GROUNDS
from portal.filings.forms.requirements import VersionedForm, split
from portal.web.forms import (
    Choice,
    Day,
    Prose,
    Radio,
    StrippedString,
    Upload,
    Uploads,
)

ROWS = 12
"""How many requirements one letter may hold."""


class DraftForm(VersionedForm):
    """A draft; its rows of requirements are added by `draft_form`."""

    kind = Radio(_l("文书"), choices=list(KINDS.items()), required=True)
    code = StrippedString(_l("机构代码"), maximum=40, width=20, required=True)
    title = StrippedString(_l("标题"), maximum=120, required=True)
    ground = Choice(
        _l("依据"),
        choices=lambda: {
            str(KINDS["demand"]): [(each, GROUNDS[each]) for each in DEMAND_GROUNDS],
            str(KINDS["order"]): [(each, GROUNDS[each]) for each in ORDER_GROUNDS],
        },
        hint=_l("监管建议不用选择依据"),
    )
    demand = Choice(
        _l("未落实的整改要求"),
        hint=_l("只在依据第四十一条第三项时选择"),
        coerce=int,
    )
    articles = StrippedString(
        _l("涉及条款"), maximum=100, width=20, hint=_l("条号，多个用分号隔开，如 18；19")
    )
    basis = Prose(_l("查明的情况"), maximum=4000, rows=5)
    due_on = Day(
        _l("最后期限"),
        width=10,
        hint=_l("自然日，含当日；监管建议为回复期限"),
        article="43",
        required=True,
    )

    def validate_articles(self, field: Any) -> None:
        """Ask for whole numbers."""
        if any(not (part.isascii() and part.isdigit()) for part in split(field.data)):
            raise ValidationError(_("请填写条号，多个用分号隔开，如 18；19。"))

    def items(self) -> list[Item]:
        """Return the requirements that were written."""
        rows = ((self[f"wanted_{n}"].data or "", self[f"finding_{n}"].data) for n in rows_of())
        return [Item(wanted, finding) for wanted, finding in rows if wanted.strip()]

    def stated(self) -> dict[str, Any]:
        """Return what a draft is made of, besides its kind and its institution."""
        return {
            "title": self.title.data or "",
            "ground": self.ground.data or "",
            "articles": split(self.articles.data),
            "items": self.items(),
            "due_on": self.due_on.data,
            "basis": self.basis.data or "",
            "demand_id": self.demand.data,
        }


def rows_of() -> range:
    """Return the numbers of the rows."""
    return range(1, ROWS + 1)


def draft_form(findings: list[tuple[str, str]], **given: Any) -> DraftForm:
    """Return a draft's form; each of its rows may name one of these findings."""
    fields: dict[str, Any] = {}
    for n in rows_of():
        fields[f"wanted_{n}"] = Prose(_l("第%(n)s项要求", n=n), maximum=1000, rows=2)
        fields[f"finding_{n}"] = Choice(
            _l("第%(n)s项所依据的检查发现", n=n), choices=findings, coerce=int
        )
    kind: Any = type("RowsForm", (DraftForm,), fields)
    made: DraftForm = kind(**given)
    return made


class ActForm(VersionedForm):
    """An act that needs no words."""


class ReasonForm(VersionedForm):
    """An act that needs a reason."""

    reason = Prose(_l("理由"), maximum=1000, rows=2, required=True)


class NoteForm(VersionedForm):
    """An act to which something may be noted."""

    note = Prose(_l("说明"), maximum=1000, rows=2)


class HandlerForm(VersionedForm):
    """Who has it in hand from now on."""

    handler = Choice(_l("经办人"), coerce=int, required=True)


class VerifyForm(VersionedForm):
    """How an item was looked at, and what was seen."""

    item = Choice(_l("核验哪一项"), coerce=int, required=True)
    method = Choice(_l("核验方式"), choices=list(METHODS.items()), required=True)
    verified_on = Day(_l("核验日期"), width=10, required=True)
    met = Radio(
        _l("核验结果"),
        choices=[("yes", _l("已完成")), ("no", _l("未完成"))],
        required=True,
        inline=True,
    )
    observed = Prose(_l("看到的情况"), maximum=2000, rows=3, required=True)


class ExtensionDecisionForm(VersionedForm):
    """Whether more time is granted."""

    decision = Radio(
        _l("是否同意"),
        choices=[("grant", _l("同意延期")), ("refuse", _l("不同意延期"))],
        required=True,
        inline=True,
    )
    reason = Prose(_l("理由"), maximum=1000, rows=2, hint=_l("不同意的应写明理由"))


class ServingForm(VersionedForm):
    """On which day and how an institution had a letter."""

    on = Day(_l("送达日期"), width=10, required=True)
    how = Choice(
        _l("送达方式"),
        choices=[(each, words) for each, words in SERVED.items() if each != "portal"],
        required=True,
    )
    note = StrippedString(_l("说明"), maximum=200)
    proof = Upload(_l("送达凭证"))


class PlanForm(VersionedForm):
    """How and by when things are put right, and who answers for it."""

    text = Prose(_l("整改方案"), maximum=4000, rows=5, required=True)
    person = StrippedString(_l("责任人"), maximum=40, width=20, required=True)
    post = StrippedString(_l("职务"), maximum=60, width=20)
    planned_on = Day(_l("计划完成日"), width=10, required=True)


class ProgressForm(VersionedForm):
    """What was done, for an item or for all of it, with its evidence."""

    item = Choice(_l("哪一项要求"), coerce=int, hint=_l("不选即为整体进展"))
    text = Prose(_l("进展"), maximum=4000, rows=4, required=True)
    files = Uploads(_l("证明材料"), hint=_l("可以选多个文件"))


class ExtensionForm(VersionedForm):
    """Until when more time is asked for, and why."""

    until = Day(_l("延期至"), width=10, required=True)
    reason = Prose(_l("理由"), maximum=2000, rows=3, required=True)


class ReportForm(VersionedForm):
    """That it is done, or the reply to a recommendation, with its evidence."""

    reply = Prose(_l("完成情况"), maximum=8000, rows=6, required=True)
    files = Uploads(_l("证明材料"), hint=_l("可以选多个文件"))
