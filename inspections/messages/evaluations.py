"""The sentences and words of the yearly evaluation."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

ELEMENTS = {
    "system": _l("体制机制"),
    "suitability": _l("适当性管理"),
    "marketing": _l("营销行为管理"),
    "disputes": _l("纠纷化解"),
    "education": _l("金融教育"),
    "service": _l("消费者服务"),
    "privacy": _l("个人信息保护"),
}
MEASURES = {
    "manual": _l("人工评分"),
    "late_percent": _l("逾期办理占转送件"),
    "sent_back_percent": _l("被退回占已报告件"),
    "changed_percent": _l("核查改变占已核查件"),
    "marketing_percent": _l("营销和信息披露类占转送件"),
    "service_percent": _l("服务类占转送件"),
    "privacy_percent": _l("信息安全类占转送件"),
    "rise_percent": _l("转送件与上年同期之比"),
    "filed_late_percent": _l("逾期报送占应报事项"),
    "filings_sent_back_percent": _l("被退回占应报事项"),
    "failed_percent": _l("未按期落实占整改要求"),
    "unmet": _l("应报未报（项）"),
    "overdue": _l("逾期未完成的整改（项）"),
    "findings": _l("检查发现（项）"),
    "repeated": _l("屡查屡犯（项）"),
    "refused": _l("无正当理由拒绝调解（件）"),
    "rate_percent": _l("投诉率与同类中位数之比"),
}
COUNTS = {
    "forwarded": _l("转送件"),
    "late": _l("逾期办理"),
    "reported": _l("已报告"),
    "sent_back": _l("报告被退回"),
    "reviewed": _l("已核查"),
    "changed": _l("核查改变"),
    "marketing": _l("营销和信息披露类"),
    "service": _l("服务类"),
    "privacy": _l("信息安全类"),
    "before": _l("上年同期转送件"),
    "due": _l("应报事项"),
    "filed_late": _l("逾期报送"),
    "unmet": _l("应报未报"),
    "filings_sent_back": _l("报送被退回"),
    "demanded": _l("整改要求和责令改正"),
    "failed": _l("未按期落实"),
    "overdue": _l("逾期未完成"),
    "findings": _l("检查发现"),
    "repeated": _l("屡查屡犯"),
    "refused": _l("拒绝调解"),
}
STATES = {
    "drafted": _l("评分中"),
    "submitted": _l("待复核"),
    "reviewed": _l("待核定"),
    "settled": _l("已核定"),
    "superseded": _l("已被更正"),
}
GRADES = {"1": _l("一级"), "2": _l("二级"), "3": _l("三级"), "4": _l("四级")}
ACTS = {
    "submit": _l("提交复核"),
    "send_back": _l("退回重评"),
    "review": _l("复核通过"),
    "settle": _l("核定"),
    "supersede": _l("更正"),
}

messages.register(
    {
        "no_weights": _l("%(year)s年没有适用的考评权重。请先载入该年度的权重。"),
        "weights_elements": _l(
            "要素不全或有多余：%(elements)s。七个要素每个都要有，且只能有一次。"
        ),
        "weights_minimum": _l("“%(element)s”的权重低于%(least)s。请提高后再载入。"),
        "weights_indicators": _l("“%(element)s”各指标的权重相加不等于%(weight)s。请核对后再载入。"),
        "weights_sum": _l("各要素的权重相加为%(sum)s，应为100。请核对后再载入。"),
        "weights_codes": _l("指标编号有重复。请逐一使用不同的编号。"),
        "weights_measure": _l("没有“%(measure)s”这一指标口径。请从口径列表中选择。"),
        "weights_bounds": _l("“%(name)s”的满分值和零分值相同。请填写不同的数值。"),
        "weights_grades": _l("等级分数线应从高到低、互不相同，最低一级为0分。"),
        "weights_edition_missing": _l("请填写版本名称。"),
        "weights_edition_taken": _l("已有名为“%(edition)s”的版本。请使用其他名称。"),
        "weights_in_force": _l("这套权重已经启用。"),
        "weights_second_officer": _l("载入权重的人员不能自己批准，请由另一名人员批准。"),
        "evaluation_year": _l("考评年度应在2020年至%(until)s年之间。"),
        "not_scored_by_hand": _l("这项指标由系统计算，不能人工评分。请刷新页面后再办理。"),
        "score_outside": _l("评分应在0到%(weight)s之间，最多两位小数。"),
        "evaluation_incomplete": _l("以下指标还没有评分：%(missing)s。请评分后再提交。"),
        "evaluation_reason_missing": _l("请写明理由（不少于4个字），将留存备查。"),
        "evaluation_second_officer": _l("提交人不能复核、核定或退回，请由其他人员办理。"),
        "evaluation_third_officer": _l("复核人不能核定，请由第三名人员核定。"),
        "evaluation_being_corrected": _l("这张考评表正在更正，请办理更正中的考评表。"),
    }
)
messages.register_labels(
    {f"evaluation:{state}": words for state, words in STATES.items()}
    | {f"evaluation:{act}": words for act, words in ACTS.items()}
    | {f"evaluation.{act}": words for act, words in ACTS.items()}
    | {
        "evaluation": _l("考评表"),
        "evaluation.draft": _l("取数"),
        "evaluation.score": _l("人工评分"),
        "evaluation.correct": _l("开始更正"),
        "evaluation.export": _l("导出考评结果"),
        "weights": _l("考评权重"),
        "weights.ship": _l("启用随附的考评权重"),
        "weights.propose": _l("载入考评权重"),
        "weights.approve": _l("批准考评权重"),
    }
)
