"""Codes of joint (Art. 12) and of major complaints (Art. 29)."""

from portal.kernel.findings import N_

PUBLIC_EVENTS = {
    "natural_disaster": N_("自然灾害"),
    "safety_accident": N_("安全事故"),
    "public_health": N_("公共卫生事件"),
}
"""Events behind a major complaint of kind 1 (Art. 29)."""

MAJOR_KINDS = {
    1: N_("自然灾害、安全事故、公共卫生事件引发"),
    2: N_("20名以上投诉人当面共同投诉"),
    3: N_("监管机构认定"),
}

GAPS_OF_ACTING = {
    "guardian_name": N_("法定代理人姓名"),
    "guardian_id_no": N_("法定代理人证件号码"),
    "guardian_contact": N_("法定代理人联系方式"),
    "agent_name": N_("受托人姓名"),
    "agent_id_no": N_("受托人证件号码"),
    "agent_contact": N_("受托人联系方式"),
    "heir_name": N_("继承人姓名"),
    "heir_id_no": N_("继承人证件号码"),
    "heir_contact": N_("继承人联系方式"),
    "legal_representative_name": N_("法定代表人姓名"),
    "legal_representative_id_no": N_("法定代表人证件号码"),
    "legal_representative_contact": N_("法定代表人联系方式"),
}
"""What Arts. 13 and 14 ask of who acts, and is not known."""
