"""The codes of the field with their Chinese words; pages translate the words (marked by `N_`).

The mappings to JR/T 0169-2018 and GB/T 43568-2023 stay empty until the official code values are
loaded.
"""

from forwarding.vocabulary.elsewhere import DECLINE_REASONS as DECLINE_REASONS
from forwarding.vocabulary.elsewhere import DISCREET_OUTCOME as DISCREET_OUTCOME
from forwarding.vocabulary.elsewhere import GO_INSTEAD as GO_INSTEAD
from forwarding.vocabulary.elsewhere import MATTER_STATES as MATTER_STATES
from forwarding.vocabulary.elsewhere import OUTCOMES_OF_TRACKS as OUTCOMES_OF_TRACKS
from portal.filings.returns.codes import BANKING_BUSINESS as BANKING_BUSINESS
from portal.filings.returns.codes import BANKING_CAUSES as BANKING_CAUSES
from portal.filings.returns.codes import BUSINESSES as BUSINESSES
from portal.filings.returns.codes import CAUSES as CAUSES
from portal.filings.returns.codes import INSURANCE_CAUSES as INSURANCE_CAUSES
from portal.filings.returns.codes import INSURANCE_LINES as INSURANCE_LINES
from portal.filings.returns.codes import RESULTS as RESULTS
from portal.kernel.findings import N_

CHANNELS = {
    "web": N_("网页"),
    "phone": N_("12378热线"),
    "letter": N_("来信"),
    "visit": N_("来访"),
    "email": N_("电子邮件"),
    "transfer": N_("其他机关转来"),
    "api": N_("系统接入"),
}
"""Channels of receipt (Art. 31)."""

PAPER_CHANNELS = ("letter", "visit")

ASKED_FOR = {
    "refund": N_("退款"),
    "compensation": N_("赔偿"),
    "rescission": N_("解除合同"),
    "correction": N_("更正信息"),
    "stop_collection": N_("停止催收"),
    "apology": N_("道歉"),
    "explanation": N_("说明解释"),
    "other": N_("其他诉求"),
}
DECIDED_RESULTS = {code: words for code, words in RESULTS.items() if code != "not_proceeded"}
"""Results of a decision; not proceeding is none and has an act of its own (Art. 18)."""

RETURN_REASONS = {
    "not_ours": N_("非本机构"),
    "too_little": N_("信息不足"),
    "repeat": N_("重复"),
    "settled_before": N_("已达成和解"),
    "other": N_("其他原因"),
}
TRACKS = {
    "report": N_("举报"),
    "petition": N_("信访"),
    "disclosure_request": N_("信息公开"),
    "enquiry": N_("咨询"),
    "suggestion": N_("建议"),
    "integrity": N_("廉政"),
}
"""Other tracks of Art. 32."""

DIVERSION_REASONS = {
    "nothing_bought": N_("没有购买产品或者接受服务"),
    "no_dispute": N_("没有与机构或者其从业人员发生纠纷"),
    "no_civil_right": N_("没有主张民事权益"),
    "other": N_("其他理由"),
}
"""Why a submission is no complaint (Art. 2); two officers judge."""

COMPLAINANT_KINDS = {"natural": N_("自然人"), "organisation": N_("单位")}
FILER_KINDS = {
    "self": N_("本人"),
    "guardian": N_("法定代理人"),
    "agent": N_("受托人"),
    "heir": N_("继承人"),
}
PARTY_ROLES = {
    "complainant": N_("投诉人"),
    "guardian": N_("法定代理人"),
    "agent": N_("受托人"),
    "heir": N_("继承人"),
    "legal_representative": N_("法定代表人"),
    "representative": N_("共同投诉代表"),
    "member": N_("共同投诉人"),
}
ID_TYPES = {
    "resident_id": N_("居民身份证"),
    "uscc": N_("统一社会信用代码"),
    "passport": N_("护照"),
    "permit": N_("港澳台居民来往通行证"),
    "other": N_("其他证件"),
}
TELLING_MEANS = {
    "in_person": N_("当面递交"),
    "letter": N_("邮寄"),
    "sms": N_("短信"),
    "email": N_("电子邮件"),
    "electronic": N_("其他可保存电子信息"),
    "phone": N_("电话"),
}
"""Means of telling (Art. 21)."""

ATTEMPT_OUTCOMES = {
    "no_answer": N_("无人接听"),
    "wrong_number": N_("号码有误"),
    "refused": N_("拒绝接听"),
    "returned_mail": N_("邮件退回"),
    "failed": N_("发送失败"),
}
PURPOSES = {
    "evidence": N_("证据材料"),
    "identity": N_("身份证明"),
    "power_of_attorney": N_("授权委托书"),
    "guardianship": N_("监护关系证明"),
    "succession": N_("继承关系证明"),
    "licence": N_("营业执照"),
    "report": N_("报告材料"),
    "letter": N_("转办单"),
    "telling_proof": N_("告知凭证"),
    "supplement": N_("补充材料"),
}
REMEDIES = {
    "review": N_("申请核查"),
    "mediation": N_("调解"),
    "arbitration": N_("仲裁"),
    "litigation": N_("诉讼"),
}
DECISION_BLOCKS = {
    "verified": N_("核实的情况"),
    "basis_reasons": N_("处理依据和理由"),
    "decision": N_("处理决定"),
    "remedies": N_("救济途径"),
}
"""Blocks of a decision (Art. 19)."""

FEEDBACK_HEADINGS = {
    "basic": N_("基本情况"),
    "focus": N_("争议焦点"),
    "findings": N_("调查结果及证据"),
    "basis": N_("处理依据"),
    "communication": N_("沟通情况"),
    "extension": N_("延期情况"),
    "satisfaction": N_("满意度"),
    "source_rectification": N_("溯源整改"),
}

from forwarding.vocabulary.joint import (  # noqa: E402, F401
    GAPS_OF_ACTING,
    MAJOR_KINDS,
    PUBLIC_EVENTS,
)
from forwarding.vocabulary.reviews import (  # noqa: E402, F401
    REVIEW_BLOCKS,
    REVIEW_OUTCOMES,
    REVIEW_STATES,
)
