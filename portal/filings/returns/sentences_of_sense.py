"""What is said of a return whose shape holds but whose figures do not agree."""

from portal.filings.returns.wording import WARNING, Sentence
from portal.kernel.findings import N_

_CONFIRM = N_("请核对。确实如此的，请在上报时写明原因。")
_EITHER = N_("请核对明细与本表，改正填错的一处。")
_DATE = N_("请核对日期。")

SENSE_RULES = {
    "balance": Sentence(
        N_(
            "期初%(opening)s + 新收%(received)s ≠ "
            "办结%(settled)s + 撤回%(withdrawn)s + 期末%(closing)s。"
        ),
        N_("请核对这一行的五个数：期初 + 新收 = 办结 + 撤回 + 期末。"),
    ),
    "total_line": Sentence(N_("合计为%(total)s，各行相加为%(sum)s。"), N_("请核对各行和合计。")),
    "opening_differs": Sentence(
        N_("期初为%(opening)s，上期（%(period)s）已接收的期末为%(closing)s。"),
        N_("请改为上期的期末数。上期报错的，请先更正上期。"),
    ),
    "class_total": Sentence(
        N_("“%(dimension)s”各行相加为%(sum)s，汇总的合计为%(total)s。"),
        N_("请核对这一分类的各行，每件投诉只归一类。"),
    ),
    "detail_and_summary": Sentence(N_("这里填%(here)s，明细中有%(detail)s件。"), _EITHER),
    "detail_and_class": Sentence(N_("这里填%(here)s，明细中有%(detail)s件。"), _EITHER),
    "received_after_period": Sentence(
        N_("收到日晚于报告期末%(last)s。"), N_("下期收到的投诉请在下期填报，或者核对日期。")
    ),
    "ended_before_period": Sentence(
        N_("在报告期开始（%(first)s）之前已经办结或者撤回。"),
        N_("上期已经办结的投诉请从明细中删去，或者核对日期。"),
    ),
    "ended_after_period": Sentence(
        N_("办结日或者撤回日晚于报告期末%(last)s。"),
        N_("期末时尚未办结的，请清空办结日和处理结果，或者核对日期。"),
    ),
    "ended_before_received": Sentence(N_("早于收到日%(received)s。"), _DATE),
    "settled_and_withdrawn": Sentence(
        N_("既有办结日，又有撤回日。"), N_("请只填一个：撤回的投诉不填办结日。")
    ),
    "result_without_settlement": Sentence(
        N_("有处理结果，没有办结日。"), N_("请填写办结日；尚未办结的，请清空处理结果。")
    ),
    "settlement_without_result": Sentence(
        N_("有办结日，没有处理结果。"), N_("请选择处理结果；尚未办结的，请清空办结日。")
    ),
    "result_and_withdrawal": Sentence(
        N_("撤回日与处理结果不符。"),
        N_("撤回的投诉填撤回日，处理结果选“撤回”或者留空；其他投诉不选“撤回”。"),
    ),
    "days_differ": Sentence(
        N_("从%(received)s到%(settled)s是%(days)s个自然日（收到次日起算）。"),
        N_("请改为%(days)s，或者清空这一格，由平台计算。"),
    ),
    "days_without_settlement": Sentence(
        N_("有办理天数，没有办结日。"), N_("请填写办结日；尚未办结的，请清空这一格。")
    ),
    "settled_late": Sentence(
        N_("办理用了%(days)s个自然日，超过第十八条的%(limit)s日。"), _CONFIRM, WARNING
    ),
    "open_late": Sentence(
        N_("期末时已有%(days)s个自然日未办结，超过第十八条的%(limit)s日。"), _CONFIRM, WARNING
    ),
    "forwarded_unknown": Sentence(
        N_("转办编号不在监管部门转送本机构的清单里。"),
        N_("请核对编号；不是监管部门转送的投诉，请清空这一格。"),
    ),
    "forwarded_twice": Sentence(
        N_("转办编号与第%(row)s行重复。"), N_("一件转办只填一行，请删去或者改正重复的一行。")
    ),
    "forwarded_missing": Sentence(
        N_("监管部门%(day)s转送的%(number)s不在明细里。"),
        N_("请补上这件投诉，并在“转办编号”中填写%(number)s。"),
    ),
    "forwarded_open_missing": Sentence(
        N_("监管部门%(day)s转送的%(number)s在期初尚未办结，不在明细里。"), _CONFIRM, WARNING
    ),
    "forwarded_business": Sentence(N_("业务类别与转送时的“%(business)s”不同。"), _CONFIRM, WARNING),
    "forwarded_received_later": Sentence(
        N_("收到日晚于转送日%(day)s。办理期限自转送到达之日起算。"), _CONFIRM, WARNING
    ),
    "outlier": Sentence(
        N_("本期%(now)s，上期（%(period)s）%(before)s，变动很大。"), _CONFIRM, WARNING
    ),
    "nil_not_empty": Sentence(
        N_("选了“%(nil)s”，工作表“%(title)s”却有内容。"),
        N_("请清空内容，或者在“填报说明”中清空这一选项。"),
    ),
    "nil_but_open": Sentence(
        N_("选了“%(nil)s”，上期（%(period)s）期末却有%(closing)s件未办结。"),
        N_("请填报这些投诉的办理情况。"),
    ),
    "nil_but_forwarded": Sentence(
        N_("选了“%(nil)s”，监管部门%(day)s却转送了%(number)s。"), N_("请填报这件投诉。")
    ),
    "tiers_and_settled": Sentence(
        N_("各期限办结数相加为%(sum)s，办结总数为%(total)s。"), N_("请核对各期限的办结数。")
    ),
    "complaint_data_differ": Sentence(
        N_("这里填%(here)s，本期已接收的投诉数据为%(accepted)s。"),
        N_("请改为一致。投诉数据报错的，请先更正投诉数据。"),
    ),
    "part_exceeds_whole": Sentence(
        N_("%(part)s件，多于“%(name)s”的%(whole)s件。"), N_("请核对这两个数。")
    ),
    "recovered_without_settled": Sentence(
        N_("没有办结的投诉，却有挽回金额。"), N_("请核对办结数和金额。")
    ),
    "mended_before_found": Sentence(N_("整改日早于发现日%(found)s。"), _DATE),
    "mended_after_period": Sentence(
        N_("整改完成日晚于报告期末%(last)s。"), N_("尚未完成的，请清空完成日。")
    ),
    "metric_missing": Sentence(N_("没有填写%(name)s，比率将无法计算。"), _CONFIRM, WARNING),
    "as_of_outside_period": Sentence(
        N_("时点不在报告期（%(first)s至%(last)s）内。"), N_("请填写报告期内的日期，通常为期末日。")
    ),
    "metric_incomplete": Sentence(N_("填了数值，没有填%(heading)s。"), N_("请填写%(heading)s。")),
}
