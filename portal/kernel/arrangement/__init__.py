"""Working days by the State Council's yearly arrangement: holidays off, make-up days on.

arrangement = load(session)                 # or packaged(), where there is no database
account = arrangement.count_working(received_on, 7)
account.due_on, account.provisional, account.days
"""

from portal.kernel.arrangement.days import (
    HOLIDAY,
    KINDS,
    LAST_DAY_COUNTS,
    MAKEUP_WORKDAY,
    ROLLS_OVER,
    WORKING_DAYS,
    Account,
    Arrangement,
    CalendarGap,
    Day,
    count_natural,
    covered_years,
    from_rows,
)
from portal.kernel.arrangement.imported import CHANGED, import_arrangements
from portal.kernel.arrangement.stored import (
    OCCASIONS,
    ArrangementDay,
    days_of,
    load,
    packaged,
    packaged_days,
    seed,
)

__all__ = [
    "CHANGED",
    "HOLIDAY",
    "KINDS",
    "LAST_DAY_COUNTS",
    "MAKEUP_WORKDAY",
    "OCCASIONS",
    "ROLLS_OVER",
    "WORKING_DAYS",
    "Account",
    "Arrangement",
    "ArrangementDay",
    "CalendarGap",
    "Day",
    "count_natural",
    "covered_years",
    "days_of",
    "from_rows",
    "import_arrangements",
    "load",
    "packaged",
    "packaged_days",
    "seed",
]
