"""The sentences and words of recommendations, demands, orders and measures."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

KINDS = {
    "recommendation": _l("监管建议"),
    "demand": _l("整改要求"),
    "order": _l("责令限期改正"),
}
GROUNDS = {
    "channels_unpublished": _l("未按第八条公布投诉渠道等信息（第四十条第一项）"),
    "handled_wrongly": _l("未按规定处理投诉并告知投诉人（第四十条第二项）"),
    "mediation_refused": _l("无正当理由拒绝调解，或者不履行调解协议（第四十条第三项）"),
    "not_set_up": _l("未建立并实施相关制度（第四十一条第一项）"),
    "not_reported": _l("未按规定报告（第四十一条第二项）"),
    "demand_failed": _l("未按整改要求整改（第四十一条第三项）"),
    "serious_consequences": _l("其他违反规定并造成严重后果（第四十一条第四项）"),
}
STATES = {
    "drafted": _l("起草中"),
    "proposed": _l("待审批"),
    "discarded": _l("已作废"),
    "issued": _l("整改中"),
    "reported": _l("待核验"),
    "failed": _l("未完成整改"),
    "closed": _l("已销号"),
    "revoked": _l("已撤销"),
}
COLOURS = {
    "drafted": "grey",
    "proposed": "purple",
    "issued": "blue",
    "reported": "yellow",
    "failed": "red",
    "closed": "green",
    "discarded": "grey",
    "revoked": "grey",
}
METHODS = {
    "on_site": _l("现场核查"),
    "documents": _l("查阅资料"),
    "sample": _l("抽查投诉件"),
    "call_back": _l("回访投诉人"),
    "system": _l("系统核对"),
}
MEASURES = {
    "talk": _l("监管谈话"),
    "suspend_business": _l("暂停相关业务"),
    "adjust_executives": _l("责令调整高级管理人员"),
    "halt_branches": _l("停止批准增设分支机构"),
    "penalty": _l("行政处罚"),
    "fine": _l("罚款"),
    "limit_business": _l("限制业务范围"),
    "stop_new_business": _l("责令停止接受新业务"),
    "as_the_law_says": _l("依法采取相应措施"),
}
MEASURE_STATES = {
    "proposed": _l("待审批"),
    "rejected": _l("未批准"),
    "approved": _l("已批准，待实施"),
    "carried_out": _l("已实施"),
    "lifted": _l("已解除"),
    "dropped": _l("不再实施"),
}
ACTS = {
    "draft": _l("起草"),
    "amend": _l("修改草稿"),
    "propose": _l("提交审批"),
    "reject": _l("退回修改"),
    "discard": _l("作废"),
    "issue": _l("批准并发出"),
    "revoke": _l("撤销"),
    "plan": _l("提交整改方案"),
    "progress": _l("报告进展"),
    "ask_extension": _l("申请延期"),
    "grant_extension": _l("同意延期"),
    "refuse_extension": _l("不同意延期"),
    "report": _l("报告完成"),
    "send_back": _l("退回继续整改"),
    "verify": _l("核验"),
    "close_out": _l("销号"),
    "fail": _l("认定未完成"),
    "overdue": _l("期限届满，已提示双方"),
    "take_in_hand": _l("变更经办人"),
    "export": _l("导出整改台账"),
}
MEASURE_ACTS = {
    "propose": _l("提出监管措施"),
    "reject": _l("不批准监管措施"),
    "approve": _l("批准监管措施"),
    "carry_out": _l("实施监管措施"),
    "lift": _l("解除监管措施"),
    "drop": _l("不再实施监管措施"),
}
EXTENSIONS = {
    "asked": _l("等待决定"),
    "granted": _l("已同意"),
    "refused": _l("未同意"),
    "grant": _l("同意延期"),
    "refuse": _l("不同意延期"),
}
SERVED = {
    "portal": _l("在平台查阅"),
    "in_person": _l("当面递交"),
    "post": _l("邮寄"),
    "electronic": _l("其他电子方式"),
}
LETTERS = {
    "inspection_notice": _l("检查通知书"),
    "fact_confirmation": _l("事实确认书"),
    "inspection_opinion": _l("检查意见书"),
    "recommendation": _l("监管建议书"),
    "demand": _l("整改通知书"),
    "order": _l("责令限期改正通知书"),
    "talk": _l("监管谈话通知书"),
    "measure": _l("监管措施决定书"),
    "referral": _l("处罚事项移送函"),
}

messages.register(
    {
        "letter_served_already": _l("这份文书已在%(day)s送达。"),
        "unknown_way_of_serving": _l("没有这种送达方式。请从列表中选择。"),
        "served_on_wrong_day": _l("送达日期应在文书日期%(day)s（含）和今日之间。"),
        "unknown_rectification_kind": _l("没有这种文书。请从列表中选择。"),
        "rectification_out_of_sight": _l("没有找到这家机构，或机构不在本单位辖区内。"),
        "rectification_title_missing": _l("请写明标题（不少于4个字）。"),
        "rectification_reason_missing": _l("请写明理由（不少于4个字），将留存备查。"),
        "no_ground_of_demand": _l(
            "整改要求只能依据第四十条的三种情形之一提出。请选择其中一种，或者改用监管建议。"
        ),
        "no_ground_of_order": _l(
            "责令限期改正只能依据第四十一条的四种情形之一作出。请选择其中一种。"
        ),
        "demand_of_another_ground": _l("只有依据第四十一条第三项时才关联未落实的整改要求。"),
        "order_needs_failed_demand": _l(
            "依据第四十一条第三项，应关联同一机构逾期或者未完成的整改要求。请选择该整改要求。"
        ),
        "demand_not_failed": _l("所关联的整改要求尚未逾期，也未认定为未完成，不能据此责令改正。"),
        "due_day_missing": _l("请填写最后期限。"),
        "due_day_too_early": _l("期限从次日起算，最后期限应晚于%(day)s。"),
        "no_such_article": _l("《办法》没有第%(number)s条。请填写1至45之间的条号。"),
        "items_missing": _l("请至少写明一项要求。"),
        "finding_does_not_stand": _l("只能关联该机构已确认或者已认定的检查发现。"),
        "only_drafts_change": _l("已提交或者已发出的文书不能再修改。"),
        "second_officer_needed": _l("须由另一名监管人员审批，不能由提出人或者经办人本人决定。"),
        "not_in_institutions_hand": _l("现在不在机构整改阶段，不能这样办理。"),
        "planned_day_passed": _l("计划完成日不能早于今日（%(day)s）。"),
        "plan_missing": _l("请写明整改方案（不少于4个字）。"),
        "plan_before_report": _l("请先提交整改方案和责任人，再报告整改完成。"),
        "responsible_person_missing": _l("请写明整改责任人。"),
        "progress_missing": _l("请写明进展（不少于4个字）。"),
        "no_such_item": _l("没有这一项要求。请从列表中选择。"),
        "report_missing": _l("请写明整改完成情况或者回复内容（不少于4个字）。"),
        "extension_too_late": _l("最后期限%(day)s已过，不能再申请延期。"),
        "extension_not_later": _l("申请的日期应晚于现在的最后期限%(day)s。"),
        "extension_asked_already": _l("已有一份延期申请等待决定。"),
        "not_reported_yet": _l("机构报告整改完成后才能核验。"),
        "handler_may_not_verify": _l("经办人不能核验自己经办的事项，须由另一名检查人员核验。"),
        "unknown_method": _l("没有这种核验方式。请从列表中选择。"),
        "verified_on_wrong_day": _l("核验日期应在发出之日和今日之间。"),
        "seen_missing": _l("请写明核验时看到的情况（不少于4个字）。"),
        "items_not_met": _l("每一项要求都核验为已完成后才能销号。"),
        "recommendation_never_fails": _l("监管建议不作未完成认定；必要时另行提出整改要求。"),
        "not_failed_yet": _l(
            "最后期限（含当日）尚未过去，也没有核验为未完成的事项，不能认定为未完成。"
        ),
        "no_such_handler": _l("请选择本单位的检查人员或者主管人员。"),
        "measures_locked": _l(
            "责令改正的期限（含当日）届满而未改正后，才能进行监管谈话或者采取监管措施。"
        ),
        "measure_not_for_type": _l("第四十一条没有为这类机构规定这种措施。"),
        "same_breach": _l(
            "同一违法行为已采取过措施（第%(measure)s号）。"
            "同一违法行为不重复处罚：如果不是重复处罚，请写明理由。"
        ),
        "talk_needs_day_and_place": _l("请填写谈话的日期和地点。"),
        "measure_day_passed": _l("日期不能早于今日（%(day)s）。"),
        "carried_out_on_wrong_day": _l("实施日期应在批准之日%(day)s（含）和今日之间。"),
        "talk_record_missing": _l("请填写参加人员和谈话记录。"),
        "talk_cannot_be_lifted": _l("监管谈话已经进行，不能解除。"),
        "lifted_on_wrong_day": _l("解除日期应在实施之日和今日之间。"),
    }
)
messages.register_labels(
    {
        "rectification": _l("整改事项"),
        "measure": _l("监管措施"),
        "extension": _l("延期申请"),
        "letter.issue": _l("发出文书"),
        "letter.serve": _l("送达文书"),
        "letter.hand_out": _l("取得文书"),
        "file.keep": _l("上传材料"),
        "file.hand_out": _l("取得材料"),
    }
    | {f"rectification.{act}": words for act, words in ACTS.items()}
    | {f"rectification:{act}": words for act, words in ACTS.items()}
    | {f"measure.{act}": words for act, words in MEASURE_ACTS.items()}
    | {f"measure:{act}": words for act, words in MEASURE_ACTS.items()}
    | {f"extension:{state}": words for state, words in EXTENSIONS.items()}
    | {f"rectification:{state}": words for state, words in STATES.items()}
    | {f"measure:{state}": words for state, words in MEASURE_STATES.items()}
)
