"""The sentences of this package: what is refused and how to mend it, and words for its codes."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.commands import Outcome
from portal.accounts.rules import PASSWORD_MAX, PASSWORD_MIN
from portal.kernel import clock
from portal.kernel.actor import INSTITUTION_ROLES, STAFF_ROLES
from portal.web import messages

ROLES = {
    "clerk": _l("登记员"),
    "triage": _l("分办员"),
    "supervisor": _l("复核人"),
    "inspector": _l("检查员"),
    "statistician": _l("统计员"),
    "auditor": _l("审计员"),
    "admin": _l("系统管理员"),
    "institution": _l("机构经办人"),
    "institution_admin": _l("机构管理员"),
}
STAFF = [(name, ROLES[name]) for name in STAFF_ROLES]
INSTITUTION = [(name, ROLES[name]) for name in INSTITUTION_ROLES]
ROLE_HINTS = {
    "clerk": _l("登记来电、来信、来访的投诉"),
    "triage": _l("判断、分类、转送并告知投诉人"),
    "supervisor": _l("复核不予转送、发布等须由第二人决定的事项"),
    "inspector": _l("检查、整改要求和责令改正"),
    "statistician": _l("统计、通报和披露"),
    "auditor": _l("只能查看操作日志"),
    "admin": _l("管理账号和设置，看不到投诉内容"),
}
LEVELS = {
    "head_office": _l("总局"),
    "bureau": _l("监管局"),
    "sub_bureau": _l("监管分局"),
}

messages.register(
    {
        "role_does_not_fit_place": _l(
            "角色“%(role)s”不能设在这里：监管人员属于监管机构，机构人员属于银行保险机构。请重新选择。"
        ),
        "unknown_unit": _l("没有代码为%(unit)s的监管机构。请从列表中选择。"),
        "login_is_malformed": _l("登录名须为2至64个字符，不含空格和引号等符号。请更正。"),
        "not_ones_own_account": _l(
            "不能更改自己的角色、机构或停用自己的账号。请由另一位管理员办理。"
        ),
        "no_longer_administrator": _l(
            "您已不再是机构管理员，不能管理账号。请联系本机构的其他管理员或监管机构。"
        ),
        "account_outside_reach": _l("只能管理本机构和分支机构的账号。请选择本机构或其分支机构。"),
        "ledger_reason_missing": _l("请写明导出的理由（不少于4个字），将记入日志。"),
        "last_admin": _l("这是总局唯一的系统管理员。请先另设一位管理员，再办理此项。"),
    }
)
messages.register_labels(
    {f"role.{name}": words for name, words in ROLES.items()}
    | {f"level.{name}": words for name, words in LEVELS.items()}
    | {
        "add_account": _l("开通账号"),
        "change_account": _l("修改账号"),
        "switch_off_account": _l("停用账号"),
        "switch_on_account": _l("启用账号"),
        "issue_password": _l("发放临时密码"),
        "unlock_account": _l("解除锁定"),
        "reset_second_factor": _l("清除第二重验证"),
        "confirm_second_factor": _l("启用第二重验证"),
        "use_recovery_code": _l("使用备用码"),
        "sign_in": _l("登录"),
        "fail_sign_in": _l("登录失败"),
        "lock_out": _l("连续失败，锁定登录"),
        "sign_out": _l("退出"),
        "end_sessions": _l("退出所有设备"),
        "change_password": _l("修改密码"),
        "create_token": _l("创建接口令牌"),
        "revoke_token": _l("撤销接口令牌"),
        "add_unit": _l("增加监管机构"),
        "change_unit": _l("修改监管机构"),
        "verify_audit": _l("核对操作日志"),
        "ledger.export": _l("导出清单"),
        "ledger": _l("清单"),
    }
)

PASSWORD_FAULTS: dict[str, Any] = {
    "short": _l("新密码至少%(least)s个字符。可以用几个不相关的词连起来，容易记也不易猜。"),
    "long": _l("新密码最多%(most)s个字符，请缩短。"),
    "own_name": _l("新密码里包含登录名或姓名，容易被猜到。请换一个。"),
    "common": _l("新密码太常见（常用词、连续或重复的字符、纯数字）。请换一个。"),
    "same": _l("新密码与现在的密码相同。请换一个。"),
    "wrong_current": _l("现在的密码不正确。请核对后重新输入。"),
    "locked": _l("密码输错次数过多，已暂时锁定。请稍后重试。"),
}


def password_sentence(fault: str) -> str:
    """Return why a password cannot be taken and what to do."""
    facts = {"least": PASSWORD_MIN, "most": PASSWORD_MAX}
    return str(PASSWORD_FAULTS[fault]) % facts


def _clock_time(at: datetime) -> str:
    return f"{at.astimezone(clock.ZONE):%H:%M:%S}"


def refusal(outcome: Outcome, *, of: str) -> str:
    """Return why a try to sign in failed, `of` being password or code, and what to do."""
    if outcome.refusal == "locked" and outcome.locked_until:
        until = _clock_time(outcome.locked_until)
        return str(_("输错次数过多，已暂时锁定。请在%(until)s以后重试。", until=until))
    if outcome.refusal == "off":
        return str(_("这个账号已停用。请联系本单位的系统管理员。"))
    if outcome.refusal == "replayed":
        return str(_("这个验证码已经用过。请等应用显示下一个验证码后再输入。"))
    if of == "code":
        return str(_("验证码不正确。请核对手机时间，输入应用现在显示的6位数字，或一个备用码。"))
    return str(_("登录名或密码不正确。请核对后重新输入。"))
