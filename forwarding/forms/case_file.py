"""The form that asks for a case's complete file."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import Form, Radio, StrippedString

CONTENTS = [
    ("masked", _l("PDF，遮盖个人信息")),
    ("clear", _l("PDF，显示完整个人信息")),
    ("zip", _l("ZIP：完整PDF、全部材料和公文")),
]


class CaseFileForm(Form):
    """What to take, and why."""

    contents = Radio(_l("内容"), choices=CONTENTS, default="masked", required=True)
    reason = StrippedString(
        _l("导出理由"),
        required=True,
        maximum=200,
        hint=_l("将记入日志。不要写个人信息。"),
        article="22",
    )

    def only_masked(self) -> "CaseFileForm":
        """Offer only what somebody may take who may not see people in the clear."""
        self.contents.choices = CONTENTS[:1]
        return self
