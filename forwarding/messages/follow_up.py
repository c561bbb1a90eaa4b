"""The sentences of the follow-up (回访)."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "satisfaction_of_five": _l("满意度应为1至5分。请重新选择。"),
        "follow_up_too_few_tries": _l(
            "目前只记录了%(tried)s次联系，记录满%(needed)s次后才能登记无法联系。"
            "请换个时间再联系并记录。"
        ),
        "follow_up_waits": _l("本件经核查正在重新处理。请等办结后再回访。"),
    }
)
messages.register_labels({"open": _l("待回访")})
