"""The public form, one question per page; each names the article that asks for it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from forwarding import vocabulary
from forwarding.forms.choices import businesses, offered, places
from portal.kernel import identifiers
from portal.web.forms import (
    Amount,
    Checks,
    Choice,
    Form,
    Prose,
    Radio,
    StrippedString,
    Tick,
    Uploads,
    Whole,
)


class WhoForm(Form):
    """Whose dispute it is: a person's or an organisation's."""

    kind = Radio(
        _l("投诉人是个人还是单位？"),
        choices=offered(vocabulary.COMPLAINANT_KINDS),
        article="13",
        required=True,
    )
    joint = Tick(_l("我是和其他人就同一件事共同投诉"), article="12")
    people_count = Whole(
        _l("共同投诉的人数"),
        hint=_l("共同投诉时填写，包括您自己；其他人的名单可以作为材料上传。"),
        minimum=1,
        maximum=1_000_000,
        width=5,
    )

    def validate_people_count(self, field: Any) -> None:
        """Ask for the tick that belongs to a number."""
        if field.data and field.data > 1 and not self.joint.data:
            raise ValidationError(_("填写了人数的，请勾选共同投诉。"))

    def validate_joint(self, field: Any) -> None:
        """Ask how many complain together."""
        if field.data and (self.people_count.data or 0) < 2:
            raise ValidationError(_("共同投诉的，请填写人数（2人以上）。"))


class FilerForm(Form):
    """Who files: the complainant, a guardian, an agent or an heir."""

    filer_kind = Radio(
        _l("由谁来提出投诉？"),
        choices=offered(vocabulary.FILER_KINDS),
        hints={
            "guardian": _l("为未成年人等提出，需要监护关系证明"),
            "agent": _l("需要授权委托书和您的身份证明"),
            "heir": _l("投诉人已经去世，需要继承关系证明"),
        },
        article="14",
        required=True,
    )


class OrganisationFilerForm(Form):
    """Who files for an organisation: itself or an agent."""

    filer_kind = Radio(
        _l("由谁来提出投诉？"),
        choices=[("self", _l("本单位（法定代表人）")), ("agent", _l("受托人"))],
        hints={"agent": _l("需要授权委托书")},
        article="13",
        required=True,
    )


class _Identified(Form):
    """Names and numbers whose check digits are looked at."""

    def validate_id_no(self, field: Any) -> None:
        """Refuse a number whose check digit is wrong, in words that say what to look at."""
        kind = self.id_type.data if "id_type" in self else "uscc"
        if kind == "resident_id" and not identifiers.resident_id_ok(field.data):
            raise ValidationError(_("身份证号码的校验位不对。请对照证件逐位核对。"))
        if kind == "uscc" and not identifiers.uscc_ok(field.data.upper()):
            raise ValidationError(_("统一社会信用代码的校验位不对。请对照营业执照逐位核对。"))


_PERSONAL_IDS = {code: word for code, word in vocabulary.ID_TYPES.items() if code not in {"uscc"}}


class PersonForm(_Identified):
    """A natural person: name and identity number."""

    name = StrippedString(_l("姓名"), maximum=100, article="13", required=True)
    id_type = Radio(
        _l("证件类型"), choices=offered(_PERSONAL_IDS), default="resident_id", required=True
    )
    id_no = StrippedString(
        _l("证件号码"),
        hint=_l("用于核实身份，加密保存，页面上只显示头尾。"),
        article="13",
        maximum=50,
        width=20,
        required=True,
    )


class OrganisationForm(_Identified):
    """An organisation: name, unified social credit code and address."""

    name = StrippedString(_l("单位名称"), maximum=100, article="13", required=True)
    id_no = StrippedString(
        _l("统一社会信用代码"), article="13", maximum=18, width=20, required=True
    )
    address = StrippedString(_l("单位地址"), article="13", maximum=300, required=True)


class ContactForm(Form):
    """How to reach the filer, and how they wish to be told."""

    phone = StrippedString(
        _l("电话"), hint=_l("手机号最好，转送情况以短信告知。"), maximum=30, width=20, article="13"
    )
    email = StrippedString(_l("电子邮件"), maximum=200, width=30)
    address = StrippedString(_l("通信地址"), maximum=300)
    preferred_means = Radio(
        _l("希望怎样告知您？"),
        choices=[
            (code, _l(vocabulary.TELLING_MEANS[code]))
            for code in ("sms", "email", "letter", "phone")
        ],
        article="21",
        required=True,
    )

    def validate_phone(self, field: Any) -> None:
        """Refuse a number that cannot be dialled."""
        field.data = identifiers.phone_form(field.data)
        if not identifiers.phone_ok(field.data):
            raise ValidationError(_("电话号码不完整。请填写11位手机号，或带区号的固定电话。"))

    def validate_email(self, field: Any) -> None:
        """Refuse an address that cannot be written to."""
        if not identifiers.email_ok(field.data):
            raise ValidationError(_("电子邮件地址不完整。请填写如 name@example.cn 的地址。"))

    def validate_preferred_means(self, field: Any) -> None:
        """Ask for what the chosen means needs."""
        needed: dict[str, Any] = {
            "sms": (
                identifiers.mobile_ok(self.phone.data or ""),
                _("请填写手机号，以便发送短信。"),
            ),
            "email": (self.email.data, _("请填写电子邮件地址。")),
            "letter": (self.address.data, _("请填写通信地址，以便邮寄。")),
            "phone": (self.phone.data, _("请填写电话，以便打给您。")),
        }
        given, sentence = needed[field.data]
        if not given:
            raise ValidationError(sentence)


class ActingForm(PersonForm):
    """Who acts for the complainant, or an organisation's legal representative."""

    phone = StrippedString(_l("联系电话"), maximum=30, width=20, article="14", required=True)

    def validate_phone(self, field: Any) -> None:
        """Refuse a number that cannot be dialled."""
        field.data = identifiers.phone_form(field.data)
        if not identifiers.phone_ok(field.data):
            raise ValidationError(_("电话号码不完整。请填写11位手机号，或带区号的固定电话。"))


