"""The sentences and words of the inspectors' floor."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

GROUNDS = {
    "high_volume": _l("投诉量大"),
    "badly_handled": _l("办理质量差"),
    "dragging": _l("办理拖延"),
}

messages.register(
    {
        "unknown_ground": _l("没有这一关注原因。请从列表中选择。"),
        "watch_reason_missing": _l("请写明理由（不少于4个字），将留存备查。"),
        "cannot_be_watched": _l("没有找到这家机构，或机构已经终止。请从名录中重新选择。"),
        "watch_review_past": _l("复查日期应在今日（%(today)s）之后。"),
        "already_watched": _l("%(name)s已因同一原因列入重点关注。请在名单中查看，或选择其他原因。"),
    }
)
messages.register_labels(
    GROUNDS
    | {
        "watched": _l("重点关注中"),
        "lifted": _l("已解除关注"),
        "lift": _l("解除重点关注"),
        "watch.put_on": _l("列入重点关注"),
        "watch.lift": _l("解除重点关注"),
        "watch.review": _l("复查后继续关注"),
    }
)
