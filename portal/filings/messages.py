"""What is said when an act on a filing is forbidden, and the words for its codes."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "filing_open": _l("同一事项已有一份正在填报或者等待审核，请先办完那一份。"),
        "reason_to_file_again_missing": _l("先前的一份已经接收。更正请写明原因。"),
        "attestation_incomplete": _l("请确认所报内容真实、准确、完整，三项都须勾选。"),
        "signer_missing": _l("请填写签署人的姓名和职务。"),
        "filing_remarks_missing": _l("请写明退回的原因和需要补正的内容。"),
        "day_has_passed": _l("日期须晚于今天。您填的是%(day)s。"),
        "reason_missing": _l("请写明原因，将留存备查。"),
        "ends_before_it_begins": _l("最后有效日不能早于生效日%(day)s。"),
        "filing_not_in_hand": _l("已签署或者已办结的报送不能更换文件。需要更正的，请先撤回上报。"),
        "document_missing": _l("还没有上传文件。请先上传，再签署上报。"),
        "requirement_untitled": _l("请填写报送要求的名称。"),
        "requirement_ended": _l("这一要求已经终止，不能再修改。请定立新的要求。"),
        "requirement_is_another": _l("报送内容和频率不能更改。请终止这一要求，另立新的要求。"),
        "no_day_of_every_year": _l("%(days)s不是每年都有的日期。请按“月-日”填写，如 07-30。"),
        "reminder_too_far": _l("提醒的天数不能超过%(most)s天。"),
        "once_needs_a_day": _l("只报送一次的，请填写截止日。"),
        "day_only_once": _l("定期报送的，请填写每年的截止日或者期末后的天数，不填截止日。"),
        "due_before_in_force": _l("截止日不能早于开始执行日%(day)s。"),
        "change_needs_days": _l("变动后报送的，请填写变动后的天数，不填每年的截止日。"),
        "one_way_of_dating": _l("请填写每年的截止日，或者期末后的天数，二选一。"),
        "exempt_already": _l("这家机构已经豁免。"),
        "exemption_lifted": _l("这一豁免已经解除。"),
        "institution_not_in_sight": _l("名录里没有这家机构，或者不在您的辖区。请核对机构代码。"),
        "no_such_period": _l("没有“%(period)s”这样的报告期。请写作 2026、2026H1 或者 2026Q3。"),
    }
)
messages.register(
    {
        "channels_of_closed": _l("这家机构已经终止，不再检查投诉渠道的公布情况。"),
        "nothing_looked_at": _l("请至少填写一项检查点的结果；没有检查的项目选“本次未查”。"),
        "look_to_come": _l("检查日期不能晚于今天（%(day)s）。"),
        "point_not_due": _l(
            "这家机构不通过互联网受理投诉，不检查电子邮箱和网址。请先在名录中更正投诉渠道。"
        ),
        "evidence_missing": _l(
            "检查结果为“未做到”的，请写明在哪里查看、缺少什么，作为要求整改的依据。"
        ),
    }
)
messages.register(
    {
        "mended_how_missing": _l("请写明怎样整改的、在哪里可以查看。"),
        "nothing_to_mend": _l("这一检查点已经重新检查，请刷新页面查看最新结果。"),
        "mended_already": _l("已经告知监管机构，请等待复查。"),
    }
)
messages.register_labels(
    {
        "channel.look": _l("检查投诉渠道公布情况"),
        "channel.mended": _l("机构称投诉渠道已整改"),
    }
)
messages.register(
    {
        "person_change_wrong": _l("变动的内容有误，请按提示改正后再保存。"),
        "persons_empty": _l("还没有填写任何责任人。请先填写各岗位的任职，再签署上报。"),
        "persons_have_changed": _l(
            "填报期间责任人名单有了变化，这一份与现在的名单不符。请核对各岗位后重新填报。"
        ),
        "contacts_are_one": _l("A岗和B岗联系人不能是同一人。请更换其中一人。"),
    }
)
messages.register(
    {
        "no_policy_chosen": _l("请勾选要报送的制度。"),
        "unknown_policy": _l("没有这一项制度。请从十项制度中选择。"),
        "policy_needs_text": _l("请上传制度全文，PDF 或者 Word（.docx）文件。"),
        "policy_undescribed": _l("请填写制度名称和施行日，再签署上报。"),
        "policy_points_missing": _l("请写明以下内容在制度中的条款或者页码：%(points)s。"),
        "policy_not_later": _l("新版本的施行日须晚于现行版本的施行日%(day)s。"),
    }
)
messages.register(
    {
        "return_not_checked": _l(
            "还没有通过校验，或者校验之后换过文件。请先上传并校验，再签署上报。"
        ),
        "reference_outdated": _l(
            "校验之后，监管部门掌握的情况有了变化（如新的转办、上期数据已接收）。请重新校验。"
        ),
        "warnings_unconfirmed": _l("还有%(count)s处需要核对的提示没有确认。请逐处写明原因。"),
        "confirmation_reason_missing": _l(
            "请写明原因（不少于%(least)s个字），说明为什么确实如此。"
        ),
        "no_such_warning": _l("请勾选需要确认的提示。已经改正的不用确认。"),
        "return_needs_period": _l("填报表样的事项须定期报送，请选择每年、每半年或者每季度。"),
    }
)
messages.register(
    {
        "disclosure_undescribed": _l("请填写披露网址和披露日期，保存后再签署上报。"),
        "disclosure_address_wrong": _l(
            "网址须以 http:// 或 https:// 开头，并含完整域名。请从浏览器地址栏复制。"
        ),
        "disclosure_to_come": _l("披露日期不能晚于今天。请先披露，再上报。"),
        "disclosure_too_early": _l("披露的是全年情况，披露日期须在%(day)s之后。"),
    }
)
STATES = {
    "draft": _l("填报中"),
    "checking": _l("校验中"),
    "checked": _l("校验通过"),
    "failed": _l("校验未通过"),
    "submitted": _l("待审核"),
    "accepted": _l("已接收"),
    "returned": _l("已退回"),
    "superseded": _l("已由新版替代"),
    "retired": _l("已废止"),
    "discarded": _l("已作废"),
}
ACTS = {
    "put_document": _l("上传文件"),
    "hand_out": _l("下载文件"),
    "begin": _l("开始填报"),
    "check": _l("校验"),
    "pass": _l("校验通过"),
    "fail": _l("校验未通过"),
    "rework": _l("修改"),
    "sign": _l("签署上报"),
    "accept": _l("接收"),
    "send_back": _l("退回补正"),
    "take_back": _l("撤回上报"),
    "discard": _l("作废"),
    "supersede": _l("由新版替代"),
    "retire": _l("废止"),
    "describe": _l("填写制度名称、施行日和要点"),
    "confirm": _l("确认提示"),
    "put_change": _l("填写责任人变动"),
    "drop_change": _l("撤销责任人变动"),
}
REQUIREMENT = {
    "require": _l("定立要求"),
    "amend": _l("修改要求"),
    "exempt": _l("豁免"),
    "lift_exemption": _l("解除豁免"),
    "in_force": _l("执行中"),
    "ended": _l("已终止"),
    "end": _l("终止要求"),
    "restore": _l("恢复要求"),
}
# A lifecycle's own words stand under its name and a colon; acts in the trail under a full stop.
messages.register_labels({f"filing:{code}": word for code, word in {**STATES, **ACTS}.items()})
messages.register_labels({f"requirement:{code}": word for code, word in REQUIREMENT.items()})
messages.register_labels({f"filing.{code}": word for code, word in ACTS.items()})
messages.register_labels({f"requirement.{code}": word for code, word in REQUIREMENT.items()})
messages.register_labels(
    {"persons.reveal": _l("查看责任人完整信息"), "persons.export": _l("导出责任人名单")}
)
messages.register_labels(
    {
        "filings_matrix_export": _l("导出报送情况一览"),
        "make_calendar_link": _l("生成日历链接"),
        "end_calendar_link": _l("停用日历链接"),
    }
)
