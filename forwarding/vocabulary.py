"""The codes of the field with their Chinese words; pages translate the words (see `mark`).

The mappings to JR/T 0169-2018 and GB/T 43568-2023 stay empty until the official code values are
loaded.
"""


def mark(text: str) -> str:
    """Return `text`; a word so marked is collected for translation."""
    return text


CHANNELS = {
    "web": mark("网页"),
    "phone": mark("12378热线"),
    "letter": mark("来信"),
    "visit": mark("来访"),
    "email": mark("电子邮件"),
    "transfer": mark("其他机关转来"),
    "api": mark("系统接入"),
}
"""Channels of receipt (Art. 31)."""

PAPER_CHANNELS = ("letter", "visit")

BANKING_BUSINESS = {
    "B01": mark("人民币储蓄"),
    "B02": mark("外汇"),
    "B0301": mark("个人贷款"),
    "B0302": mark("单位贷款"),
    "B0401": mark("借记卡"),
    "B0402": mark("信用卡"),
    "B05": mark("支付结算"),
    "B06": mark("自营理财"),
    "B0701": mark("代理保险"),
    "B0702": mark("代销理财与基金"),
    "B0799": mark("其他代理"),
    "B08": mark("其他中间业务"),
    "B09": mark("贵金属"),
    "B10": mark("国库"),
    "B11": mark("人民币管理"),
    "B12": mark("个人金融信息"),
    "B13": mark("债务催收"),
    "B99": mark("其他银行业务"),
}
INSURANCE_LINES = {
    "P01": mark("机动车辆保险"),
    "P02": mark("保证保险"),
    "P03": mark("家庭财产保险"),
    "P04": mark("责任保险"),
    "P05": mark("农业保险"),
    "P06": mark("意外伤害保险（财产险公司）"),
    "P07": mark("健康保险（财产险公司）"),
    "P99": mark("财产险其他"),
    "L01": mark("普通人寿保险"),
    "L02": mark("疾病保险"),
    "L03": mark("医疗保险"),
    "L04": mark("意外伤害保险"),
    "L05": mark("年金保险"),
    "L06": mark("分红保险"),
    "L07": mark("万能保险"),
    "L08": mark("投资连结保险"),
    "L09": mark("护理保险"),
    "L99": mark("人身险其他"),
}
BUSINESSES = {**BANKING_BUSINESS, **INSURANCE_LINES}

BANKING_CAUSES = {
    "C01": mark("服务态度及服务质量"),
    "C02": mark("服务设施、设备、业务系统"),
    "C03": mark("管理制度、业务规则与流程"),
    "C04": mark("营销方式和手段"),
    "C05": mark("信息披露"),
    "C06": mark("自主选择权"),
    "C07": mark("定价收费"),
    "C08": mark("产品收益"),
    "C09": mark("合同条款"),
    "C10": mark("消费者资金安全"),
    "C11": mark("消费者信息安全"),
    "C12": mark("债务催收方式和手段"),
    "C99": mark("银行业其他原因"),
}
INSURANCE_CAUSES = {
    "I01": mark("销售纠纷"),
    "I02": mark("承保纠纷"),
    "I03": mark("理赔纠纷"),
    "I04": mark("保全纠纷"),
    "I05": mark("续保续期纠纷"),
    "I06": mark("退保纠纷"),
    "I07": mark("服务纠纷"),
    "I99": mark("保险业其他原因"),
}
CAUSES = {**BANKING_CAUSES, **INSURANCE_CAUSES}

