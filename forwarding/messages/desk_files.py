"""The sentences of what institutions take along and hand in by file."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "bundle_reason_missing": _l("请写明下载理由（不少于4个字），将记入日志。"),
        "bundle_empty": _l("没有可以下载的件。请返回列表重新选择。"),
        "bundle_too_large": _l("一次最多下载%(most)s件。请缩小范围，分批下载。"),
    }
)
messages.register_labels({"forwarding.take_along": _l("机构批量下载")})
