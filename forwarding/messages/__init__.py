"""The sentences of this package: what is refused and how to mend it; the words for its codes."""

from flask_babel import lazy_gettext as _l

from forwarding.messages import joint
from forwarding.vocabulary import DECISION_BLOCKS
from portal.web import messages

BREACHES = {
    "not_a_complaint": _l(
        "三个判断问题中有回答为“否”的，不属于消费投诉。请改为提出转其他渠道，由另一名人员复核。"
    ),
    "unknown_institution": _l("没有找到所选机构。请重新搜索并选择名录中的机构。"),
    "institution_closed": _l("%(name)s已经关闭，不能转送。请选择承接其业务的机构。"),
    "already_forwarded": _l("本件已经转送%(name)s。请刷新页面查看，或选择其他机构。"),
    "no_institution": _l("请至少选择一家机构再转送。"),
    "report_by_past": _l("反馈期限不能早于今天（%(day)s）。请填写今天或以后的日期。"),
    "nothing_to_resume": _l("没有仍在办理的机构，不能继续办理。请重新转送。"),
    "second_officer": _l("一人不能自行决定。请由提出人以外的另一名人员复核。"),
    "told_in_future": _l("告知时间不能晚于现在。请填写实际告知的时间。"),
    "told_before_duty": _l("告知时间不能早于%(since)s（告知义务产生的时间）。请核对。"),
    "too_few_attempts": _l(
        "目前只记录了%(logged)s次联系。请在不同时间继续联系并记录，达到规定次数后再登记无法联系。"
    ),
    "return_text_missing": _l("请写明退回的具体理由。"),
    "report_blocks_missing": _l("处理决定缺少以下内容：%(missing)s。请补充后再提交。"),
    "interest_not_excluded": _l(
        "请写明核实人员，并确认其与投诉事项没有直接利害关系；如有，请更换人员。"
    ),
    "review_not_open": _l(
        "只有分支机构作出的处理决定可以申请核查。请去掉“申请核查”，或注明由分支机构作出决定。"
    ),
    "told_on_outside": _l("告知投诉人的日期应在%(since)s至%(until)s之间。请核对。"),
    "lateness_reason_missing": _l("办理期限（%(due_on)s）已过。请填写逾期原因后再提交。"),
    "remarks_missing": _l("请写明退回补正的意见，以便机构知道要补什么。"),
    "no_report": _l("机构还没有提交报告。"),
    "reveal_reason_missing": _l("请写明查看完整信息的理由（不少于4个字），将记入日志。"),
    "correction_reason_missing": _l("请写明更正的理由。"),
    "correction_without_name": _l("姓名或名称不能为空。请填写更正后的姓名或名称。"),
    "nothing_corrected": _l("没有需要更正的内容。请填写与原来不同的信息。"),
    "unknown_party": _l("没有找到该当事人。请刷新页面后重试。"),
}

PROBLEMS = {
    "missing": _l("请填写此项。"),
    "too_long": _l("内容过长（最多%(limit)s字）。请精简，或作为附件上传。"),
    "bad_characters": _l("含有无法识别的控制字符。请删除后重新填写。"),
    "not_a_choice": _l("“%(value)s”不在可选范围内。请从列表中选择。"),
    "in_future": _l("接收时间不能晚于登记时间。请填写实际收到的时间。"),
    "too_early": _l("接收时间过早。请核对年份。"),
    "too_many": _l("最多%(limit)s项。请删减。"),
    "unknown_territory": _l(
        "没有这个行政区划，或没有负责该辖区的监管机构。请填写六位行政区划代码。"
    ),
    "bad_amount": _l("金额应为0以上、不超过一万亿元的数字，最多两位小数。"),
    "bad_id_no": _l(
        "证件号码的校验位不对。请对照证件逐位核对并改正；不是居民身份证的，请改选证件类型。"
    ),
    "bad_uscc": _l("统一社会信用代码的校验位不对。请对照营业执照逐位核对并改正。"),
    "bad_phone": _l("电话号码不完整。请填写11位手机号，或带区号的固定电话。"),
    "bad_email": _l("电子邮件地址不完整。请填写如 name@example.cn 的地址。"),
    "no_contact": _l("请至少填写一种联系方式：电话、电子邮件或通信地址。"),
    "attachment_missing": _l("还缺少必须提交的材料：%(purpose)s。请上传。"),
    "not_declared": _l("请确认所述内容真实，并勾选声明。"),
    "forwarded_before_receipt": _l("转送时间不能早于接收时间。请核对。"),
    "told_before_receipt": _l("告知时间不能早于接收时间。请核对。"),
    "history_needs_institution": _l("历史件应写明转送的机构代码。"),
}

