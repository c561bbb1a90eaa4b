"""What is refused of a mediation, and how to mend it; the words for its states and acts."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "mediation_closed": _l("本件已经退回或者撤回，不再登记调解。"),
        "mediation_open": _l("已有一次调解正在进行。请先登记它的结束，再登记新的调解。"),
        "mediation_gone": _l("没有找到这次调解。请刷新页面后重试。"),
        "unknown_mediator": _l("没有找到所选的调解组织。请从名录中选择。"),
        "mediator_not_active": _l(
            "%(name)s在申请之日不在名录所载的工作期间内。请核对日期，或选择其他调解组织。"
        ),
        "mediation_days": _l("日期应在%(since)s至%(until)s之间，并依次为同意、申请、受理、结束。"),
        "mediation_not_accepted": _l(
            "调解组织还没有受理，不能登记达成或者未达成协议。请先登记受理日期。"
        ),
        "mediation_result_unknown": _l("请选择调解结果。"),
        "mediation_note_missing": _l("机构不参加调解的，请写明理由。"),
        "mediation_amount_without_agreement": _l("只有达成调解协议的才填写金额。请清空金额。"),
        "nothing_to_perform": _l("只有达成协议且尚未登记履行的调解，才可以登记履行日期。"),
    }
)
messages.register_labels(
    {
        "accepted": _l("调解中"),
        "ended": _l("已结束"),
        "accept": _l("受理"),
        "end": _l("结束"),
        "mediation.apply": _l("申请调解"),
        "mediation.accept": _l("调解组织受理"),
        "mediation.end": _l("调解结束"),
        "mediation.perform": _l("调解协议已履行"),
    }
)
