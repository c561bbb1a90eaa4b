"""Who files and who is behind it, on the clerk's page: agents, heirs, firms, joint complaints."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from forwarding import vocabulary
from forwarding.forms.choices import offered
from forwarding.messages.joint import line_words
from forwarding.people_lines import people_on_lines
from forwarding.submission import Person
from portal.kernel import identifiers
from portal.web.forms import Choice, Prose, Radio, StrippedString, Tick, Uploads, Whole
from portal.web.punctuation import labelled

_WRONG_DIGIT = _l("证件号码的校验位不对。请复核；确认无误的，在“%(label)s”中写明理由。")


def dialled(field: Any) -> None:
    """Refuse a number that cannot be dialled."""
    field.data = identifiers.phone_form(field.data)
    if not identifiers.phone_ok(field.data):
        raise ValidationError(_("电话号码不完整。请填写11位手机号，或带区号的固定电话。"))


class ActingFields:
    """Who acts for another (Art. 14), and a firm's legal representative (Art. 13)."""

    confirmed: Any
    filer_kind = Radio(
        _l("由谁提出"),
        choices=offered(vocabulary.FILER_KINDS),
        default="self",
        inline=True,
        article="14",
        required=True,
    )
    filer_name = StrippedString(_l("提出人姓名"), maximum=100, article="14")
    filer_id_no = StrippedString(_l("提出人证件号码"), maximum=50, width=20)
    filer_phone = StrippedString(_l("提出人电话"), maximum=30, width=20)
    proof = Uploads(_l("授权委托书、监护或者继承关系证明"), article="14")
    identity = Uploads(_l("提出人身份证明"), article="14")
    legal_name = StrippedString(_l("法定代表人姓名"), maximum=100, article="13")
    legal_id_no = StrippedString(_l("法定代表人证件号码"), maximum=50, width=20)
    legal_phone = StrippedString(_l("法定代表人电话"), maximum=30, width=20)

    def validate_filer_kind(self, field: Any) -> None:
        """Ask who acts when it is not the complainant."""
        if field.data not in (None, "self") and not self.filer_name.data:
            raise ValidationError(_("由他人提出的，请填写提出人姓名。"))

    def validate_filer_id_no(self, field: Any) -> None:
        """Warn of a wrong check digit; a clerk may confirm it with a reason."""
        self._resident(field)

    def validate_legal_id_no(self, field: Any) -> None:
        """Warn of a wrong check digit; a clerk may confirm it with a reason."""
        self._resident(field)

    def validate_filer_phone(self, field: Any) -> None:
        """Refuse a number that cannot be dialled."""
        dialled(field)

    def validate_legal_phone(self, field: Any) -> None:
        """Refuse a number that cannot be dialled."""
        dialled(field)

    def _resident(self, field: Any) -> None:
        if not identifiers.resident_id_ok(str(field.data).upper()) and not self.confirmed.data:
            raise ValidationError(str(_WRONG_DIGIT) % {"label": self.confirmed.label.text})

    def acting(self, complainant: Person) -> list[Person]:
        """Return the legal representative and who acts, as far as they are named."""
        people = []
        if complainant.kind == "organisation" and self.legal_name.data:
            people.append(_named(self, "legal", "legal_representative"))
        if self.filer_kind.data != "self":
            acting = _named(self, "filer", str(self.filer_kind.data))
            people.append(_reached(acting, complainant))
        return people


def _named(form: Any, prefix: str, role: str) -> Person:
    number = str(form[f"{prefix}_id_no"].data or "").upper() or None
    return Person(
        name=form[f"{prefix}_name"].data,
        role=role,
        id_type="resident_id" if number else None,
        id_no=number,
        phone=form[f"{prefix}_phone"].data or None,
    )


def _reached(person: Person, complainant: Person) -> Person:
    """Return who acts with the contacts given for the case, where they gave none of their own."""
    return Person(
        name=person.name,
        role=person.role,
        id_type=person.id_type,
        id_no=person.id_no,
        phone=person.phone or complainant.phone,
        email=complainant.email,
        address=complainant.address,
        preferred_means=complainant.preferred_means,
    )


class JointFields:
    """A joint complaint (Art. 12), and the event behind a major one (Art. 29)."""

    confirmed: Any
    joint = Tick(_l("多人共同投诉"), article="12")
    people_count = Whole(
        _l("共同投诉人数"), hint=_l("包括上面的投诉人"), minimum=1, maximum=1_000_000, width=5
    )
    representatives = Prose(
        _l("其他代表"),
        hint=_l(
            "每行一人：姓名，证件号，电话。上面的投诉人是第一名代表；来访的，代表合计不超过5名。"
        ),
        maximum=20_000,
        rows=4,
        article="12",
    )
    members = Prose(
        _l("其他共同投诉人"),
        hint=_l("每行一人：姓名，证件号，电话；证件号、电话不清楚的可以不写。"),
        maximum=100_000,
        rows=4,
    )
    public_event = Choice(
        _l("由公共事件引发"), choices=offered(vocabulary.PUBLIC_EVENTS), article="29"
    )

    def validate_representatives(self, field: Any) -> None:
        """Name each line that is not a person."""
        self._lines(field)

    def validate_members(self, field: Any) -> None:
        """Name each line that is not a person."""
        self._lines(field)

    def _lines(self, field: Any) -> None:
        _people, faults = people_on_lines(field.data, "member")
        wrong = [f for f in faults if f.code != "bad_id_no" or not self.confirmed.data]
        if wrong:
            words = " ".join(line_words(wrong))
            raise ValidationError(labelled(field.label.text, words))

    def together(self) -> list[Person]:
        """Return the further representatives, then the members."""
        found, _faults = people_on_lines(self.representatives.data or "", "representative")
        others, _faults = people_on_lines(self.members.data or "", "member")
        return [*found, *others]

    def said_of_joint(self) -> dict[str, Any]:
        """Return what a submission says of it; without a number, those named are all."""
        named = 1 + len(self.together())
        count = self.people_count.data or (named if self.joint.data else 1)
        return {
            "joint": bool(self.joint.data),
            "people_count": count,
            "public_event": self.public_event.data,
        }
