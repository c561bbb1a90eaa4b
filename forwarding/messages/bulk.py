"""What is said of acts on many complaints, of reminders by hand and of who has a case in hand."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "bulk_gone": _l("没有找到本件，或已不在您的辖区，没有办理。请在工作台搜索编号核对。"),
        "bulk_changed": _l("预览以后此件有了变化，没有办理。请打开查看后再办。"),
        "bulk_not_allowed": _l(
            "办理前您的账号已停用或岗位已调整，没有办理。请由有权的人员重新办理。"
        ),
        "bulk_fault": _l(
            "系统没有办成此件，也没有留下改动。请打开本件单独办理，仍不成请联系管理员。"
        ),
        "nothing_to_tell": _l("此事项已不需要告知：案件已结束，或已有新的告知。请打开本件查看。"),
        "nothing_to_remind": _l(
            "机构当前（%(state)s）没有待报告的事项，不需要催办。请刷新页面查看进展。"
        ),
        "reminded_today": _l(
            "今天已于%(last)s催办过，一日只催办一次。请明日再催，或电话联系机构。"
        ),
        "assign_ended": _l("本件已经结束（%(state)s），不再分配经办人。"),
        "not_a_colleague": _l(
            "只能交给本单位或本件主管单位的在岗人员（登记、办理或主管岗）。请重新选择。"
        ),
        "has_it_already": _l("本件的经办人已是%(name)s，没有变动。"),
        "nothing_to_hand_over": _l("该人员名下没有未办结的投诉，不需要移交。请选择其他人员。"),
        "view_name_taken": _l("已有名为“%(name)s”的视图。请换一个名称，或先删除原来的。"),
        "too_many_views": _l("最多保存%(limit)s个视图。请先删除不用的。"),
    }
)
