"""What the table of metrics is narrowed to."""

from flask_babel import lazy_gettext as _l

from portal.institutions.words import TYPES
from portal.web.forms import Choice, QueryForm, StrippedString


class MetricsForm(QueryForm):
    """Institutions by name, by type, and the period; the newest one when none is chosen."""

    find = StrippedString(_l("机构名称或者代码"), maximum=60, width=20)
    type = Choice(_l("机构类型"), choices=list(TYPES.items()))
    period = Choice(_l("报告期"), choices=[])
