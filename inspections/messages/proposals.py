"""The sentences and words of what the rules propose."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

RULES = {
    "late_handling": _l("多件投诉逾期未办结"),
    "reports_sent_back": _l("多份处理报告内容不全被退回"),
    "mediation_refused": _l("无正当理由拒绝调解"),
    "mediation_unperformed": _l("未按期履行调解协议"),
    "channels_unpublished": _l("未按规定公布投诉渠道和处理流程"),
    "product_cluster": _l("同一业务投诉集中"),
    "cause_rise": _l("同一业务、同一原因投诉成倍上升"),
    "filing_overdue": _l("应报事项逾期未报"),
    "persons_missing": _l("投诉处理责任人空缺"),
    "incident_unreported": _l("重大消费投诉未报告"),
    "demand_failed": _l("整改要求未按期落实"),
}
SUGGESTS = {
    "inspection": _l("开展检查"),
    "demand": _l("要求整改"),
    "order": _l("责令限期改正"),
}
STATES = {"open": _l("待处理"), "taken_up": _l("已采用"), "dismissed": _l("不采用")}
GROUNDS = {
    "channels_unpublished": _l("未公布投诉渠道等信息"),
    "handled_wrongly": _l("未按规定处理投诉或者告知"),
    "mediation_refused": _l("无正当理由拒绝调解或者不履行调解协议"),
    "not_reported": _l("未按规定报告"),
    "demand_failed": _l("未落实整改要求"),
}
CHARGES = {
    "senior_officer": _l("分管投诉工作的高级管理人员"),
    "department_head": _l("投诉管理部门负责人"),
    "contact": _l("投诉工作联系人"),
}
POINTS = {
    "published": _l("公布投诉渠道和处理流程"),
    "internet_published": _l("公布互联网投诉渠道"),
    "in_contracts": _l("合同中载明投诉渠道"),
}
WANTED = {
    "late_handling": _l("对逾期投诉逐件办结并说明原因，完善时限管理。"),
    "reports_sent_back": _l("按第十九条的内容补正处理报告，规范处理决定的内容。"),
    "mediation_refused": _l("说明拒绝调解的理由，按规定参加调解。"),
    "mediation_unperformed": _l("履行已达成的调解协议，并报送履行凭证。"),
    "channels_unpublished": _l("按第八条公布投诉渠道和处理流程，并报送公布情况。"),
    "filing_overdue": _l("补报逾期未报事项，并说明原因。"),
    "persons_missing": _l("明确投诉处理责任人，并报送责任人名单。"),
    "incident_unreported": _l("报告重大消费投诉的发生和处置情况。"),
    "demand_failed": _l("完成整改要求中尚未落实的事项。"),
}
"""What a demand or an order asks for where it takes a proposal up; an officer edits it."""

messages.register(
    {
        "proposal_reason_missing": _l("请写明理由（不少于4个字），将留存备查。"),
        "unknown_proposal_rule": _l("没有这条规则。请从列表中选择。"),
        "proposal_rule_backdated": _l("生效日期不能早于今日（%(since)s）。"),
    }
)
messages.register_labels(
    {
        "proposal.dismiss": _l("不采用监督建议"),
        "proposal.take_up": _l("采用监督建议"),
        "proposal.set_rule": _l("设置监督建议规则"),
        "proposal": _l("监督建议"),
        "proposal:dismiss": _l("不采用"),
        "proposal:take_up": _l("采用"),
    }
    | {f"proposal:{state}": words for state, words in STATES.items()}
)
