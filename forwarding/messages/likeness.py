"""Sentences on merging complaints and on clusters."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

BREACHES = {
    "merge_into_itself": _l("一件投诉不能并入它自己。请填写另一件投诉的编号。"),
    "merge_into_later": _l("只能把后接收的并入先接收的。%(number)s接收在后，请打开该件办理合并。"),
    "merge_into_closed": _l(
        "%(number)s已经办结，办理期内的重复投诉才合并办理。请将本件按新的投诉办理。"
    ),
    "merge_into_ended": _l(
        "%(number)s已经撤回、合并、不予接收或者转其他渠道，不能再并入。请选择仍在办理的一件，或将本件单独办理。"
    ),
    "merge_with_institution": _l("本件仍有机构在办理，不能合并。请先由机构退回，或继续办理本件。"),
    "merge_needs_reason": _l(
        "两件的投诉人不能确认为同一人。确需合并的，请写明理由；不能确定的，请分别办理。"
    ),
    "merge_too_far": _l("%(number)s已经转送或者办结，不再合并。请在其办理经过中说明。"),
    "cluster_reason_missing": _l("请写明理由，以便他人知道为什么这样认定。"),
    "merge_unknown": _l("没有找到这个编号的投诉。请核对编号，它应在您的辖区内。"),
}
LABELS = {
    "suspected": _l("疑似代理投诉"),
    "confirmed": _l("已认定代理投诉"),
    "dismissed": _l("已排除"),
    "confirm": _l("认定"),
    "dismiss": _l("排除"),
    "cluster.suspect": _l("标记疑似代理投诉"),
    "cluster.confirm": _l("认定为代理投诉"),
    "cluster.dismiss": _l("排除代理投诉嫌疑"),
}

messages.register(BREACHES)
messages.register_labels(LABELS)
