"""The worklist's filters, as they stand in its address."""

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.forms.choices import businesses, causes, offered
from portal.web.fields import Amount, Choice, Day, StrippedString, Tick
from portal.web.forms import QueryForm


class WorklistFilters(QueryForm):
    """What a list is narrowed to; a wrong value is named and left out."""

    q = StrippedString(_l("搜索"), maximum=100)
    business = Choice(_l("业务类别"), choices=businesses())
    cause = Choice(_l("投诉原因"), choices=causes())
    channel = Choice(_l("接收渠道"), choices=offered(vocabulary.CHANNELS))
    unit = Choice(_l("监管单位"), choices=[])
    institution = StrippedString(_l("机构"), maximum=60, hint=_l("名称、别名或代码"))
    due_from = Day(_l("到期日起"))
    due_until = Day(_l("到期日止"))
    received_from = Day(_l("接收日起"))
    received_until = Day(_l("接收日止"))
    amount_from = Amount(_l("金额不低于（元）"))
    overdue = Tick(_l("只看逾期"))
    unassigned = Tick(_l("只看未分配"))
