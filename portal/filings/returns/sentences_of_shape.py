"""What is said of a return whose shape does not hold: sheets, headings, types, codes, cells."""

from portal.filings.returns.wording import Sentence
from portal.kernel.findings import N_

_RESTORE = N_("请重新下载模板，把填好的内容粘贴进去。")
_OWN = N_("请重新下载本机构本期的模板填报。")

SHAPE_RULES = {
    "sheet_missing": Sentence(N_("缺少工作表“%(title)s”。"), _RESTORE),
    "sheet_unknown": Sentence(
        N_("“%(title)s”不是模板里的工作表。"), N_("请删去这一工作表，只留模板原有的。")
    ),
    "heading_changed": Sentence(
        N_("表头被改动，这一列应为“%(heading)s”。"), N_("请把表头改回“%(heading)s”。")
    ),
    "line_changed": Sentence(
        N_("固定行被改动，这一格应为“%(words)s”。"), N_("请改回“%(words)s”，不要增删或移动固定行。")
    ),
    "outside_table": Sentence(
        N_("这一格不在填报区内。"), N_("请删去这一格的内容，或者填到对应的列里。")
    ),
    "reference_missing": Sentence(N_("文件里没有模板的机构和报告期信息。"), _RESTORE),
    "reference_damaged": Sentence(N_("模板里的机构和报告期信息被改动过。"), _RESTORE),
    "reference_not_sealed": Sentence(N_("这一模板不是本平台生成的，或者被改动过。"), _OWN),
    "another_institution": Sentence(
        N_("这是机构%(found)s的模板，本次报送的机构是%(wanted)s。"), _OWN
    ),
    "another_period": Sentence(N_("这是%(found)s的模板，本次报送的是%(wanted)s。"), _OWN),
    "another_form": Sentence(N_("这是“%(found)s”的模板，本次报送的是“%(wanted)s”。"), _OWN),
    "column_missing": Sentence(
        N_("缺少“%(heading)s”这一列。"), N_("请在第一行补上列名“%(heading)s”。")
    ),
    "column_unknown": Sentence(
        N_("不认识的列名。"), N_("请删去这一列，或者把列名改为模板里的名称。")
    ),
    "column_twice": Sentence(N_("列名重复。"), N_("请删去重复的一列。")),
    "required": Sentence(N_("必填的一格是空的。"), N_("请填写%(heading)s。")),
    "not_a_date": Sentence(
        N_("不是日期。"), N_("请按“年-月-日”填写，如%(example)s，并核对这一天是否存在。")
    ),
    "not_a_count": Sentence(N_("不是数量。"), N_("请填写不小于0的整数，不带单位和逗号。")),
    "not_an_amount": Sentence(
        N_("不是金额。"), N_("请以元为单位填写不小于0的数字，最多两位小数，不带单位和逗号。")
    ),
    "too_much": Sentence(N_("数字过大，上限为%(most)s。"), N_("请核对数字和单位。")),
    "not_a_code": Sentence(
        N_("不在可选的范围内。"), N_("请从下拉列表中选择，代码见“代码”工作表。")
    ),
    "not_a_division": Sentence(N_("不是行政区划代码。"), N_("请填写6位行政区划代码，如330100。")),
    "too_long": Sentence(
        N_("内容有%(length)s字，上限为%(limit)s字。"), N_("请缩短到%(limit)s字以内。")
    ),
    "control_characters": Sentence(N_("含有看不见的控制字符。"), N_("请删去后重新录入这一格。")),
    "digits_lost": Sentence(
        N_("长数字以“数字”格式存放，末几位已经失真。"),
        N_("请把这一格设为“文本”格式，再重新录入。"),
    ),
    "identity_number": Sentence(
        N_("含有身份证号码。报送的数据不得含有个人信息。"),
        N_("请删去身份证号码。编号请用本机构的业务编号。"),
    ),
    "mobile_number": Sentence(
        N_("含有手机号码。报送的数据不得含有个人信息。"),
        N_("请删去手机号码。编号请用本机构的业务编号。"),
    ),
    "number_twice": Sentence(
        N_("编号与第%(row)s行重复。"), N_("同一投诉只填一行，不同投诉请用不同的编号。")
    ),
    "blocked_cell": Sentence(N_("这一格不用填写。"), N_("请清空这一格。")),
    "nil_unclear": Sentence(
        N_("“%(nil)s”一格只能填“是”或者留空。"), N_("请选“是”，或者清空这一格。")
    ),
    "nothing_filled": Sentence(
        N_("没有填写任何内容。"), N_("请填写；确实没有可报的，请在“填报说明”中选“%(nil)s”。")
    ),
    "nothing_filled_at_all": Sentence(N_("没有填写任何内容。"), N_("请按“填报说明”填写。")),
}
