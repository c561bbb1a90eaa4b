"""The keys with which the staff's screens are worked, as a page of its own."""

from flask_babel import lazy_gettext as _l

from forwarding.views.staff.blueprint import blueprint
from portal.web.access import requires
from portal.web.forms import answer

KEYS = {
    "j": _l("工作台：到下一行"),
    "k": _l("工作台：到上一行"),
    "Enter": _l("工作台：打开所在行的投诉"),
    "x": _l("工作台：勾选所在行，再按一次取消"),
    "/": _l("到搜索框"),
    "n": _l("投诉页面：到下一件待转送的投诉"),
    "a": _l("投诉页面：到“现在可以办理”的第一项"),
    "Tab": _l("到下一项；按住 Shift 则到上一项"),
    "Esc": _l("关闭本表"),
    "?": _l("显示或关闭本表"),
}
"""What each key does; a test holds it against portal/static/staff.js."""


@blueprint.get("/keys")
@requires("complaints.view")
def keys_page() -> tuple[str, int]:
    """List the keys; with scripts the same list opens over any page."""
    return answer("forwarding/staff/keys.html", keys=KEYS)
