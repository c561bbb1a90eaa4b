"""The forms by which institutions file and officers judge (Art. 36)."""

from flask_babel import lazy_gettext as _l

from portal.filings.commands.filing import Signature
from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import Day, Form, Prose, StrippedString, Tick, Upload


class BeginForm(Form):
    """Why something accepted before is filed again; empty the first time."""

    why_again = Prose(_l("更正原因"), maximum=500, rows=2)


class DocumentForm(VersionedForm):
    """The document that is filed."""

    file = Upload(_l("文件"), required=True, hint=_l("PDF、Word 或者 Excel 文件"))


class SignatureForm(VersionedForm):
    """Who attests a filing."""

    name = StrippedString(_l("签署人姓名"), maximum=40, width=20, required=True, article="36")
    post = StrippedString(_l("签署人职务"), maximum=40, width=20, required=True)
    true = Tick(_l("所报内容真实"))
    complete = Tick(_l("所报内容完整"))
    accurate = Tick(_l("所报内容准确"))

    def signature(self) -> Signature:
        """Return what was filled in, as the commands take it."""
        ticks = {name: bool(self[name].data) for name in ("true", "complete", "accurate")}
        return Signature(name=self.name.data or "", post=self.post.data or "", **ticks)


class ReasonForm(VersionedForm):
    """Why something is taken back or discarded."""

    reason = Prose(_l("原因"), maximum=500, rows=2, required=True)


class JudgeForm(VersionedForm):
    """That a filing is accepted."""


class SendBackForm(VersionedForm):
    """Why a filing is sent back and by when it is to be filed again."""

    remarks = Prose(_l("退回原因和补正要求"), maximum=2000, rows=4, required=True)
    again_by = Day(_l("补正后重新上报的最后一日"), required=True)
