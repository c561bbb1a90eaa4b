"""Public pages on the Measures: how a time limit is counted, and what of the law is software."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.forms.choices import offered
from forwarding.rules import BeyondReach, account_of, in_force
from forwarding.vocabulary.time_limits import TIERS
from portal.kernel import amounts, arrangement
from portal.kernel import clock as time
from portal.kernel.arrangement import Account, CalendarGap
from portal.kernel.law import load_law
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import Choice, Day, QueryForm, Radio
from portal.web.i18n import language
from portal.web.limits import limited

blueprint = Blueprint("measures", __name__)
_RULES = [
    ("33", _l("监管机构转送并告知：7个工作日（第33条）")),
    ("18", _l("机构作出处理决定：15日、30日或者60日（第18条）")),
    ("20", _l("申请核查，或者作出核查决定：30日（第20条）")),
]


class ClockForm(QueryForm):
    """A rule and the day from which it counts."""

    rule = Radio(_l("哪一个期限"), choices=_RULES, default="33", required=True)
    tier = Choice(
        _l("案情"),
        choices=offered(TIERS),
        blank=False,
        default="simple",
        hint=_l("只用于机构作出处理决定的期限"),
        article="18",
    )
    start = Day(
        _l("收到之日"),
        name="from",
        default=time.today,
        required=True,
        width=10,
        hint=_l("期限从第二天起算，例如 2026-02-12"),
    )


@blueprint.get("/clock")
@public
@limited("clock", 240, 60, methods=("GET",))
def clock() -> tuple[str, int]:
    """Show a due date and every day counted or skipped, with the reason."""
    form = ClockForm()
    account = _account(form) if form.validate() else None
    status = 422 if form.errors else 200
    page = "forwarding/measures/clock.html"
    return render_template(page, form=form, account=account, in_force=in_force), status


def _counted(form: ClockForm) -> Account:
    known = {"tier": form.tier.data, "book": amounts.load(session())}
    return account_of(form.rule.data, form.start.data, arrangement.load(session()), **known)


def _account(form: ClockForm) -> Account | None:
    try:
        return _counted(form)
    except CalendarGap as gap:
        form.start.errors = [
            _(
                "%(year)s年的节假日安排尚未载入，不能计算。请选择其他日期，或者等安排公布后再查。",
                year=gap.year,
            )
        ]
    except BeyondReach:
        form.start.errors = [_("没有期限会从这一天起算。请填写1990年至2199年之间的日期。")]
    return None


_STATUS = {
    "carried": (_l("已实现"), "green"),
    "partly": (_l("部分实现"), "blue"),
    "not_yet": (_l("尚未实现"), "yellow"),
    "not_software": (_l("非软件事项"), "grey"),
}


@blueprint.get("/law")
@public
@limited("law", 240, 60, methods=("GET",))
def law() -> str:
    """List the articles of the Measures and how far this portal carries each."""
    tongue = language()
    rows: list[dict[str, Any]] = [
        {
            "number": article.number,
            "title": article.title[tongue],
            "status": _STATUS[article.status],
            "note": (article.not_software or article.not_yet or {}).get(tongue, ""),
            "carried_by": article.carried_by,
        }
        for article in load_law()
    ]
    return render_template("forwarding/measures/law.html", rows=rows)
