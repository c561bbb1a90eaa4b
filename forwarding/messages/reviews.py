"""What is said of reviews of a branch's decision (Art. 20)."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "nothing_to_review": _l("机构报告处理决定后才能申请核查。"),
        "not_a_branch_decision": _l(
            "处理决定不是分支机构作出的，不适用核查。投诉人可以选择调解、仲裁或者诉讼。"
        ),
        "superior_reviews": _l("核查由作出决定的分支机构的上级机构办理。请由上级机构的人员登记。"),
        "review_under_way": _l("这项处理决定正在核查。请在原核查中办理。"),
        "reviewed_before": _l("这项处理决定已经核查过。投诉人可以选择调解、仲裁或者诉讼。"),
        "review_days_wrong": _l(
            "日期应依次为：机构收到转送（%(since)s）、投诉人收到决定、申请核查、今天（%(until)s）。"
            "请核对。"
        ),
        "review_in_time": _l(
            "申请在期限内提出（%(day)s），不能以逾期为由不予核查。请作出核查决定。"
        ),
        "review_blocks_missing": _l("核查结论还应写明：%(missing)s。请补充后再提交。"),
        "review_decided_before": _l("核查决定的日期不能早于申请日期（%(since)s）。请核对。"),
        "review_lateness_unexplained": _l(
            "核查期限（%(due_on)s）已过。请写明没有在期限内决定并告知的原因。"
        ),
    }
)
messages.register_labels(
    {
        # Neutral: other remedies are applied for and decided as well.
        "applied": _l("已申请"),
        "refused": _l("不予办理"),
        "decided": _l("已作出决定"),
        "result": _l("处理结果"),
        "process": _l("处理过程"),
        "time_limits": _l("处理时限"),
        "decide": _l("作出核查决定"),
        "refuse_late": _l("逾期不予核查"),
    }
)
