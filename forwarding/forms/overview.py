"""The dashboard: of which unit and days, kept under which name, sent how often."""

from flask_babel import lazy_gettext as _l

from forwarding.commands.saved_views import LONGEST_NAME
from portal.web.forms import Choice, Form, Prose, QueryForm, Radio, StrippedString

SPANS = {
    "month": _l("本月至今"),
    "last_month": _l("上月"),
    "quarter": _l("本季度至今"),
    "last_quarter": _l("上季度"),
    "week": _l("最近七天"),
}
DIGESTS = {
    "": _l("不发送"),
    "daily": _l("每天"),
    "weekly": _l("每周一"),
    "monthly": _l("每月1日"),
}


class OverviewForm(QueryForm):
    """Which figures."""

    span = Choice(_l("时段"), choices=list(SPANS.items()), blank=False, default="month")
    unit = Choice(_l("辖区"), choices=[], blank=False)


class OverviewViewForm(Form):
    """Under which name a dashboard is kept, and how often its figures are sent."""

    name = StrippedString(_l("视图名称"), required=True, maximum=LONGEST_NAME)
    digest = Choice(_l("用电子邮件发送数字"), choices=list(DIGESTS.items()), blank=False)


class RiseForm(Form):
    """What is done about a warning."""

    act = Radio(
        _l("怎样处理"),
        choices=[("note", _l("已关注，写明怎样跟进")), ("dismiss", _l("不需处理，写明理由"))],
        required=True,
    )
    remarks = Prose(_l("说明"), required=True, maximum=500, rows=3)
