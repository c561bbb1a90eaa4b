"""What anybody may ask: how a time limit is counted, day by day."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from forwarding.rules import BeyondReach, clock_document
from forwarding.views.api import blueprint
from forwarding.views.api.inputs import ClockQuery
from forwarding.views.api.outputs import ClockOut
from portal.kernel import amounts, arrangement
from portal.kernel.arrangement import CalendarGap
from portal.web.access import public
from portal.web.api import faults
from portal.web.api.describing import Answered, document, operation
from portal.web.api.faults import FieldError, Refusal
from portal.web.db import session
from portal.web.limits import limited


@blueprint.get("/public/clock")
@public
@limited("api-clock", 120, 60, methods=("GET",))
@operation("Public", {200: Answered("The account.", ClockOut)}, query=ClockQuery)
def count_time_limit(query: dict[str, Any]) -> Response:
    """Count a time limit, with every day counted or skipped and why.

    Where the working days are not announced yet, `due_on` is null and `provisional` true.
    """
    rule, start = query["rule"], query["start"]
    try:
        known = {"tier": query["tier"], "book": amounts.load(session())}
        found = clock_document(rule, start, arrangement.load(session()), **known)
    except CalendarGap as gap:
        detail = _("%(year)s年的工作日安排尚未公布或未导入，无法计算。", year=gap.year)
        raise Refusal(FieldError("from", "calendar_gap", detail, rule)) from None
    except BeyondReach:
        raise faults.refuse("from", "bad_day") from None
    return document(ClockOut, found)
