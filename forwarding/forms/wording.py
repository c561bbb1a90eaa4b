"""The form of a unit's own wording."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from forwarding.rules.wording import FIELDS
from portal.kernel.findings import N_
from portal.web.forms import Choice, Prose, StrippedString, Tick

PURPOSES = {
    "instructions": N_("办理要求（转送机构时）"),
    "telling": N_("告知投诉人"),
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


def fields_in_words() -> list[tuple[str, str]]:
    """Return each purpose with the fields it may hold, as they are written."""
    return [
        (_(PURPOSES[purpose]), " ".join(f"{{{field}}}" for field in FIELDS[purpose]))
        for purpose in PURPOSES
    ]
