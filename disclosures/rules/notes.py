"""The notes of a bulletin: its basis, its denominators, its breaks, in the words of practice."""

from collections.abc import Mapping, Sequence
from typing import Any

from disclosures.rules.series import Series

NOT_OFFERED = "不适用：没有该项业务或者该项业务从无投诉"
BROKEN = "统计口径自2022年第一季度起调整，不作比较"
NOT_COMPARED = "本期不作比较"
FROM_NOUGHT = "上期为零，不计算百分比"
METRIC_NAMES = {
    "outlets": "营业网点数",
    "personal_customers": "个人客户数",
    "premium_income": "保费收入",
    "policies": "保单数",
    "insured_persons": "承保人次",
    "total_assets": "资产总额",
}


def unchanged(settings: Series) -> str:
    """Return how an unchanged count is worded: never as 0%."""
    earlier = settings.period.previous if settings.compare == "previous" else None
    if earlier is None:
        return "与上年同期相同"
    names = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}
    same_year = earlier.first.year == settings.period.first.year
    return f"与{names[earlier.text[4:]]}相同" if same_year and "Q" in earlier.text else "与上期相同"


def notes(
    settings: Series,
    *,
    broken: bool,
    lacking: Mapping[str, Sequence[str]],
    rows: Sequence[Mapping[str, Any]],
) -> list[str]:
    """Return the notes in their order."""
    found = ["本期数据为监管部门接收并转送机构处理的消费投诉。"]
    if settings.merged:
        found.append("同一投诉人重复提出的同一投诉合并计为一件。")
    else:
        found.append("同一投诉人重复提出的投诉分别计数。")
    if broken:
        found.append(BROKEN + "。")
    if rows:
        found.append("占比按四舍五入列示，合计可能不等于100%。")
    for metric, names in lacking.items():
        found.append(
            f"未列示与{METRIC_NAMES.get(metric, metric)}相比的投诉量："
            f"{'、'.join(names)}（没有本期经审核的数据）。"
        )
    return found
