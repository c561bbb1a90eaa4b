"""Forms of signing in, one's own account, the administration of accounts, and files to take."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from portal.accounts.messages import INSTITUTION, STAFF
from portal.accounts.places import branch_choices, role_choices, unit_choices
from portal.accounts.rules import PASSWORD_MIN, is_login, login_of
from portal.kernel.actor import INSTITUTION_ROLES, STAFF_ROLES
from portal.kernel.exports import PEOPLE, Ledger
from portal.web.access import current_actor
from portal.web.forms import (
    Choice,
    Day,
    Form,
    Hidden,
    Prose,
    QueryForm,
    Radio,
    Secret,
    StrippedString,
    Whole,
)

VERSION_MAX = 2**31 - 1


class SignInForm(Form):
    """Login name and password."""

    login = StrippedString(_l("登录名"), required=True, maximum=100)
    password = Secret(_l("密码"), required=True, maximum=200)


class CodeForm(Form):
    """A code of the second factor, or a recovery code."""

    code = StrippedString(_l("验证码"), required=True, maximum=60, width=10)


class FirstCodeForm(Form):
    """The first code of a new second factor."""

    code = StrippedString(_l("应用显示的6位数字"), required=True, maximum=20, width=10)


class PasswordForm(Form):
    """A new password, typed twice, with the present one as proof."""

    current = Secret(_l("现在的密码"), required=True, maximum=200, width=20)
    new = Secret(
        _l("新密码"),
        required=True,
        maximum=200,
        width=20,
        hint=_l(
            "至少%(least)s个字符，不要包含登录名。几个不相关的词连起来就很好。", least=PASSWORD_MIN
        ),
    )
    repeated = Secret(_l("再输一遍新密码"), required=True, maximum=200, width=20)

    def validate_repeated(self, field: Any) -> None:
        """Refuse two different passwords."""
        if field.data != self.new.data:
            raise ValidationError(_("两次输入的新密码不一样。请重新输入。"))


class TokenForm(Form):
    """A new API token."""

    label = StrippedString(
        _l("用途"), required=True, maximum=60, width=20, hint=_l("例如：热线系统每日推送")
    )
    days = Whole(_l("有效天数"), required=True, minimum=1, maximum=730, width=4)


class _UnitsForStaff:
    """Takes the choice of a unit away from an institution's administrator, who has none.

    Such an administrator picks a branch from a list; others, and who has too many, type a code.
    """

    unit: Any
    branch: Any
    institution: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self and not current_actor().is_staff:  # type: ignore[operator]
            del self.unit
        if current_actor().is_staff or not self.branch.choices:
            del self.branch
        elif "institution" in self:  # type: ignore[operator]
            del self.institution

    @property
    def place(self) -> Any:
        """The field that names an institution: a list of branches, or a code."""
        return self.branch or self.institution


class AccountFilter(_UnitsForStaff, QueryForm):
    """Filters of the list of accounts."""

    q = StrippedString(_l("姓名或登录名"), maximum=60)
    role = Choice(_l("角色"), choices=role_choices)
    unit = Choice(_l("监管机构"), choices=unit_choices)
    branch = Choice(_l("机构"), choices=branch_choices)
    state = Choice(_l("状态"), choices=[("on", _l("启用")), ("off", _l("停用"))])


class NewAccountForm(_UnitsForStaff, Form):
    """A new account; what may be chosen is what the administrator reaches."""

    name = StrippedString(_l("姓名或系统名称"), required=True, maximum=40, width=20)
    login = StrippedString(
        _l("登录名"),
        required=True,
        maximum=64,
        width=20,
        hint=_l("2至64个字符，不含空格，例如工作邮箱；不区分大小写"),
    )
    role = Choice(_l("角色"), choices=role_choices, required=True)
    unit = Choice(_l("监管机构"), choices=unit_choices, hint=_l("监管人员必填"))
    branch = Choice(_l("所属机构"), choices=branch_choices, required=True, blank=False, article="4")
    institution = StrippedString(
        _l("机构代码"), maximum=32, width=10, hint=_l("机构人员必填，例如 ICBC；代码见机构名录")
    )

    def validate_login(self, field: Any) -> None:
        """Refuse a login name that cannot be typed everywhere."""
        if not is_login(login_of(field.data)):
            raise ValidationError(_("登录名须为2至64个字符，不含空格和引号等符号。请更正。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the place that the role needs."""
        sound = bool(super().validate(extra_validators))
        staff = self.unit is not None and self.role.data in STAFF_ROLES
        if staff and not (self.unit.data or self.unit.errors):
            self.unit.errors = [_("监管人员须属于一个监管机构。请选择。")]
            return False
        if self.role.data in INSTITUTION_ROLES and not self.place.data:
            self.place.errors = [_("机构人员须属于一家机构。请填写机构代码。")]
            return False
        return sound


class _EditForm(Form):
    """Changes to an account, made by somebody who saw its `version`."""

    name = StrippedString(_l("姓名或系统名称"), required=True, maximum=40, width=20)
    version = Whole(_l("版本"), required=True, maximum=VERSION_MAX)


class EditUserForm(_UnitsForStaff, _EditForm):
    """Changes to an institution's account."""

    role = Choice(_l("角色"), choices=INSTITUTION, required=True, blank=False)
    branch = Choice(_l("所属机构"), choices=branch_choices, required=True, blank=False, article="4")
    institution = StrippedString(_l("机构代码"), required=True, maximum=32, width=10, article="4")


class EditStaffForm(_EditForm):
    """Changes to a staff account."""

    role = Choice(_l("角色"), choices=STAFF, required=True, blank=False)
    unit = Choice(_l("监管机构"), choices=unit_choices, required=True)


class ReasonForm(Form):
    """Why an account is switched off."""

    reason = Prose(_l("停用原因"), required=True, maximum=200, rows=2)


class OpeningForm(Form):
    """Why an account that was switched off is opened again."""

    reason = Prose(_l("启用原因"), required=True, maximum=200, rows=2)


class TrailFilter(QueryForm):
    """Filters of the audit trail."""

    who = StrippedString(_l("操作人（姓名或登录名）"), maximum=100)
    act = StrippedString(_l("操作代码"), maximum=60)
    kind = StrippedString(_l("对象类别"), maximum=60)
    subject = StrippedString(_l("对象编号"), maximum=100)
    since = Day(_l("自"))
    until = Day(_l("至"))


FILE_FORMS = [("xlsx", _l("XLSX 工作簿")), ("csv", _l("CSV 文本（UTF-8）"))]
PEOPLE_SHOWN = {
    "none": _l("不含个人信息"),
    "masked": _l("部分隐去的姓名、证件号码和电话"),
    "clear": _l("完整的姓名、证件号码和电话，以及请求和事实"),
}


class ExportForm(Form):
    """In which form, with whom in it, and why; `key` tells a second click from a second wish."""

    key = Hidden()
    form = Radio(_l("格式"), choices=FILE_FORMS, default="xlsx", required=True)
    people = Radio(_l("投诉人信息"), choices=[], default="none", required=True, article="22")
    reason = StrippedString(
        _l("导出理由"),
        required=True,
        maximum=200,
        hint=_l("将与条件、栏目和行数一起记入日志。不要写个人信息。"),
        article="22",
    )

    def fitted(self, of: Ledger, may: Callable[[str], bool]) -> "ExportForm":
        """Offer only what the reader may have of this ledger."""
        offered = [name for name in PEOPLE if of.may_show(name, may)]
        self.people.choices = [(name, PEOPLE_SHOWN[name]) for name in offered]
        return self
