"""A month of the filing calendar, for both sides: what falls due on each day."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import abort

from portal.filings.queries.months import Due, due_between, next_due
from portal.filings.rules.months import month, month_of
from portal.filings.views.shown import words
from portal.kernel import clock
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.forms import answer


def page(template: str, text: str | None, link: Callable[[Due], str]) -> Any:
    """Show a month as a table of weeks; `link` leads from what falls due to its page."""
    today = clock.today()
    shown = month_of(today) if text is None else month(text) or abort(404)
    found = due_between(session(), current_actor(), shown.weeks[0][0], shown.weeks[-1][-1])
    by_day: defaultdict[Any, list[Due]] = defaultdict(list)
    for due in found:
        by_day[due.day].append(due)
    inside = [due for due in found if shown.first <= due.day <= shown.last]
    return answer(
        template,
        month=shown,
        due=by_day,
        any=bool(inside),
        overdue=sum(due.state(today) == "overdue" for due in inside),
        coming=next_due(session(), current_actor(), today),
        this=month_of(today).text,
        today=today,
        link=link,
        say=words(),
    )
