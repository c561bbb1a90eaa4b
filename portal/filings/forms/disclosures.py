"""Where and when an institution published its yearly disclosure (Art. 26)."""

from flask_babel import lazy_gettext as _l

from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import Day, StrippedString


class DisclosureForm(VersionedForm):
    """The page it was published on, and the day."""

    url = StrippedString(
        _l("披露网址"),
        required=True,
        maximum=300,
        hint=_l("公众可以打开的网页，以 https:// 开头；平台只检查写法，不访问该网址"),
        article="26",
    )
    published_on = Day(_l("披露日期"), required=True)
