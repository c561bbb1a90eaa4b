"""The sentences of a case's complete file (Art. 22)."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "export_reason_missing": _l("请写明导出案卷的理由（不少于4个字），将记入日志。"),
        "export_too_large": _l(
            "本件材料超过一次导出的上限（500 MB）。请改为导出PDF，并在“材料”中逐个下载附件。"
        ),
    }
)
