"""The words for the codes of bulletins."""

from portal.kernel.findings import N_

KINDS = {"notice": N_("通报（发机构）"), "disclosure": N_("披露（向社会公布）")}
SECTORS = {"banking": N_("银行业"), "insurance": N_("保险业")}
COMPARED = {
    "previous": N_("环比（与上期）"),
    "year": N_("同比（与上年同期）"),
    "none": N_("不比较"),
}
COLOURS = {
    "draft": "grey",
    "submitted": "yellow",
    "approved": "blue",
    "published": "green",
    "superseded": "orange",
    "discarded": "grey",
}
RATES = {
    "per_1000_outlets": N_("每千营业网点"),
    "per_100_outlets": N_("每百营业网点"),
    "per_10m_personal_customers": N_("每千万个人客户"),
    "per_1m_personal_customers": N_("每百万个人客户"),
    "per_100m_premium_income": N_("每亿元保费"),
    "per_10k_policies": N_("每万张保单"),
    "per_10k_insured_persons": N_("每万人次"),
}
FINDINGS = {
    "period_runs": N_("报告期到%(last)s才结束，现在还不能提交。"),
    "does_not_reconcile": N_("草稿合计%(total)s件，登记簿为%(counted)s件，两者不符。请重新计算。"),
    "nothing_forwarded": N_("这一期没有转送过投诉。"),
    "uncategorised": N_("没有归入任何类别的机构：%(names)s。只计入合计。"),
    "denominator": N_("没有%(rate)s的投诉量：%(names)s（没有本期经审核的业务量指标）。"),
}
PARTS = {
    "total": N_("合计"),
    "categories": N_("机构类别"),
    "institutions": N_("机构"),
    "themes": N_("主要问题"),
    "by_category": N_("按类别"),
    "count": N_("件数"),
    "share_pct": N_("占比（%%）"),
    "own_share_pct": N_("占本机构（%%）"),
    "change_pct": N_("变化（%%）"),
    "median": N_("中位数"),
    "rate_medians": N_("比率中位数"),
    "theme_medians": N_("问题中位数"),
    "rates": N_("比率"),
    "notes": N_("说明"),
}
CUBE_PARTS = {
    "territory": N_("地区"),
    "category": N_("机构类别"),
    "entity": N_("机构"),
    "business": N_("业务"),
    "cause": N_("投诉原因"),
    "channel": N_("受理渠道"),
}
