"""What is said of a file that cannot be read as a return."""

from portal.filings.returns.wording import Sentence
from portal.kernel.findings import N_

_SAVE_AGAIN = N_("请用表格软件打开，另存为不加密的 .xlsx 后重新上传。")
_TEMPLATE = N_("请从平台下载本期模板，把内容填入模板后重新上传。")
_UTF_8 = N_("请在表格软件中另存为“CSV UTF-8（逗号分隔）”后重新上传。")
_SPLIT = N_("请删去空白和多余的行列，只留本期内容后重新上传。")

FILE_RULES = {
    "file_empty": Sentence(N_("文件是空的。"), _TEMPLATE),
    "file_unreadable": Sentence(N_("文件打不开。"), N_("请核对文件的位置和读取权限。")),
    "file_too_large": Sentence(
        N_("文件过大，上限为%(megabytes)sMB。"),
        N_("请删去图片等与填报无关的内容后重新上传。"),
    ),
    "file_unpacks_too_large": Sentence(
        N_("表格解压后过大，上限为%(megabytes)sMB。"),
        N_("请删去图片、空白行等与填报无关的内容后重新上传。"),
    ),
    "file_damaged": Sentence(N_("文件已损坏，或者不是 .xlsx 表格。"), _SAVE_AGAIN),
    "file_old_or_encrypted": Sentence(N_("这是旧版 .xls 表格，或者是加密的表格。"), _SAVE_AGAIN),
    "file_macros": Sentence(
        N_("表格里有宏。平台不接收带宏的文件。"),
        N_("请另存为不含宏的 .xlsx 后重新上传。"),
    ),
    "file_entities": Sentence(N_("表格里有不允许的文档类型声明。"), _SAVE_AGAIN),
    "file_not_a_table": Sentence(
        N_("文件的内容不是表格，后缀名与内容不符。"),
        N_("请上传 .xlsx 表格，或者 UTF-8 编码的 CSV。"),
    ),
    "file_utf16": Sentence(N_("文件编码是 UTF-16，不是 UTF-8。"), _UTF_8),
    "file_gbk": Sentence(N_("文件编码是 GBK，不是 UTF-8。"), _UTF_8),
    "file_not_utf8": Sentence(N_("文件不是 UTF-8 编码的文本。"), _UTF_8),
    "file_broken_quotes": Sentence(
        N_("这一行的引号没有配对，或者一格过长。"),
        N_("请检查这一行的英文双引号后重新上传。"),
    ),
    "file_too_many_rows": Sentence(N_("表格超过%(rows)s行。"), _SPLIT),
    "file_too_many_columns": Sentence(N_("表格超过%(columns)s列。"), _SPLIT),
    "formula": Sentence(
        N_("这一格是公式。"),
        N_("请复制这一格，再用“选择性粘贴”粘贴为数值。"),
    ),
    "unknown_form": Sentence(N_("看不出这是哪一种报表。"), _TEMPLATE),
    "csv_without_form": Sentence(
        N_("只有投诉数据的明细可以用 CSV 报送，“%(form)s”不可以。"), _TEMPLATE
    ),
}
