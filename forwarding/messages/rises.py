"""The words of early warnings."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "rise_remarks_missing": _l("请写明怎样跟进或者为什么不需处理（至少%(least)s个字）。"),
        "digest_without_address": _l(
            "您的登录名不是电子邮箱，无法发送。请选“不发送”，或请管理员改用电子邮箱登录。"
        ),
    }
)
messages.register_labels(
    {
        "rise:open": _l("待处理"),
        "rise:noted": _l("已关注"),
        "rise:dismissed": _l("不需处理"),
        "rise.notice": _l("发现异常上升"),
        "rise.note": _l("关注异常上升"),
        "rise.dismiss": _l("异常上升不需处理"),
        "rise:note": _l("已关注"),
        "rise:dismiss": _l("不需处理"),
    }
)
