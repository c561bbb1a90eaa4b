"""The clerk's form: a whole complaint on one page, quick by keyboard; and the file upload."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from forwarding import vocabulary
from forwarding.forms.choices import businesses, offered, places
from forwarding.forms.who_files import ActingFields, JointFields, dialled
from forwarding.submission import Against, Person, StoredFile, Submission
from portal.kernel import clock, identifiers
from portal.kernel.actor import Actor
from portal.web.forms import (
    Amount,
    Checks,
    Choice,
    Form,
    Hidden,
    Moment,
    Prose,
    Radio,
    StrippedString,
    Tick,
    Upload,
    Uploads,
)

_BY_CLERK = {
    code: vocabulary.CHANNELS[code] for code in vocabulary.CHANNELS if code not in ("web", "api")
}
_MEANS = {code: vocabulary.TELLING_MEANS[code] for code in ("sms", "phone", "email", "letter")}
_LONG_AGO = timedelta(days=365)


class ClerkForm(ActingFields, JointFields, Form):
    """A complaint as a clerk hears or reads it; what Art. 13 asks and is not known stays open."""

    nonce = Hidden()
    channel = Radio(
        _l("渠道"), choices=offered(_BY_CLERK), default="phone", inline=True, required=True
    )
    received_at = Moment(
        _l("实际收到的时间"),
        hint=_l("期限从这一天起算，不是登记的时间"),
        article="33",
        required=True,
    )
    long_ago = StrippedString(
        _l("接收已久仍登记的理由"), hint=_l("例如：移送时附有原接收凭证"), maximum=200
    )
    territory = Choice(_l("发生地"), choices=places, article="33", required=True)
    kind = Radio(
        _l("投诉人"),
        choices=offered(vocabulary.COMPLAINANT_KINDS),
        default="natural",
        inline=True,
        required=True,
    )
    name = StrippedString(_l("姓名或名称"), maximum=100, article="13", required=True)
    id_no = StrippedString(_l("证件号码"), maximum=50, width=20, article="13")
    confirmed = StrippedString(
        _l("号码校验不符仍登记的理由"), hint=_l("例如：投诉人两次复述一致"), maximum=200
    )
    phone = StrippedString(_l("电话"), maximum=30, width=20, article="13")
    email = StrippedString(_l("电子邮件"), maximum=200, width=20)
    address = StrippedString(_l("通信地址"), maximum=300)
    preferred_means = Choice(_l("告知方式"), choices=offered(_MEANS), article="21")
    institution = StrippedString(
        _l("被投诉机构"),
        hint=_l("照投诉人的说法写；几家机构用分号隔开"),
        maximum=800,
        article="13",
        required=True,
    )
    staff_name = StrippedString(_l("涉及的工作人员"), maximum=100)
    business = Choice(_l("业务"), choices=businesses)
    asked_for = Checks(_l("诉求类型"), choices=offered(vocabulary.ASKED_FOR))
    claim = Prose(_l("投诉请求"), maximum=2000, rows=3, article="13", required=True)
    facts = Prose(_l("主要事实和理由"), maximum=20_000, rows=8, article="13", required=True)
    amount = Amount(_l("涉及金额（元）"), width=10)
    third_party = StrippedString(_l("涉及的第三方"), maximum=200, article="10")
    signed_or_sealed = Tick(_l("书面材料已签字或盖章"), article="13")
    files = Uploads(_l("附件"))
    again = Tick(_l("仍要登记"))
    same: str | None = None
    """The complaint just registered that this one may repeat."""

    def validate_received_at(self, field: Any) -> None:
        """Warn of a receipt long ago, mostly a wrong year; a clerk may confirm it with a reason."""
        if field.data < clock.now() - _LONG_AGO and not self.long_ago.data:
            raise ValidationError(
                _(
                    "接收时间在一年以前。请核对年份；确认无误的，在“%(label)s”中写明理由。",
                    label=self.long_ago.label.text,
                )
            )

    def validate_id_no(self, field: Any) -> None:
        """Warn of a wrong check digit; a clerk may confirm it with a reason."""
        natural = self.kind.data == "natural"
        number = str(field.data).upper()
        sound = identifiers.resident_id_ok(number) if natural else identifiers.uscc_ok(number)
        if not sound and not self.confirmed.data:
            raise ValidationError(
                _(
                    "证件号码的校验位不对。请复核；确认无误的，在“%(label)s”中写明理由。",
                    label=self.confirmed.label.text,
                )
            )

    def validate_phone(self, field: Any) -> None:
        """Refuse a number that cannot be dialled."""
        dialled(field)

    def validate_email(self, field: Any) -> None:
        """Refuse an address that cannot be written to."""
        if not identifiers.email_ok(field.data):
            raise ValidationError(_("电子邮件地址不完整。请填写如 name@example.cn 的地址。"))

    def submission(self, by: Actor, files: tuple[StoredFile, ...]) -> Submission:
        """Return what the form amounts to."""
        names = str(self.institution.data).replace("；", ";").split(";")
        stated = [name.strip() for name in names if name.strip()]
        return Submission(
            channel=self.channel.data,
            source="clerk",
            received_at=self.received_at.data,
            territory=self.territory.data,
            people=self._people(),
            against=tuple(
                Against(name, staff_name=self.staff_name.data or None) for name in stated
            ),
            claim=self.claim.data,
            facts=self.facts.data,
            filer_kind=self.filer_kind.data,
            business=self.business.data,
            asked_for=tuple(self.asked_for.data or ()),
            amount=self.amount.data if self.amount.data is None else Decimal(self.amount.data),
            third_party=self.third_party.data or None,
            signed_or_sealed=bool(self.signed_or_sealed.data),
            files=files,
            submission_key=f"clerk:{by.account_id}:{self.nonce.data}" if self.nonce.data else None,
            confirmed=self._confirmed(),
            **self.said_of_joint(),
        )

    def _confirmed(self) -> dict[str, str]:
        reasons = {"id_no": self.confirmed.data, "received_at": self.long_ago.data}
        return {name: str(reason) for name, reason in reasons.items() if reason}

    def _people(self) -> tuple[Person, ...]:
        natural = self.kind.data == "natural"
        number = str(self.id_no.data or "").upper() or None
        complainant = Person(
            name=self.name.data,
            kind=self.kind.data,
            id_type=None if number is None else "resident_id" if natural else "uscc",
            id_no=number,
            phone=self.phone.data or None,
            email=self.email.data or None,
            address=self.address.data or None,
            preferred_means=self.preferred_means.data,
        )
        return (complainant, *self.acting(complainant), *self.together())


class FileForm(Form):
    """A complaints file to check or to load."""

    file = Upload(_l("投诉文件"), hint=_l("UTF-8 的 CSV，或 XLSX 的第一张表"), required=True)
