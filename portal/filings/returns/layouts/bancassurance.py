"""The quarterly bancassurance report: taken over from older notices, never demanded by default."""

from datetime import date

from portal.filings.returns.layout import COUNT, LINES, MONEY, Column, Layout, Line, Sheet
from portal.kernel.findings import N_
from portal.kernel.law import Dated

_ITEMS = (
    ("insurers", N_("合作的保险公司"), N_("家"), COUNT),
    ("outlets", N_("代理保险的网点"), N_("个"), COUNT),
    ("policies", N_("代理保单"), N_("件"), COUNT),
    ("premium_income", N_("代理保费收入"), N_("元"), MONEY),
    ("surrenders", N_("犹豫期后退保"), N_("件"), COUNT),
    ("received", N_("新收代理保险投诉"), N_("件"), COUNT),
    ("settled", N_("办结代理保险投诉"), N_("件"), COUNT),
)
_SECTIONS = (
    ("business", N_("代理保险业务开展情况"), N_("规模、产品结构和变化")),
    ("complaints", N_("投诉和处理情况"), N_("投诉的数量、原因、处理结果")),
    ("partners", N_("与保险公司合作情况"), N_("合作的公司、变化和评价")),
    ("control", N_("内控和风险管理情况"), N_("内控制度的变化、检查和发现的问题")),
    ("other", N_("其他需要报告的情况"), N_("没有的写“无”")),
)
FIGURES = Sheet(
    code="figures",
    title=N_("业务数据"),
    columns=(
        Column("item", N_("项目"), given=True, width=24),
        Column("unit", N_("单位"), given=True, width=8),
        Column("value", N_("数值"), COUNT, maximum=10**15, width=20),
    ),
    kind=LINES,
    lines=tuple(Line(code, (words, unit), type=kind) for code, words, unit, kind in _ITEMS),
    note=N_("空格视为0。"),
    noughts=True,
)
TEXTS = Sheet(
    code="texts",
    title=N_("文字报告"),
    columns=(
        Column("section", N_("标题"), given=True, width=26),
        Column("about", N_("写什么"), given=True, width=34),
        Column("text", N_("内容"), maximum=5000, width=90),
    ),
    kind=LINES,
    lines=tuple(Line(code, (words, about), required=True) for code, words, about in _SECTIONS),
)
_LAYOUT = Layout(
    code="bancassurance",
    title=N_("代理保险业务季度报告"),
    article="36",
    valid_from=date(2020, 3, 1),
    sheets=(FIGURES, TEXTS),
    notes=(N_("金额以元为单位；五个部分各项必填。"),),
)


def _form(_institution_type: str | None, _category: str) -> Layout:
    return _LAYOUT


FORMS = Dated({date(2020, 3, 1): _form})
