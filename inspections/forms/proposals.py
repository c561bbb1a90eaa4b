"""To narrow the list of proposals, to dismiss one, and to set the rules' numbers."""

from flask_babel import lazy_gettext as _l

from inspections.messages.proposals import RULES, STATES, SUGGESTS
from portal.web.forms import (
    Choice,
    Day,
    Form,
    Hidden,
    Prose,
    QueryForm,
    StrippedString,
    Tick,
    Whole,
)


class ListForm(QueryForm):
    """Which proposals are looked at."""

    state = Choice(_l("状态"), choices=list(STATES.items()), blank=False, default="open")
    rule = Choice(_l("规则"), choices=list(RULES.items()))
    suggests = Choice(_l("建议"), choices=list(SUGGESTS.items()))
    unit = StrippedString(_l("监管单位代码"), maximum=12, width=10)
    code = StrippedString(_l("机构代码"), maximum=40, width=10)


class DismissForm(Form):
    """Why a proposal is not taken up; refused when somebody acted first."""

    version = Hidden()
    reason = Prose(_l("不采用的理由"), maximum=500, rows=3, required=True)

    @property
    def seen(self) -> int:
        """The version shown; 0, which no row has, when it was not sent."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class RuleForm(Form):
    """A rule's numbers for the officer's unit, from a day on."""

    rule = Choice(_l("规则"), choices=list(RULES.items()), required=True)
    enabled = Tick(_l("启用这条规则"))
    least = Whole(_l("至少多少件（项）"), minimum=1, maximum=10000, width=5, required=True)
    days = Whole(_l("多少日"), minimum=1, maximum=730, width=5, required=True)
    effective_from = Day(_l("自哪一日起"), required=True)
    reason = Prose(_l("理由"), maximum=500, rows=2, required=True)
