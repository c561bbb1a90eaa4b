"""The words for the codes of filings, on pages and in sheets."""

from portal.kernel.findings import N_

KINDS = {
    "policy": N_("制度"),
    "persons": N_("责任人名单及变动"),
    "data_return": N_("投诉数据"),
    "handling_report": N_("投诉处理工作情况"),
    "metrics": N_("业务指标"),
    "disclosure": N_("年度信息披露"),
    "other": N_("其他"),
}
FREQUENCIES = {
    "once": N_("一次"),
    "yearly": N_("每年"),
    "half_yearly": N_("每半年"),
    "quarterly": N_("每季度"),
    "on_change": N_("变动后"),
}
DAY_KINDS = {"natural": N_("自然日"), "working": N_("工作日")}
CHANNEL_POINTS = {
    "published": N_("公布投诉渠道和处理流程"),
    "internet_published": N_("公布电子邮箱和网址"),
    "in_contracts": N_("合同载明投诉渠道"),
}
CHANNEL_STATES = {
    "not_met": N_("未做到"),
    "met": N_("已做到"),
    "not_looked_at": N_("尚未检查"),
}
TO_LOOK_AGAIN = N_("机构称已整改，待复查")
CHANNEL_COLOURS = {"not_met": "red", "met": "green", "not_looked_at": "grey"}
LEVELS = {"head": N_("法人机构"), "branch": N_("分支机构"), "": N_("法人机构和分支机构")}
DUTY_STATES = {
    "overdue": N_("逾期未报"),
    "open": N_("待报送"),
    "to_come": N_("未到报送期"),
    "met_late": N_("逾期报送"),
    "met": N_("按期报送"),
    "exempt": N_("已豁免"),
}
DUTY_COLOURS = {
    "overdue": "red",
    "open": "yellow",
    "to_come": "grey",
    "met_late": "orange",
    "met": "green",
    "exempt": "grey",
}
FILING_COLOURS = {
    "draft": "grey",
    "checking": "yellow",
    "checked": "blue",
    "failed": "red",
    "submitted": "yellow",
    "accepted": "green",
    "returned": "orange",
    "superseded": "grey",
    "retired": "grey",
    "discarded": "grey",
}
OFFICES = {
    "senior_officer": N_("分管高级管理人员"),
    "department_head": N_("牵头部门负责人"),
    "contact_a": N_("联系人（A岗）"),
    "contact_b": N_("联系人（B岗）"),
}
NEEDED = {
    "senior_officer": N_("分管高级管理人员"),
    "department_head": N_("牵头部门负责人"),
    "contact": N_("联系人（A岗和B岗）"),
}
PERSON_CHANGES = {
    "appointed": N_("任职（岗位原来空缺）"),
    "replaced": N_("接任（前任离任）"),
    "left": N_("离任（暂无接任）"),
    "corrected": N_("更正（原来填错）"),
    "reorganised": N_("机构调整（部门或者岗位变更）"),
}
