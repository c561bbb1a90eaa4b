"""Codes of a review (核查) of a branch's decision (Art. 20)."""

from portal.kernel.findings import N_

REVIEW_STATES = {
    "applied": N_("核查中"),
    "refused": N_("逾期申请，不予核查"),
    "decided": N_("已作出核查决定"),
    "lapsed": N_("随撤回终止"),
}
REVIEW_OUTCOMES = {
    "upheld": N_("维持原处理决定"),
    "changed": N_("变更原处理决定"),
    "redo": N_("责成重新处理"),
}
REVIEW_BLOCKS = {
    "process": N_("处理过程"),
    "time_limits": N_("处理时限"),
    "result": N_("处理结果"),
}
"""What the conclusion of a review covers (Art. 20)."""
