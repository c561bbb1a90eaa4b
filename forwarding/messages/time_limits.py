"""What is refused of acts on a time limit and of not proceeding, and how to mend it."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "time_limit_closed": _l("本件已经报告、退回或者撤回，办理期限不再变动。"),
        "agreed_date_holds": _l(
            "已与投诉人约定在%(due_on)s前办结，以约定为准。需要更多时间的，请与投诉人重新约定并登记。"
        ),
        "not_the_next_tier": _l(
            "期限只能逐级延长：先由“情况简单”延为“情况复杂”，再延为“情况特别复杂”。请选择下一级。"
        ),
        "limit_reason_missing": _l("请写明理由。"),
        "approval_missing": _l(
            "情况特别复杂的，须由上级机构或者总行、总公司高级管理人员批准并告知投诉人。"
            "请填写批准层级、批准人、批准日期和告知日期。"
        ),
        "day_outside": _l("日期应在%(since)s至%(until)s之间。请核对。"),
        "told_before_approval": _l("告知投诉人的日期不能早于批准日期（%(approved_on)s）。请核对。"),
        "told_means_missing": _l("填写了告知日期的，请选择告知方式。"),
        "strike_not_yours": _l(
            "只有登记人本人、本机构管理员或者监管部门的主管可以撤销这项登记。请交给他们办理。"
        ),
        "strike_closed": _l("本件已经办结、退回或者撤回，期限的登记不再变动。"),
        "nothing_to_strike": _l("这项登记已经撤销，或者不能撤销。请刷新页面查看。"),
        "strike_later_first": _l("后来的登记以这项登记为前提。请先撤销后来的登记，再撤销这一项。"),
        "limit_over": _l(
            "办理期限（%(due_on)s）已过，不能再延长、扣除、重新计算或者约定。请尽快报告并写明逾期原因。"
        ),
        "ended_outside": _l("结束日期应在%(since)s至%(until)s之间。请核对。"),
        "exclusion_untold": _l(
            "鉴定、检测、评估的时间只有告知了投诉人才可以扣除。请填写告知日期和方式。"
        ),
        "told_after_limit": _l(
            "告知投诉人时办理期限（%(due_on)s）已过，这段时间不能扣除。请核对告知日期。"
        ),
        "exclusion_over": _l("这段扣除期间已经结束。请刷新页面查看。"),
        "repeat_moves_nothing": _l(
            "同一事实和理由的重复投诉合并办理，期限不变。只有投诉人提出新的事实和理由才重新计算。"
        ),
        "agreed_on_past": _l("约定的日期应在%(day)s当天或以后，并在%(days)s日以内。请核对。"),
        "heir_is_entitled": _l(
            "继承人有权提出投诉，不能以无权提出为由不予办理。请继续办理并作出处理决定。"
        ),
        "not_proceed_reason_missing": _l("请写明为什么认定提出人无权提出投诉。"),
        "not_proceeded_apart": _l(
            "“不予办理”不是处理决定。提出人无权提出投诉的，请在投诉页面办理“不予办理”。"
        ),
    }
)
messages.register_labels(
    {
        "forwarding.extend": _l("延长办理期限"),
        "forwarding.exclude": _l("扣除期间"),
        "forwarding.end_exclusion": _l("扣除期间结束"),
        "forwarding.restart": _l("重新计算期限"),
        "forwarding.agree": _l("登记约定日期"),
        "forwarding.strike": _l("撤销期限登记"),
        "forwarding.redo": _l("核查后重新办理"),
    }
)
