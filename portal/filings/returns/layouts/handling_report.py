"""The handling report (Art. 36): how complaints were handled, what was mended at the source."""

from datetime import date

from portal.filings.returns.layout import COUNT, DATE, LINES, MONEY, Column, Layout, Line, Sheet
from portal.kernel.findings import N_
from portal.kernel.law import Dated

_MOST = 10_000_000
_ITEMS = (
    ("settled", N_("办结的投诉")),
    ("within_15", N_("其中15日以内办结")),
    ("within_30", N_("其中16日至30日办结")),
    ("within_60", N_("其中31日至60日办结")),
    ("over_60", N_("其中超过60日办结")),
    ("not_proceeded", N_("不予办理")),
    ("reviews_applied", N_("收到核查申请")),
    ("reviews_decided", N_("作出核查决定")),
    ("reviews_changed", N_("核查改变原决定")),
    ("mediations", N_("参加调解")),
    ("mediated", N_("调解达成协议")),
    ("surveyed", N_("满意度回访")),
    ("satisfied", N_("回访满意")),
)
_NOTES = (
    N_("数字应与本期已接收的投诉数据一致；没有的填0或者留空。"),
    N_("办理天数从收到次日起算，按自然日计。"),
    N_("“溯源整改”每个问题一行；“文字说明”各项必填。"),
    N_("不要填写姓名、身份证号码、电话等个人信息。"),
)
HANDLING = Sheet(
    code="handling",
    title=N_("办理情况"),
    columns=(
        Column("item", N_("项目"), given=True, width=28),
        Column("unit", N_("单位"), given=True, width=8),
        Column("value", N_("数值"), COUNT, maximum=_MOST, width=18),
    ),
    kind=LINES,
    lines=(
        *(Line(code, (words, N_("件"))) for code, words in _ITEMS),
        Line("recovered", (N_("为消费者挽回的金额"), N_("元")), type=MONEY, maximum=10**14),
    ),
    note=N_("空格视为0。"),
    noughts=True,
)
RECTIFICATION = Sheet(
    code="rectification",
    title=N_("溯源整改"),
    columns=(
        Column("problem", N_("发现的问题"), required=True, maximum=500, width=36),
        Column("cause", N_("产生的原因"), required=True, maximum=500, width=36),
        Column("measure", N_("整改措施"), required=True, maximum=500, width=36),
        Column("owner", N_("责任部门"), required=True, maximum=60, width=18),
        Column("found_on", N_("发现日"), DATE, True),
        Column("mended_on", N_("整改完成日"), DATE, note=N_("尚未完成的留空")),
    ),
    note=N_("从投诉中发现的产品、服务、制度问题，每个一行；没有的留空。"),
)
_SECTIONS = (
    ("overview", N_("基本情况"), N_("本期投诉的数量、变化和分布")),
    ("problems", N_("主要问题和原因"), N_("反映集中的问题和产生的原因")),
    ("work", N_("投诉处理工作"), N_("制度执行、人员、培训、调解等工作情况")),
    ("next", N_("下一步措施"), N_("下一期准备改进什么")),
)
TEXTS = Sheet(
    code="texts",
    title=N_("文字说明"),
    columns=(
        Column("section", N_("标题"), given=True, width=20),
        Column("about", N_("写什么"), given=True, width=32),
        Column("text", N_("内容"), maximum=5000, width=90),
    ),
    kind=LINES,
    lines=tuple(Line(code, (words, about), required=True) for code, words, about in _SECTIONS),
)
_LAYOUT = Layout(
    code="handling_report",
    title=N_("投诉处理工作情况"),
    article="36",
    valid_from=date(2020, 3, 1),
    sheets=(HANDLING, RECTIFICATION, TEXTS),
    notes=_NOTES,
)


def _form(_institution_type: str | None, _category: str) -> Layout:
    return _LAYOUT


FORMS = Dated({date(2020, 3, 1): _form})
