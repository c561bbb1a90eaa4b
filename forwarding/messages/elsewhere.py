"""What is refused of what goes elsewhere, and how to mend it; the words for its acts."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "report_sent_already": _l(
            "本件已经转送机构，机构看过全文，不能再从中拆出举报。"
            "请另行登记该举报线索，并请机构对已看到的内容保密。"
        ),
        "report_still_shown": _l(
            "举报内容不能让机构看到：提供给机构的内容与原文相同，也没有隐去材料。"
            "请从提供给机构的诉求或者事实中删去举报内容，或者勾选不提供的材料。"
        ),
        "unknown_file": _l("所选材料不属于本件。请刷新页面后重新勾选。"),
        "passed_to_missing": _l("请写明转往的部门或者机关。"),
        "outcome_missing": _l("请写明办理结果。"),
        "decline_reason_missing": _l("请选择不予接收的情形，并写明具体理由。"),
        "always_forwarded": _l(
            "销售、合同、理赔和服务纠纷一律转送，不能以此情形不予接收。"
            "请转送机构；分类有误的，请先更正投诉原因。"
        ),
        "hand_over_while_handled": _l(
            "仍有机构在办理本件，不能移交。请等机构办结，或者由其退回后再移交。"
        ),
        "unknown_place_or_unit": _l("没有这个监管单位或者行政区划。请选择列表中的单位，核对代码。"),
        "own_unit": _l("本件已经由该单位办理，无需移交。请选择其他单位。"),
        "other_territory": _l(
            "所选地点不在%(unit)s的辖区。请更正案件所在地，或者选择当地的监管单位。"
        ),
        "late_close_reason_missing": _l("本件逾期，办结须写明逾期原因。请填写“逾期原因”后再通过。"),
    }
)
messages.register_labels(
    {
        "split": _l("拆分"),
        "passed_on": _l("已转出"),
        "finished": _l("已办结"),
        "pass_on": _l("转出"),
        "finish": _l("办结"),
        "matter.pass_on": _l("转出"),
        "matter.finish": _l("办结"),
    }
)
