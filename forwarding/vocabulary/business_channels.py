"""Where the business complained of was done (JR/T 0169-2018, dimension A); the codes are ours."""

from portal.kernel.findings import N_

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