ASKED_FOR = {
    "refund": mark("退款"),
    "compensation": mark("赔偿"),
    "rescission": mark("解除合同"),
    "correction": mark("更正信息"),
    "stop_collection": mark("停止催收"),
    "apology": mark("道歉"),
    "explanation": mark("说明解释"),
    "other": mark("其他诉求"),
}
RESULTS = {
    "upheld": mark("全部支持"),
    "partly_upheld": mark("部分支持"),
    "not_upheld": mark("不支持"),
    "settled": mark("和解"),
    "withdrawn": mark("撤回"),
    "not_proceeded": mark("不予办理"),
}
RETURN_REASONS = {
    "not_ours": mark("非本机构"),
    "too_little": mark("信息不足"),
    "repeat": mark("重复"),
    "settled_before": mark("已达成和解"),
    "other": mark("其他原因"),
}
TRACKS = {
    "report": mark("举报"),
    "petition": mark("信访"),
    "disclosure_request": mark("信息公开"),
    "enquiry": mark("咨询"),
    "suggestion": mark("建议"),
    "integrity": mark("廉政"),
}
"""Other tracks of Art. 32."""

DIVERSION_REASONS = {
    "nothing_bought": mark("没有购买产品或者接受服务"),
    "no_dispute": mark("没有与机构或者其从业人员发生纠纷"),
    "no_civil_right": mark("没有主张民事权益"),
    "internal": mark("属于劳动、代理合同或者机构内部管理事项"),
    "explanation": mark("属于产品解释或者业务咨询"),
    "social_insurance": mark("属于社会保险事项"),
    "proceedings": mark("已经由诉讼、仲裁或者复议处理"),
    "final_decision": mark("其他机关已有最终决定"),
    "other": mark("其他理由"),
}
"""Why a submission is no complaint (Art. 2), and grounds of older notices; two officers judge."""

COMPLAINANT_KINDS = {"natural": mark("自然人"), "organisation": mark("单位")}
FILER_KINDS = {
    "self": mark("本人"),
    "guardian": mark("法定代理人"),
    "agent": mark("受托人"),
    "heir": mark("继承人"),
}
PARTY_ROLES = {
    "complainant": mark("投诉人"),
    "guardian": mark("法定代理人"),
    "agent": mark("受托人"),
    "heir": mark("继承人"),
    "legal_representative": mark("法定代表人"),
}
ID_TYPES = {
    "resident_id": mark("居民身份证"),
    "uscc": mark("统一社会信用代码"),
    "passport": mark("护照"),
    "permit": mark("港澳台居民来往通行证"),
    "other": mark("其他证件"),
}
TELLING_MEANS = {
    "in_person": mark("当面递交"),
    "letter": mark("邮寄"),
    "sms": mark("短信"),
    "email": mark("电子邮件"),
    "electronic": mark("其他可保存电子信息"),
    "phone": mark("电话"),
}
"""Means of telling (Art. 21)."""

ATTEMPT_OUTCOMES = {
    "no_answer": mark("无人接听"),
    "wrong_number": mark("号码有误"),
    "refused": mark("拒绝接听"),
    "returned_mail": mark("邮件退回"),
    "failed": mark("发送失败"),
}
PURPOSES = {
    "evidence": mark("证据材料"),
    "identity": mark("身份证明"),
    "power_of_attorney": mark("授权委托书"),
    "guardianship": mark("监护关系证明"),
    "succession": mark("继承关系证明"),
    "licence": mark("营业执照"),
    "report": mark("报告材料"),
    "letter": mark("转办单"),
    "telling_proof": mark("告知凭证"),
    "supplement": mark("补充材料"),
}
REMEDIES = {
    "review": mark("申请核查"),
    "mediation": mark("调解"),
    "arbitration": mark("仲裁"),
    "litigation": mark("诉讼"),
}
DECISION_BLOCKS = {
    "verified": mark("核实的情况"),
    "basis_reasons": mark("处理依据和理由"),
    "decision": mark("处理决定"),
    "remedies": mark("救济途径"),
}
"""Blocks of a decision (Art. 19)."""

FEEDBACK_HEADINGS = {
    "basic": mark("基本情况"),
    "focus": mark("争议焦点"),
    "findings": mark("调查结果及证据"),
    "basis": mark("处理依据"),
    "communication": mark("沟通情况"),
    "extension": mark("延期情况"),
    "satisfaction": mark("满意度"),
    "source_rectification": mark("溯源整改"),
}
