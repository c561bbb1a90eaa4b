"""Codes of what is not forwarded: where other tracks lead, and why a case is not accepted."""

from portal.kernel.findings import N_

OUTCOMES_OF_TRACKS = {
    "report": N_("已转举报渠道处理"),
    "petition": N_("已转信访渠道处理"),
    "disclosure_request": N_("请按政府信息公开程序提出申请"),
    "enquiry": N_("可拨打12378咨询"),
    "suggestion": N_("已作为意见建议记录"),
    "integrity": N_("已转纪检渠道处理"),
}
"""What becomes of a submission on another track, as its filer is told."""

DISCREET_OUTCOME = N_("已转相应渠道处理")
"""The same where others may read along: whoever sees a telephone need not learn of a 举报."""

DECLINE_REASONS = {
    "internal": N_("属于劳动、代理合同或者机构内部管理事项"),
    "explanation": N_("属于产品解释或者业务咨询"),
    "social_insurance": N_("属于社会保险事项"),
    "proceedings": N_("已经由诉讼、仲裁或者复议处理"),
    "final_decision": N_("其他机关已有最终决定"),
}
"""Why a complaint is not accepted: grounds of older notices that the Measures leave open."""

GO_INSTEAD = {
    "internal": N_("可以向机构的人事或者管理部门提出，也可以申请劳动仲裁或者提起诉讼"),
    "explanation": N_("可以向机构的客服热线询问，也可以拨打12378咨询"),
    "social_insurance": N_("可以向参保地的社会保险经办机构提出，或者拨打12333咨询"),
    "proceedings": N_("可以向审理该案的法院、仲裁机构或者复议机关提出"),
    "final_decision": N_("可以依法对该决定申请行政复议或者提起诉讼"),
}
"""Where to turn instead, by reason; an officer may word it for the case."""

MATTER_STATES = {
    "open": N_("待转出"),
    "passed_on": N_("已转出"),
    "finished": N_("已办结"),
}
