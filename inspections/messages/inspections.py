"""The sentences and words of inspections, their teams, requests, papers and findings."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

STATES = {
    "planned": _l("计划中"),
    "proposed": _l("待批准"),
    "approved": _l("已批准"),
    "noticed": _l("已通知"),
    "under_way": _l("检查中"),
    "facts_put": _l("事实确认中"),
    "facts_settled": _l("事实已核定"),
    "reported": _l("待出具意见"),
    "concluded": _l("已出具意见"),
    "archived": _l("已归档"),
    "called_off": _l("已取消"),
}
COLOURS = {
    "planned": "grey",
    "proposed": "purple",
    "approved": "teal",
    "noticed": "teal",
    "under_way": "blue",
    "facts_put": "yellow",
    "facts_settled": "blue",
    "reported": "purple",
    "concluded": "green",
    "archived": "grey",
    "called_off": "grey",
}
MODES = {"on_site": _l("现场检查"), "off_site": _l("非现场检查")}
SEVERITIES = {"minor": _l("较轻"), "moderate": _l("较重"), "serious": _l("严重")}
FINDING_STATES = {
    "drafted": _l("起草中"),
    "put": _l("等待机构确认"),
    "confirmed": _l("机构已确认"),
    "objected": _l("机构有异议"),
    "upheld": _l("监管机构已认定"),
    "dropped": _l("不予认定"),
}
FINDING_COLOURS = {
    "drafted": "grey",
    "put": "yellow",
    "confirmed": "green",
    "objected": "orange",
    "upheld": "green",
    "dropped": "grey",
}
PROBLEMS = {
    "system_missing": _l("未建立或者未实施投诉处理制度"),
    "channels_unpublished": _l("未按规定公布投诉渠道和处理流程"),
    "not_the_responsible": _l("推诿管辖，未由应负责的机构处理"),
    "late_handling": _l("超期处理投诉"),
    "decision_incomplete": _l("处理决定的内容不全"),
    "review_mishandled": _l("核查办理不符合规定"),
    "telling_mishandled": _l("告知、送达不符合规定"),
    "personal_data": _l("泄露投诉人信息"),
    "mediation_refused": _l("无正当理由拒绝调解"),
    "agreement_unperformed": _l("不履行调解协议"),
    "not_impartial": _l("处理人员未回避或者处理不公"),
    "causes_untreated": _l("未分析和整改投诉成因"),
    "nobody_answers": _l("投诉处理责任不落实"),
    "register_incomplete": _l("投诉登记和档案不完整"),
    "major_mishandled": _l("重大投诉处置不符合规定"),
    "not_reported": _l("未按规定报告"),
    "returns_wrong": _l("报送的数据和材料不真实、不准确、不完整"),
    "other": _l("其他问题"),
}
EVIDENCE = {
    "complaint": _l("投诉件"),
    "filing": _l("报送材料"),
    "duty": _l("应报事项"),
    "channel_check": _l("渠道查看记录"),
    "paper": _l("工作底稿"),
    "file": _l("证据材料"),
    "figure": _l("数据"),
}
FIGURES = {
    "forwarded": _l("转送投诉（件）"),
    "before": _l("上一期转送投诉（件）"),
    "rate": _l("每万户（单）投诉量"),
    "late": _l("逾期办理（件）"),
    "sent_back": _l("报告退回（件）"),
    "changed": _l("核查改变处理结果（件）"),
    "refused": _l("无正当理由拒绝调解（件）"),
    "cause_count": _l("同一原因最多（件）"),
    "due": _l("应报事项（项）"),
    "filed_late": _l("迟报（项）"),
    "unmet": _l("逾期未报（项）"),
}
ACTS = {
    "plan": _l("列入检查计划"),
    "amend": _l("修改计划"),
    "propose": _l("提交批准"),
    "reject": _l("退回修改"),
    "approve": _l("批准"),
    "give_notice": _l("发出检查通知书"),
    "enter": _l("开始检查"),
    "put_facts": _l("发出事实确认书"),
    "settle_facts": _l("核定事实"),
    "report": _l("提交检查报告"),
    "give_opinion": _l("发出检查意见书"),
    "archive": _l("归档"),
    "call_off": _l("取消检查"),
    "add_member": _l("指定检查人员"),
    "declare": _l("声明有无利益冲突"),
    "lead": _l("更换组长"),
    "remove_member": _l("调出检查组"),
    "ask": _l("调取资料"),
    "answer": _l("提供资料"),
    "accept_answer": _l("接收资料"),
    "withdraw_request": _l("撤回调取"),
    "write_paper": _l("填写工作底稿"),
    "note_finding": _l("记录检查发现"),
    "amend_finding": _l("修改检查发现"),
    "answer_facts": _l("答复事实确认书"),
    "uphold_finding": _l("认定事实"),
    "drop_finding": _l("不予认定"),
    "export": _l("导出检查卷宗"),
}
FINDING_ACTS = {
    "put": _l("交机构确认"),
    "confirm": _l("确认"),
    "object": _l("提出异议"),
    "uphold": _l("予以认定"),
    "drop": _l("不予认定"),
}

messages.register(
    {
        "inspection_team_too_small": _l(
            "检查组不得少于%(least)s人。现有%(declared)s人已声明没有利益冲突，请补充人员或者请其声明。"
        ),
        "team_without_leader": _l("检查组没有组长。请从已声明没有利益冲突的人员中指定。"),
        "not_of_the_team": _l("只有已声明没有利益冲突的检查组成员可以办理。"),
        "inspection_second_officer": _l("须由另一名人员决定，不能由提出人本人决定。"),
        "span_ends_before": _l("结束日期不能早于开始日期%(day)s。"),
        "answer_day_too_early": _l("期限从次日起算，最后期限应晚于%(day)s。"),
        "institution_still_has_time": _l(
            "机构可以在%(day)s（含当日）前答复。届满仍不答复的，才能直接认定。"
        ),
        "unknown_problem": _l("没有这类问题。请从列表中选择。"),
        "finding_without_article": _l("请至少填写一条所违反的条款。"),
        "no_article_of_finding": _l("《办法》没有第%(number)s条。请填写1至45之间的条号。"),
        "inspected_out_of_sight": _l("没有找到这家机构，或机构不在本单位辖区内。"),
        "nothing_to_follow_up": _l("只有对同一机构已出具意见的检查才能安排后续检查。"),
        "plan_is_fixed": _l("已提交批准或者已通知机构的计划不能修改。"),
        "approved_plan_is_fixed": _l("计划已批准，只能调整日期。"),
        "inspection_reason_missing": _l("请写明检查理由（不少于4个字）。"),
        "inspection_scope_missing": _l("请写明检查内容和范围（不少于4个字）。"),
        "inspection_title_missing": _l("请写明检查名称（不少于4个字）。"),
        "inspection_why_missing": _l("请写明理由（不少于4个字），将留存备查。"),
        "unknown_mode_of_inspection": _l("没有这种检查方式。请从列表中选择。"),
        "inspection_days_missing": _l("请先填写检查开始和结束的日期，再通知机构。"),
        "inspection_days_past": _l("检查结束日%(day)s已过。请先调整日期，再通知机构。"),
        "notice_not_served": _l("检查通知书尚未送达。请先登记送达，再开始检查。"),
        "entered_on_wrong_day": _l("开始检查的日期应在通知书送达之日%(day)s（含）和今日之间。"),
        "no_inspector_of_the_unit": _l("请选择本单位的检查人员或者主管人员。"),
        "member_already": _l("此人已在检查组中。"),
        "declared_by_another": _l("利益冲突须由检查组成员本人声明。"),
        "declared_already": _l("您已作过同样的声明。"),
        "conflict_not_explained": _l("请写明是什么利益冲突（不少于4个字）。"),
        "no_such_member": _l("检查组中没有此人。"),
        "inspection_is_over": _l("检查已经结束或者取消，不能再办理。"),
        "nothing_can_be_asked": _l("通知机构之后、提交检查报告之前才能调取资料。"),
        "request_missing": _l("请写明调取哪些资料（不少于4个字）。"),
        "request_is_settled": _l("这项调取已经接收或者撤回。"),
        "answer_missing": _l("请填写答复，或者先上传资料。"),
        "not_answered_yet": _l("机构尚未答复。"),
        "no_such_paper": _l("没有这份工作底稿。"),
        "paper_title_missing": _l("请写明工作底稿的标题（不少于4个字）。"),
        "paper_text_missing": _l("请写明工作底稿的内容（不少于4个字）。"),
        "findings_while_under_way": _l("检查开始后、发出事实确认书前才能记录或者修改检查发现。"),
        "finding_was_put": _l("已交机构确认的检查发现不能修改。"),
        "unknown_severity": _l("没有这种严重程度。请从列表中选择。"),
        "finding_title_missing": _l("请写明检查发现的标题（不少于4个字）。"),
        "finding_facts_missing": _l("请写明查明的事实（不少于4个字）。"),
        "no_such_evidence": _l("没有找到这些证据，或者它们不属于这家机构和本单位辖区：%(refs)s。"),
        "ruling_missing": _l("请写明认定或者不予认定的理由（不少于4个字）。"),
        "no_facts_to_answer": _l("现在没有等待答复的事实确认书，或者已经答复。"),
        "facts_signer_missing": _l("请填写签署人姓名。"),
        "answer_every_finding": _l("请对每一项事实作出答复。"),
        "objection_missing": _l("有异议的，请写明理由（不少于4个字）。"),
        "findings_not_ruled_on": _l("第%(places)s项检查发现还没有结论。"),
        "report_text_missing": _l("请填写检查报告（不少于4个字）。"),
        "opinion_missing": _l("请填写检查意见（不少于4个字）。"),
        "letters_not_served": _l("还有文书没有登记送达，不能归档。"),
        "requests_not_settled": _l("第%(places)s项资料调取还没有接收或者撤回，不能归档。"),
    }
)
messages.register_labels(
    {"inspection": _l("检查"), "finding": _l("检查发现")}
    | {f"inspection.{act}": words for act, words in ACTS.items()}
    | {f"inspection:{act}": words for act, words in ACTS.items()}
    | {f"finding:{act}": words for act, words in FINDING_ACTS.items()}
    | {f"inspection:{state}": words for state, words in STATES.items()}
    | {f"finding:{state}": words for state, words in FINDING_STATES.items()}
)
