"""The metrics of an institution (Art. 37): the denominators of published rates."""

from datetime import date

from portal.filings.returns.layout import COUNT, DATE, LINES, MONEY, Column, Layout, Line, Sheet
from portal.kernel.findings import N_
from portal.kernel.law import Dated

_UNITS = {
    "outlets": (N_("营业网点"), N_("个"), COUNT),
    "personal_customers": (N_("个人客户"), N_("户"), COUNT),
    "premium_income": (N_("保费收入"), N_("元"), MONEY),
    "policies": (N_("保单"), N_("件"), COUNT),
    "insured_persons": (N_("参保人次"), N_("人次"), COUNT),
    "total_assets": (N_("资产总额"), N_("元"), MONEY),
}
_BANKING = ("outlets", "personal_customers", "total_assets")
_INSURANCE = ("premium_income", "policies", "insured_persons", "total_assets")
_NOTES = (
    N_("这些数字是通报中比率的分母，经监管部门审核后使用。"),
    N_("金额以元为单位，不要写成万元或者亿元。"),
    N_("时点为数字所属的日期，通常为期末日；来源写明统计报表或者系统的名称。"),
    N_("本机构没有的业务留空，并在上报时写明原因。"),
)
_COLUMNS = (
    Column("name", N_("指标"), given=True, width=18),
    Column("unit", N_("单位"), given=True, width=8),
    Column("value", N_("数值"), COUNT, width=24),
    Column("as_of", N_("时点"), DATE, note=N_("报告期内的日期，通常为期末日")),
    Column("basis", N_("口径"), maximum=200, note=N_("包括和不包括什么，如不含自助网点"), width=36),
    Column("source", N_("来源"), maximum=200, note=N_("统计报表或者系统的名称"), width=36),
)


def metrics_of(institution_type: str | None, category: str) -> tuple[str, ...]:
    """Return the metrics that a type and category of institution files."""
    if institution_type == "banking":
        return _BANKING
    if institution_type == "insurer":
        return tuple(m for m in _INSURANCE if category != "财产保险公司" or m != "insured_persons")
    return tuple(_UNITS)


def unit_of(metric: str) -> str:
    """Return the unit in which a metric is filed."""
    return _UNITS[metric][1]


def name_of(metric: str) -> str:
    """Return what a metric is called."""
    return _UNITS[metric][0]


def _form(institution_type: str | None, category: str) -> Layout:
    lines = []
    for metric in metrics_of(institution_type, category):
        words, unit, kind = _UNITS[metric]
        lines.append(Line(metric, (words, unit), type=kind, maximum=10**17))
    return Layout(
        code="metrics",
        title=N_("业务量指标"),
        article="37",
        valid_from=date(2020, 3, 1),
        sheets=(Sheet("metrics", N_("指标"), _COLUMNS, LINES, tuple(lines)),),
        notes=_NOTES,
    )


FORMS = Dated({date(2020, 3, 1): _form})
