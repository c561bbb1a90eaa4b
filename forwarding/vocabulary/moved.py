"""Why a due date moved when time limits were counted again."""

from portal.kernel.findings import N_

MOVED_CAUSES = {
    "firm": N_("相关年份的安排已经载入，暂定期限确定下来"),
    "days": N_("工作日安排有变动"),
    "rules": N_("规定的天数有修订"),
    "provisional": N_("安排还不完整，期限改为暂定"),
}
