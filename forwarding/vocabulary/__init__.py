"""The codes of the field with their Chinese words; pages translate the words (marked by `N_`).

The mappings to JR/T 0169-2018 and GB/T 43568-2023 stay empty until the official code values are
loaded.
"""

from forwarding.vocabulary.elsewhere import DECLINE_REASONS as DECLINE_REASONS
from forwarding.vocabulary.elsewhere import DISCREET_OUTCOME as DISCREET_OUTCOME
from forwarding.vocabulary.elsewhere import GO_INSTEAD as GO_INSTEAD
from forwarding.vocabulary.elsewhere import MATTER_STATES as MATTER_STATES
from forwarding.vocabulary.elsewhere import OUTCOMES_OF_TRACKS as OUTCOMES_OF_TRACKS
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

BANKING_BUSINESS = {
    "B01": N_("人民币储蓄"),
    "B02": N_("外汇"),
    "B0301": N_("个人贷款"),
    "B0302": N_("单位贷款"),
    "B0401": N_("借记卡"),
    "B0402": N_("信用卡"),
    "B05": N_("支付结算"),
    "B06": N_("自营理财"),
    "B0701": N_("代理保险"),
    "B0702": N_("代销理财与基金"),
    "B0799": N_("其他代理"),
    "B08": N_("其他中间业务"),
    "B09": N_("贵金属"),
    "B10": N_("国库"),
    "B11": N_("人民币管理"),
    "B12": N_("个人金融信息"),
    "B13": N_("债务催收"),
    "B99": N_("其他银行业务"),
}
INSURANCE_LINES = {
    "P01": N_("机动车辆保险"),
    "P02": N_("保证保险"),
    "P03": N_("家庭财产保险"),
    "P04": N_("责任保险"),
    "P05": N_("农业保险"),
    "P06": N_("意外伤害保险（财产险公司）"),
    "P07": N_("健康保险（财产险公司）"),
    "P99": N_("财产险其他"),
    "L01": N_("普通人寿保险"),
    "L02": N_("疾病保险"),
    "L03": N_("医疗保险"),
    "L04": N_("意外伤害保险"),
    "L05": N_("年金保险"),
    "L06": N_("分红保险"),
    "L07": N_("万能保险"),
    "L08": N_("投资连结保险"),
    "L09": N_("护理保险"),
    "L99": N_("人身险其他"),
}
BUSINESSES = {**BANKING_BUSINESS, **INSURANCE_LINES}

BANKING_CAUSES = {
    "C01": N_("服务态度及服务质量"),
    "C02": N_("服务设施、设备、业务系统"),
    "C03": N_("管理制度、业务规则与流程"),
    "C04": N_("营销方式和手段"),
    "C05": N_("信息披露"),
    "C06": N_("自主选择权"),
    "C07": N_("定价收费"),
    "C08": N_("产品收益"),
    "C09": N_("合同条款"),
    "C10": N_("消费者资金安全"),
    "C11": N_("消费者信息安全"),
    "C12": N_("债务催收方式和手段"),
    "C99": N_("银行业其他原因"),
}
INSURANCE_CAUSES = {
    "I01": N_("销售纠纷"),
    "I02": N_("承保纠纷"),
    "I03": N_("理赔纠纷"),
    "I04": N_("保全纠纷"),
    "I05": N_("续保续期纠纷"),
    "I06": N_("退保纠纷"),
    "I07": N_("服务纠纷"),
    "I99": N_("保险业其他原因"),
}
CAUSES = {**BANKING_CAUSES, **INSURANCE_CAUSES}

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
RESULTS = {
    "upheld": N_("全部支持"),
    "partly_upheld": N_("部分支持"),
    "not_upheld": N_("不支持"),
    "settled": N_("和解"),
    "withdrawn": N_("撤回"),
    "not_proceeded": N_("不予办理"),
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
