"""The form of a unit's own wording."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from forwarding.rules.wording import check_wording, written_fields
from portal.kernel.findings import N_
from portal.kernel.law import Breach
from portal.web.forms import Choice, Prose, StrippedString, Tick
from portal.web.messages import say

PURPOSES = {
    "instructions": N_("办理要求（转送机构时）"),
    "telling": N_("告知书（告知投诉人）"),
    "reminder": N_("催办机构"),
}
_LONGEST = 1500


class WordingForm(ActForm):
    """A wording under a name; its fields stand in braces."""

    name = StrippedString(_l("名称"), required=True, maximum=60)
    purpose = Choice(_l("用途"), choices=offered(PURPOSES), required=True)
    body = Prose(
        _l("正文"),
        required=True,
        maximum=_LONGEST,
        rows=8,
        hint=_l("字段写在大括号里，使用时自动填入。不要写个人信息。"),
    )
    active = Tick(_l("启用"), default=True)

    def said(self) -> dict[str, Any]:
        """Return what the commands take."""
        names = ("name", "purpose", "body")
        return {name: str(self[name].data) for name in names} | {"active": bool(self.active.data)}


def refuse_unknown_fields(purpose: str, field: Any) -> None:
    """Make a field of the form wrong when its text holds what its purpose has no value for."""
    try:
        check_wording(purpose, str(field.data or ""))
    except Breach as breach:
        raise ValidationError(say(breach)) from breach


class LetterWordsForm(ActForm):
    """What a letter to the complainant says besides what all such letters say."""

    words = Prose(
        _l("告知书中另写的内容"),
        maximum=_LONGEST,
        rows=4,
        hint=_l("写在通用内容之后；留空则只有通用内容。告知以后不能再改。"),
    )

    def validate_words(self, field: Any) -> None:
        """Refuse a field that such a letter does not have."""
        refuse_unknown_fields("telling", field)


def fields_in_words() -> list[tuple[str, str]]:
    """Return each purpose with the fields it may hold, as they are written."""
    return [(_(PURPOSES[purpose]), written_fields(purpose)) for purpose in PURPOSES]