class InstitutionForm(Form):
    """One institution complained about, as the filer calls it."""

    stated_name = StrippedString(
        _l("机构名称"),
        hint=_l("写到分行、支行或分公司更好，例如“工商银行杭州武林支行”。简称也可以。"),
        maximum=200,
        article="13",
        required=True,
    )
    staff_name = StrippedString(_l("工作人员姓名"), hint=_l("涉及工作人员时填写"), maximum=100)
    staff_unit = StrippedString(_l("工作人员所在部门或网点"), maximum=200)


class PlaceForm(Form):
    """Where it happened: decides which bureau is competent."""

    territory = Choice(
        _l("事情发生在哪里？"),
        hint=_l("选择机构网点或办理业务所在的城市，决定由哪个监管局办理。"),
        choices=places,
        article="33",
        required=True,
    )


class BusinessForm(Form):
    """Which product or service it is about; who does not know leaves it open."""

    business = Choice(
        _l("涉及哪类业务？"),
        hint=_l("不清楚可以不选，由工作人员判断。"),
        choices=businesses,
    )
    third_party = StrippedString(
        _l("涉及的第三方"), hint=_l("例如合作平台、中介、催收公司"), maximum=200, article="10"
    )


class FactsForm(Form):
    """The main facts and grounds."""

    facts = Prose(
        _l("发生了什么？"),
        hint=_l("写清时间、地点、经过、金额，以及机构怎样答复您。请勿填写密码、验证码、完整卡号。"),
        maximum=20_000,
        rows=12,
        article="13",
        required=True,
    )


class ClaimForm(Form):
    """What is asked for."""

    asked_for = Checks(_l("您希望怎样解决？"), choices=offered(vocabulary.ASKED_FOR), required=True)
    claim = Prose(
        _l("具体请求"),
        hint=_l("例如：退还多收的年费300元，并说明收费依据。"),
        maximum=2000,
        rows=4,
        article="13",
        required=True,
    )
    amount = Amount(_l("涉及金额（元）"), width=10)


class EvidenceForm(Form):
    """Files: the evidence, and what Art. 14 asks of who acts for another."""

    power_of_attorney = Uploads(_l("授权委托书"), article="14")
    identity = Uploads(_l("您的身份证明"), article="14")
    guardianship = Uploads(_l("监护关系证明"), article="14")
    succession = Uploads(_l("继承关系证明"), article="14")
    evidence = Uploads(_l("证据材料"), article="13")


class DeclarationForm(Form):
    """The declaration of truth that ends the form."""

    declaration = Tick(_l("我声明所述内容真实，并对其真实性负责。"), article="16", required=True)


class ResumeForm(Form):
    """The code under which a draft was put aside."""

    code = StrippedString(_l("续填码"), maximum=40, width=20, required=True)


class StatusForm(Form):
    """A complaint's number and secret code."""

    number = StrippedString(
        _l("投诉编号"), hint=_l("例如 ZJ-2026-11-000318"), maximum=40, width=20, required=True
    )
    code = StrippedString(
        _l("查询码"),
        hint=_l("在接收凭证或短信上，例如 7K3M-Q9XA-00FD-TZ5H"),
        maximum=40,
        width=20,
        required=True,
    )
