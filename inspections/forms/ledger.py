"""What the rectification ledger is narrowed to; all of it stands in the address."""

from typing import Any

from flask_babel import lazy_gettext as _l

from inspections.messages.rectification import KINDS
from portal.filings.forms.requirements import VersionedForm as VersionedForm
from portal.web.forms import Choice, QueryForm, StrippedString, Whole

SHOWN = {
    "open": _l("未销号"),
    "issued": _l("整改中"),
    "reported": _l("待核验"),
    "failed": _l("未完成整改"),
    "proposed": _l("待审批"),
    "drafted": _l("起草中"),
    "closed": _l("已销号"),
    "ended": _l("已撤销或者作废"),
}
DUE = {
    "overdue": _l("已逾期"),
    "0": _l("今日到期"),
    "3": _l("3日内到期"),
    "7": _l("7日内到期"),
    "15": _l("15日内到期"),
    "30": _l("30日内到期"),
}


class LedgerForm(QueryForm):
    """The filters of the ledger; an institution is named by its code."""

    show = Choice(_l("状态"), choices=list(SHOWN.items()), blank=False, default="open")
    kind = Choice(_l("文书"), choices=list(KINDS.items()))
    due = Choice(_l("期限"), choices=list(DUE.items()))
    handler = Choice(_l("经办人"), coerce=int)
    article = Whole(_l("条款"), minimum=1, maximum=45, width=3)
    unit = Choice(_l("监管单位"))
    code = StrippedString(_l("机构代码"), maximum=40, width=10)
    text = StrippedString(_l("标题或者文号"), maximum=60, width=20)

    def narrowed(self) -> dict[str, Any]:
        """Return the filters that are set, without the institution's code."""
        found = self.cleaned()
        if "article" in found:
            found["article"] = str(found["article"])
        return found


class OwnForm(QueryForm):
    """What an institution's list is narrowed to."""

    show = Choice(
        _l("状态"),
        choices=[(each, SHOWN[each]) for each in ("open", "closed", "ended")],
        blank=False,
        default="open",
    )
    kind = Choice(_l("文书"), choices=list(KINDS.items()))
    text = StrippedString(_l("标题或者文号"), maximum=60, width=20)
