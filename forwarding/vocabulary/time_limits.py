"""Codes of what moves an institution's time limit (Art. 18), and of a mediation (Art. 23)."""

from portal.kernel.findings import N_

TIERS = {
    "simple": N_("情况简单"),
    "complex": N_("情况复杂"),
    "especially_complex": N_("情况特别复杂"),
}
EXCLUSION_GROUNDS = {
    "appraisal": N_("鉴定"),
    "testing": N_("检测"),
    "assessment": N_("评估"),
    "mediation": N_("调解"),
}
"""Why days do not count: external proceedings the complainant was told of, and mediation."""

EXPERT_GROUNDS = {code: words for code, words in EXCLUSION_GROUNDS.items() if code != "mediation"}
"""The grounds that count only when the complainant was told."""

APPROVER_LEVELS = {
    "superior": N_("上级机构"),
    "head_office": N_("总行、总公司高级管理人员"),
}
TIME_LIMIT_ACTS = {
    "extension": N_("延长期限"),
    "exclusion": N_("扣除期间"),
    "restart": N_("重新计算"),
    "agreement": N_("约定日期"),
    "redo": N_("核查后重新办理"),
}
MEDIATION_STATES = {
    "applied": N_("已申请"),
    "accepted": N_("调解中"),
    "ended": N_("已结束"),
}
MEDIATION_RESULTS = {
    "agreed": N_("达成调解协议"),
    "failed": N_("未达成协议"),
    "withdrawn": N_("投诉人撤回申请"),
    "declined": N_("调解组织不予受理"),
    "refused_with_cause": N_("机构有正当理由不参加调解"),
    "refused": N_("机构无正当理由拒绝调解"),
}
"""How a mediation ended; `refused` is a ground of Art. 40(3)."""