LABELS = {
    "received": _l("新收"),
    "triaged": _l("待分类"),
    "classified": _l("待转送"),
    "diversion_proposed": _l("待复核"),
    "diverted": _l("已转其他渠道"),
    "non_acceptance_proposed": _l("不予接收待复核"),
    "not_accepted": _l("不予接收"),
    "withdrawn": _l("已撤回"),
    "merged": _l("已合并"),
    "returned": _l("机构退回"),
    "forwarded": _l("机构办理中"),
    "answered": _l("待审核"),
    "closed": _l("已办结"),
    "sent": _l("待签收"),
    "acknowledged": _l("办理中"),
    "reported": _l("已报告"),
    "settled": _l("已通过"),
    "due": _l("待告知"),
    "done": _l("已告知"),
    "unreachable": _l("无法联系"),
    "triage": _l("初审"),
    "classify": _l("分类"),
    "propose_diversion": _l("提出转其他渠道"),
    "reject_diversion": _l("不同意转其他渠道"),
    "divert": _l("同意转其他渠道"),
    "forward": _l("转送"),
    "rules.amend": _l("载入修订"),
    "propose_non_acceptance": _l("提出不予接收"),
    "reject_non_acceptance": _l("不同意不予接收"),
    "not_accept": _l("不予接收"),
    "hand_over": _l("移交其他监管机构"),
    "merge": _l("合并"),
    "unmerge": _l("撤销合并"),
    "withdraw": _l("撤回"),
    "not_proceed": _l("不予办理"),
    "take_back": _l("机构退回"),
    # What follows from another act: no event of the history, yet it may be the last on record.
    "complaint.take_back": _l("机构退回"),
    "complaint.answer": _l("机构全部报告"),
    "complaint.send_back": _l("退回补正"),
    "complaint.recount": _l("重新计算期限"),
    "forwarding.recount": _l("重新计算机构的办理期限"),
    "resume": _l("继续办理"),
    "answer": _l("机构全部报告"),
    "send_back": _l("退回补正"),
    "close": _l("办结"),
    "reopen": _l("核查后重新处理"),
    "complaint.reopen": _l("核查后重新处理"),
    "acknowledge": _l("签收"),
    "return": _l("退回"),
    "report": _l("提交报告"),
    "settle": _l("通过报告"),
    "tell": _l("告知"),
    "give_up": _l("登记无法联系"),
    "report.review": _l("救济途径中的“申请核查”（由分支机构作出决定的）"),
}
LABELS |= {f"report.{block}": _l(words) for block, words in DECISION_BLOCKS.items()}

PROBLEMS |= joint.JOINT_PROBLEMS
messages.register(BREACHES)
messages.register_labels(LABELS)

import forwarding.messages.bulk  # noqa: E402
import forwarding.messages.case_file  # noqa: E402
import forwarding.messages.desk_files  # noqa: E402
import forwarding.messages.elsewhere  # noqa: E402
import forwarding.messages.follow_up  # noqa: E402
import forwarding.messages.likeness  # noqa: E402
import forwarding.messages.major  # noqa: E402
import forwarding.messages.mediation  # noqa: E402
import forwarding.messages.reviews  # noqa: E402
import forwarding.messages.rises  # noqa: E402
import forwarding.messages.time_limits  # noqa: E402
import forwarding.messages.withdrawal  # noqa: E402
import forwarding.messages.wording  # noqa: E402, F401
