"""Complaint data (Art. 36): the count of the period, its classes, and every complaint in a row."""

from datetime import date

from portal.filings.returns import codes
from portal.filings.returns.layout import (
    CODE,
    COUNT,
    DATE,
    DIVISION,
    LINES,
    MONEY,
    Column,
    Layout,
    Line,
    Sheet,
)
from portal.kernel.findings import N_
from portal.kernel.law import Dated

_MOST = 10_000_000
_NOTES = (
    N_("先填“明细”：报告期内收到的，和期初尚未办结的投诉，每件一行。"),
    N_("“汇总”和“分类”可以不填：两表都留空的，平台按明细计算。填了的，须与明细一致。"),
    N_("期初 + 新收 = 办结 + 撤回 + 期末；期初等于上期已接收的期末。"),
    N_("监管部门转送的投诉，请在“转办编号”中填写转办编号。"),
    N_("不要填写姓名、身份证号码、电话等个人信息。"),
)


def _flow(code: str, heading: str, note: str) -> Column:
    return Column(code, heading, COUNT, note=note, maximum=_MOST, width=10)


FLOW = (
    _flow("opening", N_("期初"), N_("报告期开始时尚未办结的件数")),
    _flow("received", N_("新收"), N_("报告期内收到的件数")),
    _flow("settled", N_("办结"), N_("报告期内办结的件数，不含撤回")),
    _flow("withdrawn", N_("撤回"), N_("报告期内投诉人撤回的件数")),
    _flow("closing", N_("期末"), N_("报告期末尚未办结的件数")),
)
SUMMARY = Sheet(
    code="summary",
    title=N_("汇总"),
    columns=(Column("line", N_("收到方式"), given=True, width=26), *FLOW),
    kind=LINES,
    lines=(
        *(Line(code, (words,)) for code, words in codes.CHANNELS_OF_RECEIPT.items()),
        Line("total", (N_("合计"),)),
    ),
    note=N_("空格视为0。"),
    optional=True,
)


def _lines_of(dimension: str, words: str, listed: dict[str, str]) -> list[Line]:
    blocked = frozenset({"received"}) if dimension == "result" else frozenset[str]()
    return [
        Line(f"{dimension}.{code}", (words, code, label), blocked) for code, label in listed.items()
    ]


def _classes(business: dict[str, str], causes: dict[str, str], results: dict[str, str]) -> Sheet:
    lines = [
        *_lines_of("business", N_("业务类别"), business),
        *_lines_of("cause", N_("投诉原因"), causes),
        *_lines_of("channel", N_("业务办理渠道"), codes.BUSINESS_CHANNELS),
        *_lines_of("territory", N_("地区"), codes.provincial_units()),
        *_lines_of("result", N_("处理结果"), results),
    ]
    columns = (
        Column("dimension", N_("分类"), given=True, width=14),
        Column("code", N_("代码"), given=True, width=13),
        Column("words", N_("类别"), given=True, width=28),
        Column("received", N_("新收"), COUNT, note=N_("报告期内收到的件数"), maximum=_MOST),
        Column("settled", N_("办结"), COUNT, note=N_("报告期内办结的件数"), maximum=_MOST),
    )
    note = N_("空格视为0。每一分类的各行相加，等于“汇总”的合计。")
    return Sheet("classes", N_("分类"), columns, LINES, tuple(lines), note, optional=True)


_NUMBER = Column(
    "number",
    N_("投诉编号"),
    required=True,
    maximum=40,
    note=N_("本机构的编号，一件一号，不含个人信息"),
    width=22,
)
_FORWARDED_NUMBER = Column(
    "forwarded_number",
    N_("转办编号"),
    maximum=40,
    note=N_("监管部门转送的投诉必填，如ZJ-2026-07-000123"),
    width=22,
)


def _detail(business: dict[str, str], causes: dict[str, str]) -> Sheet:
    columns = (
        _NUMBER,
        Column("received_on", N_("收到日"), DATE, True, note=N_("收到投诉的日期")),
        Column("receipt", N_("收到方式"), CODE, True, codes.CHANNELS_OF_RECEIPT, width=22),
        Column("territory", N_("地区"), DIVISION, True, note=N_("6位行政区划代码，如330100")),
        Column("business", N_("业务类别"), CODE, True, business, width=22),
        Column("cause", N_("投诉原因"), CODE, True, causes, width=26),
        Column("channel", N_("业务办理渠道"), CODE, True, codes.BUSINESS_CHANNELS, width=18),
        Column(
            "amount",
            N_("涉及金额（元）"),
            MONEY,
            maximum=10**12,
            note=N_("没有金额的留空"),
            width=16,
        ),
        Column("tier", N_("办理期限"), CODE, codes=codes.TIERS, note=N_("未延长的留空"), width=16),
        Column("settled_on", N_("办结日"), DATE, note=N_("报告期末尚未办结的留空")),
        Column(
            "days",
            N_("办理天数"),
            COUNT,
            maximum=20_000,
            note=N_("从收到次日起算的自然日；可以留空，由平台计算"),
            width=11,
        ),
        Column("result", N_("处理结果"), CODE, codes=codes.RESULTS, note=N_("办结的必填")),
        Column("withdrawn_on", N_("撤回日"), DATE, note=N_("投诉人撤回的日期；没有撤回的留空")),
        _FORWARDED_NUMBER,
    )
    return Sheet("detail", N_("明细"), columns, note=N_("报告期内收到的和期初未办结的，每件一行。"))


_DAYS = {
    "days.within_15": (N_("办理天数"), N_("15日以内办结")),
    "days.within_30": (N_("办理天数"), N_("16日至30日办结")),
    "days.within_60": (N_("办理天数"), N_("31日至60日办结")),
    "days.over_60": (N_("办理天数"), N_("超过60日办结")),
}


def _form(institution_type: str | None, category: str) -> Layout:
    business = codes.businesses_of(institution_type, category)
    causes = codes.causes_of(institution_type)
    results = {code: words for code, words in codes.RESULTS.items() if code != "withdrawn"}
    return Layout(
        code="complaint_data",
        title=N_("投诉数据"),
        article="36",
        valid_from=date(2020, 3, 1),
        sheets=(SUMMARY, _classes(business, causes, results), _detail(business, causes)),
        csv_sheet="detail",
        nil=N_("本期无投诉"),
        notes=_NOTES,
        figures=_DAYS,
        tiers={"simple": 15, "complex": 30, "especially_complex": 60},
    )


FORMS = Dated({date(2020, 3, 1): _form})
