"""Why a file is refused, in a sentence that tells how to mend it."""

from typing import Any

from portal.kernel.findings import N_

SENTENCES = {
    "bad_name": N_("文件名含有不允许的字符。请改名后重新上传。"),
    "empty": N_("“%(label)s”是空文件。请检查原文件后重新上传。"),
    "too_large": N_(
        "“%(label)s”超过 %(megabytes)s MB。请压缩、拆分后重新上传，或只上传相关的页面。"
    ),
    "kind_not_allowed": N_(
        "不能接收“%(label)s”这种文件。请转换为下列格式之一后上传：%(allowed)s。"
    ),
    "archive": N_("不能接收压缩包“%(label)s”。请解压后逐个上传其中的文件。"),
    "old_office": N_("“%(label)s”是旧版 Office 文件。请另存为 .docx、.xlsx 或 PDF 后上传。"),
    "macros": N_("“%(label)s”含有宏。请另存为不含宏的 .docx、.xlsx 或 PDF 后上传。"),
    "mislabelled": N_(
        "“%(label)s”的内容与扩展名 .%(extension)s 不符（内容看起来是：%(actual)s）。"
        "请从原来的程序中重新保存或导出后上传，不要只改扩展名。"
    ),
    "encrypted": N_("“%(label)s”设有密码或加密。请取消密码，或打印为新的 PDF 后上传。"),
    "damaged": N_("“%(label)s”已损坏或不完整。请重新保存或导出后上传。"),
    "bomb": N_("“%(label)s”解压后过大。请重新另存，或转换为 PDF 后上传。"),
    "text_encoding": N_("“%(label)s”不是可读的文本。请另存为 UTF-8 编码的文本文件后上传。"),
    "infected": N_("“%(label)s”被查出恶意代码，未予保存。请清除病毒，或打印为新的 PDF 后上传。"),
    "scanner_unavailable": N_("文件安全检查暂时不可用，“%(label)s”未保存。请几分钟后重试。"),
}


class Refused(Exception):
    """A file that is not stored: `code` says why, `facts` fill the places of `sentence`."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(self.sentence % facts)

    @property
    def sentence(self) -> str:
        """The msgid of the sentence for the user."""
        return SENTENCES[self.code]
