"""The form by which officers correct a person of a case: what is left empty stays as it is.

It never shows what is stored: to see a value in the clear is an act of its own (Art. 22).
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from forwarding import vocabulary
from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from forwarding.forms.who_files import dialled
from portal.kernel import identifiers
from portal.web.forms import Checks, Choice, Prose, StrippedString

_REMOVABLE = {
    "id_no": _l("证件号码"),
    "phone": _l("电话"),
    "email": _l("电子邮件"),
    "address": _l("通信地址"),
}
_CHECKED = {"resident_id": identifiers.resident_id_ok, "uscc": identifiers.uscc_ok}


class CorrectionForm(ActForm):
    """What is corrected of one person; the view fills who there is."""

    party = Choice(_l("更正谁的信息"), coerce=int, required=True, blank=False)
    name = StrippedString(_l("姓名或名称"), maximum=100, article="13")
    id_type = Choice(_l("证件类型"), choices=offered(vocabulary.ID_TYPES))
    id_no = StrippedString(_l("证件号码"), maximum=50, width=20, article="13")
    confirmed = StrippedString(
        _l("号码校验不符仍登记的理由"), hint=_l("例如：投诉人两次复述一致"), maximum=200
    )
    phone = StrippedString(_l("电话"), maximum=30, width=20, article="13")
    email = StrippedString(_l("电子邮件"), maximum=200, width=20)
    address = StrippedString(_l("通信地址"), maximum=300)
    preferred_means = Choice(
        _l("告知方式"), choices=offered(vocabulary.TELLING_MEANS), article="21"
    )
    removed = Checks(_l("删去原来登记的"), choices=list(_REMOVABLE.items()))
    reason = Prose(
        _l("更正的理由"),
        hint=_l("谁提出、依据什么；原来的信息和理由都会加密保留"),
        maximum=1000,
        rows=2,
        required=True,
    )

    def validate_phone(self, field: Any) -> None:
        """Refuse a number that cannot be dialled."""
        dialled(field)

    def validate_email(self, field: Any) -> None:
        """Refuse an address that cannot be written to."""
        if not identifiers.email_ok(field.data):
            raise ValidationError(_("电子邮件地址不完整。请填写如 name@example.cn 的地址。"))

    def validate_id_no(self, field: Any) -> None:
        """Ask what kind of number it is, and warn of a wrong check digit."""
        sound = _CHECKED.get(self.id_type.data or "")
        if not self.id_type.data:
            raise ValidationError(_("请同时选择证件类型。"))
        if sound and not sound(str(field.data).upper()) and not self.confirmed.data:
            raise ValidationError(
                _(
                    "证件号码的校验位不对。请复核；确认无误的，在“%(label)s”中写明理由。",
                    label=self.confirmed.label.text,
                )
            )

    def stated(self) -> dict[str, str | None]:
        """Return what is corrected by field; None takes a value away."""
        names = ("name", "phone", "email", "address", "preferred_means")
        given: dict[str, str | None] = {name: self[name].data for name in names if self[name].data}
        if self.id_no.data:
            given |= {"id_no": str(self.id_no.data).upper(), "id_type": self.id_type.data}
        removed = dict.fromkeys(name for name in self.removed.data or () if name not in given)
        if "id_no" in removed:
            removed["id_type"] = None
        return given | removed

    def because(self) -> str:
        """Return the reason, with why a number was entered against its check digit."""
        return "；".join(str(part) for part in (self.reason.data, self.confirmed.data) if part)
