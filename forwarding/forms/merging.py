"""Forms of merging and of judging clusters."""

from flask_babel import lazy_gettext as _l

from forwarding.forms.staff_acts import ActForm
from portal.web.forms import Day, Prose, QueryForm, StrippedString

_SHORT = 500


class MergeForm(ActForm):
    """Which complaint a repeat is merged into, and why where the people differ."""

    into = StrippedString(
        _l("并入哪一件（编号）"),
        required=True,
        maximum=40,
        hint=_l("先接收、仍在办理的一件；其接收日和期限不变。"),
        article="18",
    )
    reason = Prose(
        _l("理由"),
        maximum=_SHORT,
        rows=2,
        hint=_l("两件投诉人不同的，必须填写。不要写个人信息。"),
    )


class UnmergeForm(ActForm):
    """Why a merging is undone."""

    reason = Prose(
        _l("撤销合并的理由"), required=True, maximum=_SHORT, rows=2, hint=_l("不要写个人信息。")
    )


class VerdictForm(ActForm):
    """Why a cluster is held for the work of one hand, or is not."""

    reason = Prose(_l("理由"), required=True, maximum=_SHORT, rows=2)


class PeriodForm(QueryForm):
    """The days of a figure, both included."""

    since = Day(_l("转送日起"))
    until = Day(_l("转送日止"))
