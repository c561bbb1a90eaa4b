"""The forms by which institutions hand in returns and confirm warnings (Art. 36)."""

from flask import request
from flask_babel import lazy_gettext as _l

from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import StrippedString, Upload

_MOST = 500


class ReturnForm(VersionedForm):
    """The filled-in form of a return."""

    file = Upload(
        _l("填好的文件"), required=True, hint=_l("本期模板（.xlsx），或者 UTF-8 编码的 CSV 明细")
    )


class CheckForm(VersionedForm):
    """That the same file is checked again, or that there is nothing to report."""


class ConfirmForm(VersionedForm):
    """Why what a check warned of is right; the warnings are ticked in their table."""

    reason = StrippedString(_l("原因"), required=True, maximum=300, width=30, article="36")

    @property
    def keys(self) -> list[str]:
        """The warnings that were ticked."""
        return request.form.getlist(f"{self._prefix}keys")[:_MOST]
