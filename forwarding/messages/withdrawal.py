"""What is said of withdrawing a complaint (Art. 15)."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "withdrawn_in_future": _l("收到撤回申请的时间不能晚于现在。请填写实际收到的时间。"),
        "withdrawn_before_receipt": _l(
            "收到撤回申请的日期不能早于接收投诉之日（%(since)s）。请核对。"
        ),
        "withdrawal_delay_unexplained": _l(
            "撤回申请已于%(day)s收到，今天才登记。请写明没有在当日登记和转告的原因。"
        ),
        "case_withdrawn": _l("投诉人已于%(day)s撤回，本件终止办理，不需要再办理。"),
    }
)
messages.register_labels(
    {
        "moot": _l("不需再告知"),
        "lapse": _l("终止"),
        "lapsed": _l("已终止"),
    }
)
