"""Words for what complaints have in common, and for what makes a cluster."""

from portal.kernel.findings import N_

GROUNDS = {
    "same_id": N_("证件号码相同"),
    "same_phone": N_("电话相同"),
    "same_name": N_("姓名相同"),
    "alike_text": N_("文字相似"),
    "same_institution": N_("被投诉机构相同"),
}
CLUSTER_KINDS = {
    "text": N_("多人使用同一文本"),
    "phone": N_("多人使用同一电话"),
    "agent": N_("同一代理人多件"),
}
CLUSTER_STATES = {
    "suspected": N_("疑似代理投诉"),
    "confirmed": N_("已认定代理投诉"),
    "dismissed": N_("已排除"),
}
