"""The codes that complaints and returns share, with their Chinese words (marked by `N_`).

The mappings to JR/T 0169-2018 and GB/T 43568-2023 stay empty until the official code values are
loaded.
"""

from functools import cache

from portal.kernel.divisions import provinces, short
from portal.kernel.findings import N_

BANKING_BUSINESS = {
    "B01": N_("人民币储蓄"),
    "B02": N_("外汇"),
    "B0301": N_("个人贷款"),
    "B0302": N_("单位贷款"),
    "B0401": N_("借记卡"),
    "B0402": N_("信用卡"),
    "B05": N_("支付结算"),
    "B06": N_("自营理财"),
    "B0701": N_("代理保险"),
    "B0702": N_("代销理财与基金"),
    "B0799": N_("其他代理"),
    "B08": N_("其他中间业务"),
    "B09": N_("贵金属"),
    "B10": N_("国库"),
    "B11": N_("人民币管理"),
    "B12": N_("个人金融信息"),
    "B13": N_("债务催收"),
    "B99": N_("其他银行业务"),
}
INSURANCE_LINES = {
    "P01": N_("机动车辆保险"),
    "P02": N_("保证保险"),
    "P03": N_("家庭财产保险"),
    "P04": N_("责任保险"),
    "P05": N_("农业保险"),
    "P06": N_("意外伤害保险（财产险公司）"),
    "P07": N_("健康保险（财产险公司）"),
    "P99": N_("财产险其他"),
    "L01": N_("普通人寿保险"),
    "L02": N_("疾病保险"),
    "L03": N_("医疗保险"),
    "L04": N_("意外伤害保险"),
    "L05": N_("年金保险"),
    "L06": N_("分红保险"),
    "L07": N_("万能保险"),
    "L08": N_("投资连结保险"),
    "L09": N_("护理保险"),
    "L99": N_("人身险其他"),
}
BUSINESSES = {**BANKING_BUSINESS, **INSURANCE_LINES}

BANKING_CAUSES = {
    "C01": N_("服务态度及服务质量"),
    "C02": N_("服务设施、设备、业务系统"),
    "C03": N_("管理制度、业务规则与流程"),
    "C04": N_("营销方式和手段"),
    "C05": N_("信息披露"),
    "C06": N_("自主选择权"),
    "C07": N_("定价收费"),
    "C08": N_("产品收益"),
    "C09": N_("合同条款"),
    "C10": N_("消费者资金安全"),
    "C11": N_("消费者信息安全"),
    "C12": N_("债务催收方式和手段"),
    "C99": N_("银行业其他原因"),
}
INSURANCE_CAUSES = {
    "I01": N_("销售纠纷"),
    "I02": N_("承保纠纷"),
    "I03": N_("理赔纠纷"),
    "I04": N_("保全纠纷"),
    "I05": N_("续保续期纠纷"),
    "I06": N_("退保纠纷"),
    "I07": N_("服务纠纷"),
    "I99": N_("保险业其他原因"),
}
CAUSES = {**BANKING_CAUSES, **INSURANCE_CAUSES}

RESULTS = {
    "upheld": N_("全部支持"),
    "partly_upheld": N_("部分支持"),
    "not_upheld": N_("不支持"),
    "settled": N_("和解"),
    "withdrawn": N_("撤回"),
    "not_proceeded": N_("不予办理"),
}

BUSINESS_CHANNELS = {
    "counter": N_("营业现场"),
    "machine": N_("自助机具"),
    "online_bank": N_("网上银行"),
    "telephone": N_("电话"),
    "app": N_("移动客户端"),
    "platform": N_("网络公众平台"),
    "sms": N_("短信"),
    "third_party": N_("第三方渠道"),
    "back_office": N_("中后台"),
    "other": N_("其他"),
}
"""Where the business complained of was done (JR/T 0169-2018, dimension A)."""

CHANNELS_OF_RECEIPT = {
    "phone": N_("电话"),
    "letter": N_("来信"),
    "visit": N_("来访"),
    "web": N_("网页"),
    "email": N_("电子邮件"),
    "transfer": N_("监管部门或者其他机关转来"),
}
"""By which way a complaint reached the institution itself."""

TIERS = {
    "simple": N_("15日内办理"),
    "complex": N_("延长至30日"),
    "especially_complex": N_("延长至60日"),
}
"""How long the institution had for a complaint (Art. 18)."""

_BEYOND = ("710000", "810000", "820000")
_CITIES = ("210200", "330200", "350200", "370200", "440300")


@cache
def provincial_units() -> dict[str, str]:
    """Return the territories of the 36 provincial-level bureaus with their short names."""
    codes = [each.code for each in provinces() if each.code not in _BEYOND]
    return {code: short(code) for code in sorted([*codes, *_CITIES])}


def provincial_unit(division: str) -> str:
    """Return the territory of the provincial-level bureau in which a division lies."""
    city = division[:4] + "00"
    return city if city in _CITIES else division[:2] + "0000"


def businesses_of(institution_type: str | None, category: str) -> dict[str, str]:
    """Return the business codes that a type and category of institution reports by."""
    if institution_type == "banking":
        return BANKING_BUSINESS
    if institution_type in ("insurer", "intermediary"):
        letter = {"财产保险公司": "P", "人身保险公司": "L"}.get(category, "")
        return {c: words for c, words in INSURANCE_LINES.items() if c.startswith(letter)}
    return BUSINESSES


def causes_of(institution_type: str | None) -> dict[str, str]:
    """Return the codes of causes that a type of institution reports by."""
    if institution_type == "banking":
        return BANKING_CAUSES
    return INSURANCE_CAUSES if institution_type in ("insurer", "intermediary") else CAUSES
