"""Forms of an institution's bulk download and bulk report."""

from flask_babel import lazy_gettext as _l

from portal.web.forms import Form, Hidden, StrippedString, Tick, Upload

_LONGEST = 12_000


class BundleForm(Form):
    """Which forwardings are taken along, why, and whether with people in the clear."""

    ids = Hidden()
    reason = StrippedString(
        _l("下载理由"), hint=_l("将逐件记入日志。"), required=True, maximum=200, article="22"
    )
    clear = Tick(
        _l("包含投诉人的完整信息"),
        hint=_l("不勾选时，姓名、证件号码和联系方式只显示一部分。勾选后逐人记入日志。"),
        article="22",
    )

    def chosen(self) -> list[int]:
        """Return the ids sent; what is no id is left out."""
        parts = (self.ids.data or "")[:_LONGEST].split(",")
        return [int(p) for p in dict.fromkeys(parts) if p.isascii() and p.isdigit() and len(p) < 19]


class ReportsFileForm(Form):
    """A file with one report in each row."""

    file = Upload(
        _l("报告文件"), hint=_l("在下载的模板中填写，保存为 .xlsx 或 CSV（UTF-8）"), required=True
    )
