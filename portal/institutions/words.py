"""The register's own words: what its codes, columns, acts and breaches are called on a page."""

from flask_babel import lazy_gettext as _l

from portal.institutions import rules
from portal.institutions.rules import BULLETIN_CATEGORIES, FORMER_NAMES
from portal.web import messages

TYPES = {
    "banking": _l("银行业金融机构"),
    "insurer": _l("保险机构"),
    "intermediary": _l("保险中介机构"),
    "other": _l("其他主体"),
}
LEVELS = {"head": _l("法人机构"), "branch": _l("分支机构")}
STATES = {"open": _l("正常"), "closed": _l("已终止")}
CHANNELS = {
    "phone": _l("投诉电话"),
    "address": _l("通讯地址"),
    "process_url": _l("投诉处理流程网址"),
    "email": _l("电子邮箱"),
    "url": _l("网址"),
}
COLUMNS = {
    "code": _l("机构代码"),
    "name": _l("机构全称"),
    "short_name": _l("简称"),
    "aliases": _l("别名"),
    "type": _l("类型"),
    "category": _l("类别"),
    "level": _l("层级"),
    "parent_code": _l("上级机构代码"),
    "parent_id": _l("上级机构"),
    "territory": _l("辖区代码"),
    "uscc": _l("统一社会信用代码"),
    "licence_no": _l("许可证号"),
    **CHANNELS,
    "internet_channel": _l("通过互联网受理投诉"),
    "notice_email": _l("转送通知邮箱"),
    "opened_on": _l("开业日期"),
    "closed_on": _l("终止日期"),
}
CATEGORIES = {
    name: _l(name)  # marked for translation where the rules list them
    for name in (*FORMER_NAMES, *(name for names in BULLETIN_CATEGORIES.values() for name in names))
}
SECTORS = {"banking": _l("银行业"), "insurance": _l("保险业")}
MEDIATOR_COLUMNS = {
    "name": _l("名称"),
    "territory": _l("辖区代码"),
    "sectors": _l("行业"),
    "association": _l("所属行业协会"),
    "phone": _l("电话"),
    "address": _l("地址"),
    "began_on": _l("开始日期"),
    "ended_on": _l("停止日期"),
}
BREACHES = {
    "institution_outside_reach": _l(
        "该机构（辖区 %(territory)s）不在本单位辖区内，不能由本单位办理。请交由主管单位登记。"
    ),
    "institution_not_open": _l("该机构已于 %(closed_on)s 终止。请刷新页面查看最新情况。"),
    "institution_not_closed": _l("该机构没有终止，不需要恢复。请刷新页面查看最新情况。"),
    "institution_has_open_branches": _l(
        "还有 %(count)s 家分支机构未终止。请先终止分支机构，或把它们改挂到别的机构。"
    ),
    "institution_file_stored": _l("这个文件已于 %(at)s 导入，不必再次确认。"),
    "proposal_changes_nothing": _l("填写的内容与登记的相同，没有变更。请修改后再提交。"),
    "proposal_closes_the_head": _l("法人机构的终止由监管机构直接登记。请与监管机构联系。"),
    "proposal_of_another": _l("只能为本机构和分支机构提出申请。"),
    "proposal_waits_already": _l(
        "这家机构已有一份同类申请等待审核。请先撤回那一份，或等待审核结果。"
    ),
    "institution_parent_closed": _l("上级机构“%(parent)s”已终止。请先恢复上级机构。"),
}
PROPOSALS = {kind: _l(words) for kind, words in rules.PROPOSALS.items()}
PROPOSAL_STATES = {
    "proposed": _l("待审核"),
    "approved": _l("已同意"),
    "refused": _l("未同意"),
    "withdrawn": _l("已撤回"),
}
PROPOSAL_COLOURS = {"proposed": "yellow", "approved": "green", "refused": "orange"}
PROPOSAL_ACTS = {"approve": _l("同意"), "refuse": _l("不同意"), "withdraw": _l("撤回申请")}
ACTS = {
    "institution_propose_change": _l("申请变更登记信息"),
    "institution_propose_opening": _l("申请新设分支机构"),
    "institution_propose_closing": _l("申请终止"),
    "institution_approve_change": _l("同意变更登记信息"),
    "institution_approve_opening": _l("同意新设分支机构"),
    "institution_approve_closing": _l("同意终止"),
    "institution_refuse_change": _l("未同意变更登记信息"),
    "institution_refuse_opening": _l("未同意新设分支机构"),
    "institution_refuse_closing": _l("未同意终止"),
    "institution_withdraw_change": _l("撤回变更申请"),
    "institution_withdraw_opening": _l("撤回新设申请"),
    "institution_withdraw_closing": _l("撤回终止申请"),
    "institution_register": _l("登记机构"),
    "institution_correct": _l("修改机构信息"),
    "institution_channels": _l("修改投诉渠道"),
    "institution_aliases": _l("修改别名"),
    "institution_close": _l("终止机构"),
    "institution_reopen": _l("恢复机构"),
    "mediator_register": _l("登记调解组织"),
    "mediator_correct": _l("修改调解组织"),
    "institutions_export": _l("导出机构名录"),
}


def category_words(stored: str) -> str:
    """Return a category in the language of the page; free text as it is."""
    return str(CATEGORIES.get(stored, stored))


messages.register(BREACHES)
messages.register_labels(ACTS)
messages.register_labels(
    {
        f"institution_proposal:{code}": word
        for code, word in {**PROPOSAL_STATES, **PROPOSAL_ACTS}.items()
    }
)
