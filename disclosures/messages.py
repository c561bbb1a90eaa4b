"""What is said when a bulletin cannot be drafted, approved or published yet."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "unknown_period": _l("请把报告期写成 2022Q4、2022H1 或者 2022。"),
        "unknown_rate": _l("有的比率不认识。请从列出的比率中选择。"),
        "already_published": _l("这一期已经公布。发现错误的，请打开已公布的一期发起更正。"),
        "edition_open": _l("这一期已有正在编制的草稿。请打开它继续，不要重复编制。"),
        "edition_not_in_hand": _l("这一期不在编制中，不能修改。请刷新页面查看现在的状态。"),
        "edition_reason_missing": _l("请写明原因（不少于%(least)s个字）。"),
        "no_such_finding": _l("请勾选需要说明的提示。已经消除的不用说明。"),
        "edition_outdated": _l("编制之后数据有了变化。请重新计算草稿，核对变化后再办理。"),
        "edition_at_fault": _l("校验发现错误，须消除后才能提交审核。"),
        "findings_unconfirmed": _l(
            "还有%(count)s处提示没有说明原因。请逐处说明，或者补齐数据后重新计算。"
        ),
        "edition_second_officer": _l("须由提交人以外的人员审核。请转另一名有权人员办理。"),
        "publication_in_the_past": _l("公布时间早于现在。请选择现在或者以后的时间。"),
    }
)
messages.register_labels(
    {
        "edition:draft": _l("编制中"),
        "edition:submitted": _l("待审核"),
        "edition:approved": _l("待公布"),
        "edition:published": _l("已公布"),
        "edition:superseded": _l("已被更正"),
        "edition:discarded": _l("已作废"),
        "edition:renew": _l("重新计算"),
        "edition:submit": _l("提交审核"),
        "edition:approve": _l("批准公布"),
        "edition:recall": _l("撤回批准"),
        "edition:publish": _l("公布"),
        "edition:send_back": _l("退回修改"),
        "edition:supersede": _l("更正"),
        "edition:discard": _l("作废草稿"),
        "edition.draft": _l("编制草稿"),
        "edition.renew": _l("重新计算"),
        "edition.confirm": _l("说明提示"),
        "edition.submit": _l("提交审核"),
        "edition.send_back": _l("退回修改"),
        "edition.approve": _l("批准公布"),
        "edition.recall": _l("撤回批准"),
        "edition.publish": _l("公布"),
        "edition.supersede": _l("由更正版替代"),
        "edition.discard": _l("作废草稿"),
    }
)
